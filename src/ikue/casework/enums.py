from django.db.models import TextChoices


class Numbered(TextChoices):
    """年度ごとの通し番号: what is numbered, each in a row of its own."""

    CASE = "case", "支援ケース"
    CONSULTATION = "consultation", "相談受付"
    MEETING = "meeting", "会議"


class CaseState(TextChoices):
    OPEN = "open", "支援中"
    SUSPENDED = "suspended", "中断"
    COMPLETED = "completed", "終結"


class SuspendReason(TextChoices):
    NO_CONTACT = "no_contact", "連絡がとれない"
    REFUSAL = "refusal", "本人の希望・拒否"
    HOSPITAL = "hospital", "入院・入所"
    CUSTODY = "custody", "矯正施設"
    OTHER = "other", "その他"


class CompleteReason(TextChoices):
    """終結の理由. 死亡・転出・誤登録・辞退 need no lead afterwards and no follow-up."""

    ACHIEVED = "achieved", "目標を達成した"
    HANDED_OVER = "handed_over", "ほかの機関の支援に移った"
    STABLE = "stable", "落ち着いた（見守りへ）"
    DIED = "died", "死亡"
    MOVED = "moved", "転出"
    MISREGISTERED = "misregistered", "誤登録"
    DECLINED = "declined", "辞退"


WITHOUT_FOLLOW_UP: frozenset[str] = frozenset(
    {
        CompleteReason.DIED.value,
        CompleteReason.MOVED.value,
        CompleteReason.MISREGISTERED.value,
        CompleteReason.DECLINED.value,
    }
)


class EntryMethod(TextChoices):
    """支援経過の方法."""

    PHONE = "phone", "電話"
    VISIT = "visit", "訪問・同行"
    INTERVIEW = "interview", "面談"
    INTERNAL_MEETING = "internal_meeting", "所内会議"
    SUPPORT_CONFERENCE = "support_conference", "支援会議"
    MULTILAYER_CONFERENCE = "multilayer_conference", "重層的支援会議"
    OTHER_MEETING = "other_meeting", "他機関の会議"
    INQUIRY = "inquiry", "他機関への照会"
    MAIL = "mail", "メール・手紙"
    OTHER = "other", "その他"


class Counterpart(TextChoices):
    PERSON = "person", "本人"
    FAMILY = "family", "家族"
    AGENCY = "agency", "関係機関"
    NEIGHBOUR = "neighbour", "近隣・知人"
    NOBODY = "nobody", "（不在・記録のみ）"


class EntryKind(TextChoices):
    ORDINARY = "ordinary", "経過"
    CORRECTION = "correction", "訂正の追記"
    SAFETY_PLAN = "safety_plan", "安全計画カード"
    COPIED_OUT = "copied_out", "他システムへの転記"
    FOLLOW_UP = "follow_up", "終結後のフォロー"


class Mark(TextChoices):
    """段落の印: optional while writing, asked for before anything leaves the ward."""

    FACT = "fact", "事実"
    HEARSAY = "hearsay", "伝聞"
    JUDGEMENT = "judgement", "評価"


class ReferralKind(TextChoices):
    LINK = "link", "つなぎ"
    MULTI_AGENCY = "multi_agency", "多機関協働"
    OUTREACH = "outreach", "アウトリーチ"
    PARTICIPATION = "participation", "参加支援"


class ReferralState(TextChoices):
    SENT = "sent", "返事待ち"
    ON_HOLD = "on_hold", "保留"
    ACCEPTED = "accepted", "引き受けた"
    DECLINED = "declined", "引き受けられない"
    RECALLED = "recalled", "取り下げ"
    ARRIVED = "arrived", "本人とつながった"
    DONE = "done", "結果を伝えた"


UNANSWERED: frozenset[str] = frozenset({ReferralState.SENT.value, ReferralState.ON_HOLD.value})
TAKEN: frozenset[str] = frozenset(
    {
        ReferralState.ACCEPTED.value,
        ReferralState.ARRIVED.value,
        ReferralState.DONE.value,
    }
)


class ReferralClock(TextChoices):
    """期限の決まり方. Urgent ones run on their own clock, holidays included."""

    ORDINARY = "ordinary", "ふつう（3営業日）"
    TODAY = "today", "今日中（電話・1時間）"
    CHILD_ABUSE = "child_abuse", "児童虐待通告（48時間）"


class Escalation(TextChoices):
    """返事のないつなぎの戻り先. Derived from the clock, never stored."""

    NONE = "none", "期限内"
    SENDER = "sender", "送り元に戻った"
    MANAGER = "manager", "送り元の課長へ"
    COORDINATOR = "coordinator", "包括化推進員へ"
    NIGHT_DUTY = "night_duty", "夜間当番へ"


class PlanState(TextChoices):
    """支援プランの段階. 未了 of a role and an ended consent are derived, never states."""

    DRAFT = "draft", "作成中"
    PROPOSED = "proposed", "会議に諮る案"
    IN_FORCE = "in_force", "実施中"
    UNDER_REVIEW = "under_review", "見直し中"
    REPLACED = "replaced", "次の版に替わった"
    ENDED = "ended", "終了"


RUNNING: frozenset[str] = frozenset({PlanState.IN_FORCE.value, PlanState.UNDER_REVIEW.value})


class RoleState(TextChoices):
    DRAFTED = "drafted", "案"
    ASKED = "asked", "返事待ち"
    ACCEPTED = "accepted", "引き受けた"
    DECLINED = "declined", "引き受けられない"
    ENDED = "ended", "終わった"


class AcceptedHow(TextChoices):
    """役割の承諾のしかた. Agreement in the meeting counts."""

    IN_MEETING = "in_meeting", "会議の場で"
    ITSELF = "itself", "自分で"
    TOLD = "told", "先方から聞いた"


class Achievement(TextChoices):
    ACHIEVED = "achieved", "達成した"
    PARTLY = "partly", "一部できた"
    NOT_YET = "not_yet", "まだ"


class Verdict(TextChoices):
    """評価の判定."""

    COMPLETE = "complete", "終結"
    REPLAN = "replan", "再プラン"
    SUSPEND = "suspend", "中断"


class Change(TextChoices):
    """見られた変化（評価シート）."""

    HOUSING = "housing", "住まいの安定"
    MEDICAL = "medical", "医療の受診"
    HEALTH = "health", "健康の改善"
    SCHEMES = "schemes", "手帳・年金・保護などの利用"
    HOUSEHOLD_BUDGET = "household_budget", "家計の改善"
    DEBT = "debt", "債務の整理"
    WORK = "work", "就労・増収"
    WILL = "will", "意欲の高まり"
    RELATIONS = "relations", "家族・対人関係"
    PARTICIPATION = "participation", "社会参加・孤立の解消"
    AGENCIES = "agencies", "ほかの機関とつながった"
    SAFETY = "safety", "安全の確保"
    SUPPORTER = "supporter", "担い手になった"
