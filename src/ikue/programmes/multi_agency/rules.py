"""What each conference may decide (社会福祉法 106条の6; 106条の4第2項5号 と実施要綱).

The legal basis sits on the agenda item (案件), not on the meeting: one meeting may hold items of
both kinds, and the number of meetings is no merit.
"""

from django.db.models import TextChoices


class Conference(TextChoices):
    SUPPORT = "support_conference", "支援会議"
    MULTILAYER = "multilayer_conference", "重層的支援会議"


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


MAY_DECIDE: dict[Conference, frozenset[Matter]] = {
    Conference.SUPPORT: frozenset(
        {Matter.ROLES, Matter.WATCH_OVER, Matter.URGENT_RESPONSE, Matter.NEXT_STEP}
    ),
    Conference.MULTILAYER: frozenset(
        {Matter.PLAN_OPINION, Matter.PROGRESS, Matter.COMPLETION, Matter.RESOURCE_GAP}
    ),
}
"""A 支援会議 adopts no plan; a 重層的支援会議 discusses nobody without consent."""

NEEDS_CONSENT: frozenset[Conference] = frozenset({Conference.MULTILAYER})


def may_decide(conference: Conference, matter: Matter) -> bool:
    return matter in MAY_DECIDE[conference]
