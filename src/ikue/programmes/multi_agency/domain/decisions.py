"""支援決定とプラン決定: two dated facts of the ward; no conference implies either of them.

社会福祉法 106条の4. The ward decides that a household is supported as a whole; the 重層的支援会議
gives its opinion of a plan; the ward decides the plan.
"""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from ikue.audit.perform import begin, perform
from ikue.casework.domain.plans import adopt_plan
from ikue.casework.enums import CaseState
from ikue.casework.models import Case, Plan
from ikue.casework.states import PLAN
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.multi_agency.enums import (
    TALKED_OVER,
    Conference,
    PlanOpinion,
    SupportDecisionState,
)
from ikue.programmes.multi_agency.models import AgendaItem, Coordination, SupportDecision
from ikue.programmes.multi_agency.states import SUPPORT_DECISION
from ikue.sharing.domain.counting import count_in_circle
from ikue.sharing.domain.deciding import rights_of
from ikue.tally.counting import Keys


class DecisionNotPossible(Expected):
    """The decision cannot be recorded like this; the message is for the clerk."""


def decide_support(
    *, case: Case, decided_on: date, reason: str, by: Viewer, at: datetime
) -> SupportDecision:
    """支援を決定する. Raises NotAllowed, DecisionNotPossible."""
    decision = SupportDecision(
        case=case, circle_id=case.circle_id, owner_window_id=by.window_id,
        written_by_id=by.appointment_id, decided_by_id=by.appointment_id, decided_on=decided_on,
        reason=reason,
    )  # fmt: skip
    SUPPORT_DECISION.check_first("decide", record=decision, viewer=by)
    if not rights_of(by, [case.circle_id]).on_duty_in(case.circle_id):
        raise NotAllowed("decide_support")
    _check_decision(case, decided_on, reason, at)
    begin(machine=SUPPORT_DECISION, name="decide", record=decision, by=by, at=at)
    _count("support_decided", decision, by, at)
    return decision


def end_support(
    *, decision: SupportDecision, ended_on: date, reason: str, by: Viewer, at: datetime
) -> SupportDecision:
    """支援決定を終える. Raises NotAllowed, NotPossible, DecisionNotPossible."""
    SUPPORT_DECISION.check("end", record=decision, viewer=by)
    if not reason.strip():
        raise DecisionNotPossible("支援決定を終える理由を書いてください。")
    if ended_on > clock.today(at):
        raise DecisionNotPossible("支援決定を終える日は、きょうまでの日にしてください。")
    if ended_on < decision.decided_on:
        raise DecisionNotPossible("支援決定の終わりが、支援決定日より前になっています。")
    decision.ended_on, decision.ended_reason = ended_on, reason
    perform(machine=SUPPORT_DECISION, name="end", record=decision, by=by, at=at)
    _count("support_decision_ended", decision, by, at)
    return decision


HANDED_BACK = "多機関協働の手離れ"


def end_with_hand_back(*, case_id: UUID, by: Viewer, at: datetime) -> SupportDecision | None:
    """What was decided for the household as a whole ends when 多機関協働 steps out, that day."""
    decision = standing_decision(case_id)
    if decision is None or decision.owner_window_id != by.window_id:
        return None
    decision.ended_on, decision.ended_reason = clock.today(at), HANDED_BACK
    perform(machine=SUPPORT_DECISION, name="hand_back", record=decision, by=by, at=at)
    _count("support_decision_ended", decision, by, at)
    return decision


def standing_decision(case_id: UUID) -> SupportDecision | None:
    """The decision in force for this household, as far as the viewer may read it."""
    return SupportDecision.objects.filter(
        case_id=case_id, state=SupportDecisionState.DECIDED
    ).first()


def decision_during(coordination: Coordination) -> SupportDecision | None:
    """The last one that stood while this coordination went on: in force, or when it ended."""
    stood = Q(ended_on__gte=clock.today(coordination.taken_up_at))
    if coordination.stepped_out_at is None:
        stood |= Q(state=SupportDecisionState.DECIDED)
    else:
        stood &= Q(ended_on__lte=clock.today(coordination.stepped_out_at))
    rows = SupportDecision.objects.filter(stood, case_id=coordination.case_id)
    return rows.order_by("-decided_on", "-recorded_at").first()


def adopt_plan_after_conference(*, plan: Plan, decided_on: date, by: Viewer, at: datetime) -> Plan:
    """プランを決定する: support was decided, and the 重層的支援会議 found this edition fitting.

    Raises NotAllowed, DecisionNotPossible, and what `adopt_plan` raises.
    """
    PLAN.check("adopt", record=plan, viewer=by)
    _require_support(plan, decided_on)
    _require_opinion(plan, decided_on)
    return adopt_plan(plan=plan, decided_on=decided_on, by=by, at=at)


def _require_support(plan: Plan, decided_on: date) -> None:
    support = standing_decision(plan.case_id)
    if support is None:
        raise DecisionNotPossible(
            "支援決定がまだありません。先に「支援を決定する」を使ってください。"
        )
    if support.decided_on > decided_on:
        raise DecisionNotPossible("プラン決定日が、支援決定日より前です。日付を確かめてください。")


def _require_opinion(plan: Plan, decided_on: date) -> None:
    """An opinion on another edition, or after that day, is no opinion on this one."""
    found = AgendaItem.objects.filter(
        plan=plan, conference=Conference.MULTILAYER, state__in=TALKED_OVER,
        plan_opinion=PlanOpinion.FITTING, discussed_at__isnull=False,
    )  # fmt: skip
    days = [clock.today(item.discussed_at) for item in found if item.discussed_at]
    if not days:
        raise DecisionNotPossible(
            "この版のプランは、重層的支援会議でまだ「適切」とされていません。"
            "会議で話し合い、意見を記録してから決定してください。"
        )
    if min(days) > decided_on:
        raise DecisionNotPossible("プラン決定日が、会議より前です。日付を確かめてください。")


def _check_decision(case: Case, decided_on: date, reason: str, at: datetime) -> None:
    if not reason.strip():
        raise DecisionNotPossible("支援を決定する理由を書いてください。")
    if decided_on > clock.today(at):
        raise DecisionNotPossible("支援決定日は、きょうまでの日にしてください。")
    if case.state == CaseState.COMPLETED:
        raise DecisionNotPossible("このケースは終結しています。先に「再開する」を使ってください。")
    if standing_decision(case.pk) is not None:
        raise DecisionNotPossible("この世帯には、もう支援決定があります。")


def _count(what: str, decision: SupportDecision, by: Viewer, at: datetime) -> None:
    keys = Keys(record=decision.tally_key)
    count_in_circle(what, circle_id=decision.circle_id, keys=keys, by=by, at=at)
