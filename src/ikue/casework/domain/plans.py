"""支援プラン: drafted, proposed to the conference, decided by the ward, carried, reviewed, ended.

社会福祉法 106条の4第2項6号. The conference gives an opinion, 主管課長 decides: two dated facts. Who
carries a role reads the plan from the decision on, and goes on reading while it is under review.
"""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from ikue.audit.perform import begin, perform
from ikue.casework.domain.plan_afterwards import open_afterwards
from ikue.casework.domain.plan_beginning import end_agreed, first_writing
from ikue.casework.domain.plan_facts import (
    COLUMNS,
    GoalFacts,
    PlanFacts,
    Writing,
    role_facts,
    roles_of,
    writing_of,
)
from ikue.casework.domain.plan_holders import require_consents, role_staff, standing_roles
from ikue.casework.domain.roles import (
    ask_role,
    copy_role,
    end_role,
    role_opening,
)
from ikue.casework.domain.tallying import count_in_case
from ikue.casework.enums import RUNNING, CaseState, PlanState, Verdict
from ikue.casework.models import Case, Plan, PlanGoal
from ikue.casework.states import PLAN
from ikue.directory.models import Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.people.models import Membership, Person
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.domain.opening import GroundFacts, end_ground, grant_to_window, open_ground
from ikue.sharing.enums import Basis
from ikue.sharing.models import Grant


class PlanNotPossible(Expected):
    """The plan cannot be brought to this; the message says what is missing."""


def draft_plan(*, case: Case, facts: PlanFacts | None, by: Viewer, at: datetime) -> Plan:
    """A first edition, or the next one: that begins as a copy of the one that runs.

    Raises NotAllowed, PlanNotPossible (one draft at a time; a completed case).
    """
    if not rights_of(by, [case.circle_id]).on_duty_in(case.circle_id):
        raise NotAllowed("draft_plan")
    if case.state == CaseState.COMPLETED:
        raise PlanNotPossible("このケースは終結しています。先に「再開する」を使ってください。")
    if case.plans.filter(state__in=(PlanState.DRAFT, PlanState.PROPOSED)).exists():
        raise PlanNotPossible("作成中のプランがあります。それを直してください。")
    running = running_plan(case)
    before = _going_on(running) if running else first_writing(case, by, at)
    plan = Plan(
        circle_id=case.circle_id, owner_window_id=by.window_id, written_by_id=by.appointment_id,
        case=case, edition=_next_edition(case), replaces=running,
    )  # fmt: skip
    set_facts(plan, facts or _carried_over(before.facts), at)
    begin(machine=PLAN, name="draft", record=plan, by=by, at=at)
    _copy(plan, before, by, at)
    count_plan("plan_drafted", plan=plan, by=by, at=at)
    return plan


def running_plan(case: Case) -> Plan | None:
    """The one edition that is in force or under review, as far as the viewer reads it."""
    return Plan.objects.filter(case_id=case.pk, state__in=RUNNING).first()


def _next_edition(case: Case) -> int:
    last: int | None = case.plans.aggregate(last=Max("edition"))["last"]
    return (last or 0) + 1


def _carried_over(facts: PlanFacts) -> PlanFacts:
    """Words and persons stay; dates and the household's agreement belong to each edition."""
    return replace(
        facts, period_from=None, period_to=None, next_review_on=None, explained_on=None,
        agreed_how="",
    )  # fmt: skip


def _going_on(plan: Plan) -> Writing:
    """The running edition without the roles that have ended."""
    roles = tuple(role_facts(role) for role in standing_roles(plan))
    return replace(writing_of(plan), roles=roles)


def _copy(plan: Plan, before: Writing, by: Viewer, at: datetime) -> None:
    """Goals and roles of the edition before; of the carriers, those who still serve there."""
    for goal in before.goals:
        add_goal(plan, replace(goal, id=None), by)
    windows = {role.window_id for role in before.roles if role.window_id}
    serving = {carrier.pk for carrier in role_staff(windows, at)}
    for role in before.roles:
        carrier = role.appointment_id if role.appointment_id in serving else None
        copy_role(plan=plan, facts=replace(role, appointment_id=carrier), by=by, at=at)


def add_goal(plan: Plan, goal: GoalFacts, by: Viewer) -> PlanGoal:
    last: int | None = plan.goals.aggregate(last=Max("order"))["last"]
    return PlanGoal.objects.create(
        circle_id=plan.circle_id, owner_window_id=by.window_id, written_by_id=by.appointment_id,
        plan=plan, order=(last or 0) + 1, text=goal.text, measure=goal.measure,
    )  # fmt: skip


def set_facts(plan: Plan, facts: PlanFacts, at: datetime) -> None:
    """Put the facts on the record, unsaved. Raises PlanNotPossible."""
    _check_dates(facts, at)
    if facts.lead_window_id != plan.lead_window_id:
        _check_lead(facts.lead_window_id, at)
    plan.persons = persons_of(plan.circle_id, facts.person_ids)
    for name in COLUMNS:
        setattr(plan, name, getattr(facts, name))


def persons_of(circle_id: UUID, person_ids: tuple[UUID, ...]) -> list[dict[str, str]]:
    """Whom the plan names, copied as the packet copies them; others stay a mere 続柄."""
    persons = {row.pk: row for row in Person.objects.filter(pk__in=person_ids, circle_id=circle_id)}
    if set(persons) != set(person_ids):
        raise PlanNotPossible("この世帯にいない方が選ばれています。選び直してください。")
    rows = Membership.objects.filter(person_id__in=person_ids).order_by("recorded_at")
    relationships = dict(rows.values_list("person_id", "relationship"))
    return [
        {
            "id": str(pk),
            "name": persons[pk].name,
            "kana": persons[pk].kana,
            "relationship": relationships.get(pk, ""),
        }
        for pk in person_ids
    ]


def _check_dates(facts: PlanFacts, at: datetime) -> None:
    first, last, review = facts.period_from, facts.period_to, facts.next_review_on
    if first and last and last < first:
        raise PlanNotPossible("プランの期間の終わりが、始まりより前になっています。")
    if first and review and review < first:
        raise PlanNotPossible("次の見直しの日が、プランの期間の始まりより前になっています。")
    if facts.explained_on and facts.explained_on > clock.today(at):
        raise PlanNotPossible("本人に説明した日は、きょうかそれより前の日にしてください。")


def _check_lead(window_id: UUID | None, at: datetime) -> None:
    if window_id is None:
        return
    window = Window.objects.in_force(clock.today(at)).filter(pk=window_id).first()
    if window is None or window.hidden_involvement:
        raise PlanNotPossible("この窓口は主担当にできません。別の窓口を選んでください。")


def propose_plan(*, plan: Plan, by: Viewer, at: datetime) -> Plan:
    """会議に諮る. Raises NotPossible while a lead, dates, a goal, a role or persons are missing."""
    if plan.next_review_on is not None and plan.next_review_on <= clock.today(at):
        raise PlanNotPossible("次の見直しの日は、きょうより後の日にしてください。")
    plan.proposed_at = at
    perform(machine=PLAN, name="propose", record=plan, by=by, at=at)
    count_plan("plan_proposed", plan=plan, by=by, at=at)
    return plan


def take_back_plan(*, plan: Plan, by: Viewer, at: datetime) -> Plan:
    """案に手を入れる: what the conference wants changed is changed in the same edition."""
    perform(machine=PLAN, name="take_back", record=plan, by=by, at=at)
    return plan


def require_duty(plan: Plan, by: Viewer) -> None:
    """A draft may outlive the hand-back; the wall would refuse its rows. Raises PlanNotPossible."""
    if not rights_of(by, [plan.circle_id]).on_duty_in(plan.circle_id):
        raise PlanNotPossible(
            "この世帯からは手を離しています。プランを進めるには、あらためて依頼を受けてください。"
            "入力した内容は残っています。"
        )


def adopt_plan(*, plan: Plan, decided_on: date, by: Viewer, at: datetime) -> Plan:
    """プラン決定 by 主管課長, dated by itself: in force, every role asked for, holders read it.

    What the conference said and whether support was decided is asked by 多機関協働, which calls
    this. Raises NotAllowed, NotPossible, PlanNotPossible, NotConsented, RoleNotPossible.
    """
    PLAN.check("adopt", record=plan, viewer=by)
    require_duty(plan, by)
    _check_decision(plan, decided_on, at)
    roles = roles_of(plan)
    require_consents(plan, roles, at)
    if plan.replaces is not None and plan.replaces.state in RUNNING:
        _replace(plan.replaces, by, at)
    plan.decided_on, plan.decided_by_id, plan.in_force_at = decided_on, by.appointment_id, at
    perform(machine=PLAN, name="adopt", record=plan, by=by, at=at)
    _open_to_lead(plan, by, at)
    for role in roles:
        ask_role(role=role, by=by, at=at)
    end_agreed(plan, roles, by, at)
    count_plan("plan_adopted", plan=plan, by=by, at=at, outcome=_kind(plan))
    return plan


def _kind(plan: Plan) -> str:
    return "next" if plan.replaces_id else "first"


def _check_decision(plan: Plan, decided_on: date, at: datetime) -> None:
    if decided_on > clock.today(at):
        raise PlanNotPossible("プラン決定日は、きょうかそれより前の日にしてください。")
    if plan.proposed_at is not None and decided_on < clock.today(plan.proposed_at):
        raise PlanNotPossible("プラン決定日が、会議に諮った日より前になっています。")
    if plan.next_review_on is not None and plan.next_review_on <= decided_on:
        raise PlanNotPossible("次の見直しの日は、プラン決定日より後の日にしてください。")


def _open_to_lead(plan: Plan, by: Viewer, at: datetime) -> None:
    """主担当機関 reads the plan whether or not it carries a role."""
    if plan.lead_window_id is None or plan.lead_window_id == plan.owner_window_id:
        return
    facts = GroundFacts(basis=Basis.MULTILAYER_CONFERENCE, what="支援プランの主担当")
    ground = open_ground(circle_id=plan.circle_id, facts=facts, by=by, at=at)
    grant_to_window(
        ground=ground, window_id=plan.lead_window_id, by=by, at=at,
        opening=role_opening(ground, plan.pk, end_event="プランの終わり"),
    )  # fmt: skip


def _replace(earlier: Plan, by: Viewer, at: datetime) -> None:
    evaluation = getattr(earlier, "evaluation", None)
    if evaluation is None or evaluation.verdict != Verdict.REPLAN:
        raise PlanNotPossible(
            "実施中のプランが「再プラン」と評価されていません。先に評価を書いてください。"
        )
    earlier.ended_at = at
    perform(machine=PLAN, name="replace", record=earlier, by=by, at=at)
    _close(earlier, by, at)
    count_plan("plan_replaced", plan=earlier, by=by, at=at)


def review_plan(*, plan: Plan, by: Viewer, at: datetime) -> Plan:
    """見直しを始める, on the day that was set or any day before. Roles go on meanwhile."""
    perform(machine=PLAN, name="review", record=plan, by=by, at=at)
    count_plan("plan_reviewed", plan=plan, by=by, at=at)
    return plan


def carry_on_plan(*, plan: Plan, next_review_on: date, by: Viewer, at: datetime) -> Plan:
    """このまま続ける, until the next review. Not on a consent that has ended."""
    if next_review_on <= clock.today(at):
        raise PlanNotPossible("次の見直しの日は、きょうより後の日にしてください。")
    PLAN.check("carry_on", record=plan, viewer=by)
    require_consents(plan, standing_roles(plan), at)
    plan.next_review_on = next_review_on
    perform(machine=PLAN, name="carry_on", record=plan, by=by, at=at)
    count_plan("plan_carried_on", plan=plan, by=by, at=at)
    return plan


def end_plan(*, plan: Plan, by: Viewer, at: datetime) -> Plan:
    """プランを終える, after its evaluation. Its roles end, and what they opened closes; the lead,
    who goes on accompanying, reads it further by the persons' consent."""
    plan.ended_at = at
    perform(machine=PLAN, name="end", record=plan, by=by, at=at)
    _close(plan, by, at)
    open_afterwards(plan=plan, window_id=plan.lead_window_id, by=by, at=at)
    count_plan("plan_ended", plan=plan, by=by, at=at, outcome=plan.evaluation.verdict)
    return plan


def _close(plan: Plan, by: Viewer, at: datetime) -> None:
    for role in standing_roles(plan):
        end_role(role=role, by=by, at=at)
    grounds = Grant.objects.filter(bound_to_id=plan.pk).values_list("ground_id", flat=True)
    for ground_id in set(grounds):
        end_ground(ground_id=ground_id, at=at)


def count_plan(what: str, *, plan: Plan, by: Viewer, at: datetime, outcome: str = "") -> None:
    count_in_case(
        what, case_id=plan.case_id, circle_id=plan.circle_id, record=plan.tally_key, by=by, at=at,
        outcome=outcome,
    )  # fmt: skip
