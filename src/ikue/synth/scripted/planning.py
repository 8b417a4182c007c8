"""Short hands for 支援プラン: proposed, found fitting, decided, accepted, monitored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from ikue.casework.domain.entries import EntryFacts, write_entry
from ikue.casework.domain.evaluating import Progress, record_progress
from ikue.casework.domain.plan_editing import edit_plan
from ikue.casework.domain.plan_facts import Writing
from ikue.casework.domain.plans import draft_plan, propose_plan
from ikue.casework.domain.roles import RoleAnswer, accept_role
from ikue.casework.models import Case, Plan, PlanGoal, RoleAssignment
from ikue.kernel import clock
from ikue.programmes.multi_agency.domain.decisions import adopt_plan_after_conference
from ikue.programmes.multi_agency.domain.items import Preparation, close_item
from ikue.programmes.multi_agency.domain.papers import attach_papers
from ikue.programmes.multi_agency.domain.recording import Discussion
from ikue.programmes.multi_agency.enums import Conference, PlanOpinion
from ikue.programmes.multi_agency.models import AgendaItem
from ikue.synth.scripted.together import (
    COORDINATOR,
    MANAGER,
    Members,
    convene,
    present_at,
    talked_over,
)
from ikue.synth.ward import Ward
from ikue.synth.writing import Note


def propose(ward: Ward, case: Case, writing: Writing, *, at: datetime) -> Plan:
    """A whole edition, written and put to the conference."""
    with ward.acting(COORDINATOR, at) as viewer:
        plan = draft_plan(case=case, facts=None, by=viewer, at=at)
        plan = edit_plan(
            plan_id=plan.pk, writing=writing, seen_version=plan.version, by=viewer, at=at
        )
        return propose_plan(plan=plan, by=viewer, at=at + timedelta(minutes=5))


def lay_before(ward: Ward, item: AgendaItem, plan: Plan, *, at: datetime) -> None:
    """案件の資料: the edition that the conference is asked about."""
    with ward.acting(COORDINATOR, at) as viewer:
        item = AgendaItem.objects.get(pk=item.pk)
        attach_papers(item=item, chosen=[str(plan.pk)], by=viewer, at=at)


@dataclass(frozen=True, kw_only=True)
class Conferring:
    """One 重層的支援会議 about one plan: who was asked what, and what they said of it."""

    preparation: Preparation
    members: Members
    minutes: str
    direction: str = "プランのとおり始める"


def found_fitting(
    ward: Ward, case: Case, plan: Plan, conferring: Conferring, *, sits_at: datetime, at: datetime
) -> None:
    """Invited at `at`, the edition laid before them, talked over at `sits_at`, 「適切」, closed."""
    item = convene(
        ward, case, Conference.MULTILAYER, conferring.preparation, conferring.members,
        sits_at=sits_at, at=at,
    )  # fmt: skip
    lay_before(ward, item, plan, at=at + timedelta(minutes=30))
    ended_at = sits_at + timedelta(minutes=50)
    discussion = Discussion(
        discussed_at=ended_at, attended=present_at(ward, item, at=ended_at),
        plan_opinion=PlanOpinion.FITTING, minutes=conferring.minutes,
        direction=conferring.direction,
    )  # fmt: skip
    closed(ward, talked_over(ward, item, discussion, at=ended_at + timedelta(minutes=20)))


def closed(ward: Ward, item: AgendaItem) -> None:
    """終える, half an hour after it was talked over."""
    assert item.discussed_at is not None
    at = item.discussed_at + timedelta(minutes=30)
    with ward.acting(COORDINATOR, at) as viewer:
        close_item(item=item, by=viewer, at=at)


def adopt(ward: Ward, plan: Plan, *, at: datetime) -> None:
    """プラン決定 by 主管課長, on that day."""
    with ward.acting(MANAGER, at) as viewer:
        plan = Plan.objects.get(pk=plan.pk)
        adopt_plan_after_conference(plan=plan, decided_on=clock.today(at), by=viewer, at=at)


def accept_roles(ward: Ward, plan: Plan, said: Iterable[tuple[str, str, datetime]]) -> None:
    """(who, which role, when): each holder answers for itself."""
    for username, what, at in said:
        _accept(ward, plan, username, what, RoleAnswer(), at)


def accept_for_partner(
    ward: Ward, plan: Plan, what: str, answer: RoleAnswer, *, at: datetime
) -> None:
    """A partner without accounts said yes: the coordinator writes down who and how."""
    _accept(ward, plan, COORDINATOR, what, answer, at)


def _accept(
    ward: Ward, plan: Plan, username: str, what: str, answer: RoleAnswer, at: datetime
) -> None:
    with ward.acting(username, at) as viewer:
        role = RoleAssignment.objects.get(plan_id=plan.pk, what=what)
        accept_role(role=role, answer=answer, by=viewer, at=at)


def monitor(ward: Ward, username: str, case: Case, person_id: UUID, goal: str, note: Note) -> None:
    """モニタリング: an entry that says which goal of the running plan it serves."""
    with ward.acting(username, note.at) as viewer:
        facts = EntryFacts(
            at=note.at, method=note.method, counterpart=note.counterpart, body=note.body,
            outcome=note.outcome, counterpart_name=note.counterpart_name, person_id=person_id,
            goal_id=PlanGoal.objects.get(plan__case_id=case.pk, text=goal).pk,
        )  # fmt: skip
        write_entry(circle_id=case.circle_id, case=case, facts=facts, by=viewer, at=note.at)


def progress(ward: Ward, plan: Plan, said: Mapping[str, tuple[str, str]], *, at: datetime) -> None:
    """How far each goal is: goal → (達成の度合い, a word on how one sees it)."""
    with ward.acting(COORDINATOR, at) as viewer:
        plan = Plan.objects.get(pk=plan.pk)
        record_progress(plan=plan, progress=by_goal(plan, said), by=viewer, at=at)


def by_goal(plan: Plan, said: Mapping[str, tuple[str, str]]) -> dict[UUID, Progress]:
    return {
        goal.pk: Progress(achieved=said[goal.text][0], note=said[goal.text][1])
        for goal in plan.goals.all()
    }
