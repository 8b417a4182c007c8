from django.db.models import TextChoices


class Conference(TextChoices):
    """会議の根拠. It sits on the agenda item: one meeting may hold items of both kinds."""

    SUPPORT = "support_conference", "支援会議"
    MULTILAYER = "multilayer_conference", "重層的支援会議"


class CoordinationState(TextChoices):
    """多機関協働の調整. Asked for and returned are states of the request, a Referral."""

    COORDINATING = "coordinating", "調整中"
    STEPPED_OUT = "stepped_out", "手離れ"


class SupportDecisionState(TextChoices):
    DECIDED = "decided", "支援決定"
    ENDED = "ended", "支援決定の終了"


class ItemState(TextChoices):
    PREPARED = "prepared", "準備中"
    INVITED = "invited", "構成員を招いた"
    DISCUSSED = "discussed", "話し合った"
    ADJOURNED = "adjourned", "延期"
    WITHDRAWN = "withdrawn", "取り下げ"
    CLOSED = "closed", "終了"


OPEN_TO_MEMBERS: frozenset[str] = frozenset({ItemState.INVITED.value, ItemState.DISCUSSED.value})
"""While an item is in one of these its members may hold grants on it; before and after, none."""
WAITING_ITEMS: frozenset[str] = frozenset({ItemState.PREPARED.value, ItemState.INVITED.value})
"""Neither discussed nor put aside: the meeting they lie before does not close over them."""
TALKED_OVER: frozenset[str] = frozenset({ItemState.DISCUSSED.value, ItemState.CLOSED.value})
"""What the conference said of it stands."""
ENDED_ITEMS: frozenset[str] = frozenset({ItemState.WITHDRAWN.value, ItemState.CLOSED.value})

HELD = "held"
"""What a paper becomes once its entry is under hold: it is named and nothing of it is read."""


class Matter(TextChoices):
    """What an item may be about to decide."""

    ROLES = "roles", "役割分担"
    WATCH_OVER = "watch_over", "見守り"
    URGENT_RESPONSE = "urgent_response", "緊急の対応"
    NEXT_STEP = "next_step", "次の一歩"
    PLAN_OPINION = "plan_opinion", "支援プランの適否"
    PROGRESS = "progress", "経過・成果の評価"
    COMPLETION = "completion", "終結・中断"
    RESOURCE_GAP = "resource_gap", "社会資源の不足"


class PlanOpinion(TextChoices):
    """重層的支援会議の意見. The plan decision is the ward's, another fact on another day."""

    FITTING = "fitting", "適切"
    AMEND = "amend", "修正"
    HOLD = "hold", "保留"


class CompletionOpinion(TextChoices):
    COMPLETE = "complete", "終結"
    SUSPEND = "suspend", "中断"
    GO_ON = "go_on", "継続"
