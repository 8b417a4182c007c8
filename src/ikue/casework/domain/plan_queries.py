"""支援プラン as a page reads it: decided by its class, noted for everybody it names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from ikue.casework.domain.evaluating import goals_to_point_at
from ikue.casework.domain.packets import called_together
from ikue.casework.domain.plan_facts import Names, Part, Writing, parts, roles_of, writing_of
from ikue.casework.domain.plan_holders import without_agreement, without_consent
from ikue.casework.domain.role_lines import RoleLine, holders_of, names_of_holders, role_lines
from ikue.casework.domain.role_notes import ToldNote, may_write_note, notes_told
from ikue.casework.enums import RUNNING, Change, PlanState, RoleState, Verdict
from ikue.casework.models import Case, Plan, PlanEvaluation, PlanGoal, RoleAssignment
from ikue.casework.rules import keeps_plan, keeps_plans
from ikue.casework.states import PLAN
from ikue.directory.domain.queries import setting_number
from ikue.directory.models import Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import Transition
from ikue.people.enums import Relationship
from ikue.people.models import Membership
from ikue.sharing.domain.deciding import Decision, Information, Rights, rights_of
from ikue.sharing.domain.naming import naming
from ikue.sharing.domain.showing import note_shown, shown
from ikue.sharing.enums import FieldClass

REVIEW_DAYS = "plan_review_ahead_days"
"""The setting: how long before its day a review is told to whoever keeps the plan."""
NO_PERSON_YET = (None,)
"""A draft may name nobody yet; its look is noted all the same."""


@dataclass(frozen=True, kw_only=True)
class NamedPerson:
    """Whom the plan names, as copied into it."""

    name: str
    kana: str
    relationship: str


@dataclass(frozen=True, kw_only=True)
class PlanPage:
    plan: Plan
    decision: Decision
    case: Case | None
    persons: tuple[NamedPerson, ...]
    others: tuple[str, ...]
    goals: tuple[PlanGoal, ...]
    roles: tuple[RoleLine, ...]
    lead: str
    decided_by: str
    evaluation: PlanEvaluation | None
    consent_ended: bool
    review_overdue: bool
    keeps: bool
    acts: tuple[Transition, ...]
    lacking: tuple[tuple[str, str], ...]
    """Verbs of the keeper that wait for something to be written, each with what is missing."""
    uncovered: tuple[str, ...]
    """Of a plan not yet decided: whom it would tell without everybody's agreement."""
    before: Plan | None
    """The edition before, where the viewer may read that too."""
    following: Plan | None
    """The next edition, begun after 再プラン."""
    notes: tuple[ToldNote, ...]

    @property
    def called(self) -> str:
        return called_together([one.name for one in self.persons]) or "（対象の人は未定）"

    @property
    def changes(self) -> list[str]:
        """見られた変化 of its evaluation, in words."""
        return [Change(one).label for one in self.evaluation.changes] if self.evaluation else []

    @property
    def is_running(self) -> bool:
        return self.plan.state in RUNNING

    @property
    def unsettled(self) -> tuple[RoleLine, ...]:
        return tuple(line for line in self.roles if line.tone == "alarm")


def show_plan(viewer: Viewer, plan_id: UUID) -> PlanPage:
    """Raises DoesNotExist for whoever neither keeps it nor carries a part of it."""
    plan = Plan.objects.select_related("evaluation").get(pk=plan_id)
    decision = note_plan(rights_of(viewer, [plan.circle_id]), plan)
    roles = roles_of(plan)
    names = holders_of(roles, plan)
    return PlanPage(
        plan=plan,
        decision=decision,
        case=Case.objects.filter(pk=plan.case_id).first(),
        persons=persons_named(plan),
        others=_others(plan),
        goals=tuple(plan.goals.all()),
        roles=role_lines(viewer, roles, names),
        lead=names.of(plan.lead_window_id),
        decided_by=names.of(plan.decided_by_id),
        evaluation=getattr(plan, "evaluation", None),
        consent_ended=plan.state in RUNNING and bool(without_consent([plan.pk])),
        review_overdue=_review_overdue(plan, viewer),
        keeps=keeps_plan(viewer, plan),
        acts=tuple(PLAN.open_to(record=plan, viewer=viewer)),
        lacking=_lacking(plan, viewer),
        uncovered=_uncovered(plan, roles, viewer),
        before=Plan.objects.filter(pk__in=[plan.replaces_id] if plan.replaces_id else []).first(),
        following=_following(plan),
        notes=notes_told(viewer, roles, plan.lead_window_id),
    )


def _following(plan: Plan) -> Plan | None:
    evaluation = getattr(plan, "evaluation", None)
    if evaluation is None or evaluation.verdict != Verdict.REPLAN:
        return None
    return Plan.objects.filter(replaces=plan).first()


def _lacking(plan: Plan, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Asked where the next step is expected: that a plan in force is not evaluated is no lack."""
    if plan.state not in (PlanState.DRAFT, PlanState.UNDER_REVIEW) or not keeps_plan(viewer, plan):
        return ()
    return tuple(PLAN.lacking(record=plan, viewer=viewer))


def _uncovered(plan: Plan, roles: list[RoleAssignment], viewer: Viewer) -> tuple[str, ...]:
    """Said while it is written, so that nobody hears of it after the conference; to the keeper."""
    undecided = plan.state in (PlanState.DRAFT, PlanState.PROPOSED)
    if not (undecided and plan.persons and keeps_plan(viewer, plan)):
        return ()
    return tuple(receiver.name for receiver in without_agreement(plan, roles, viewer.at))


def note_plan(rights: Rights, plan: Plan) -> Decision:
    """May it be read, and if so: one line per person it names. Raises DoesNotExist."""
    decision = rights.decide(Information.of(plan, FieldClass.PLAN, bound_to=plan.pk))
    if not decision.allowed:
        raise Plan.DoesNotExist
    for person_id in _person_ids(plan) or NO_PERSON_YET:
        note_shown(decision, circle_id=plan.circle_id, person_id=person_id, classes=FieldClass.PLAN)
    return decision


def goals_shown(rights: Rights, case: Case) -> list[PlanGoal]:
    """The goals of the running plan as choices beside an entry, noted as a look at the plan."""
    goals = goals_to_point_at(case)
    if goals:
        note_plan(rights, goals[0].plan)
    return goals


def _person_ids(plan: Plan) -> list[UUID]:
    return [UUID(str(named["id"])) for named in plan.persons]


def persons_named(plan: Plan) -> tuple[NamedPerson, ...]:
    return tuple(
        NamedPerson(
            name=named["name"],
            kana=named["kana"],
            relationship=_relationship(named["relationship"]),
        )
        for named in plan.persons
    )


def _relationship(value: str) -> str:
    return str(Relationship(value).label) if value in Relationship.values else ""


def _others(plan: Plan) -> tuple[str, ...]:
    """The rest of the household as a mere 続柄, for whoever stands in its circle."""
    named = [str(pk) for pk in _person_ids(plan)]
    rows = Membership.objects.filter(circle_id=plan.circle_id).exclude(person_id__in=named)
    return tuple(_relationship(row.relationship) for row in rows.order_by("recorded_at"))


def _review_overdue(plan: Plan, viewer: Viewer) -> bool:
    due = plan.next_review_on
    return plan.state == PlanState.IN_FORCE and due is not None and due < clock.today(viewer.at)


def reviews_due(viewer: Viewer) -> QuerySet[Plan]:
    """Plans that the viewer's windows keep: under review, or their review is near or past."""
    if not keeps_plans(viewer, None):
        return Plan.objects.none()
    today = clock.today(viewer.at)
    near = today + timedelta(days=setting_number(REVIEW_DAYS, today))
    return Plan.objects.filter(owner_window_id__in=viewer.window_ids).filter(
        Q(state=PlanState.UNDER_REVIEW) | Q(state=PlanState.IN_FORCE, next_review_on__lte=near)
    )


def names_for(writings: Iterable[Writing], persons: dict[str, str]) -> Names:
    """Windows, agencies and carriers of some editions, for parts beside each other."""
    listed = list(writings)
    roles = [role for writing in listed for role in writing.roles]
    holders = names_of_holders(
        windows=[
            *(writing.facts.lead_window_id for writing in listed),
            *(role.window_id for role in roles),
        ],
        codes=[role.agency_code for role in roles],
        appointments=[role.appointment_id for role in roles],
    )
    return Names(holders=holders, persons=persons)


def copied_names(*plans: Plan) -> dict[str, str]:
    """Persons as these editions name them."""
    return {named["id"]: named["name"] for plan in plans for named in plan.persons}


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One part of two editions beside each other."""

    label: str
    before: str
    after: str

    @property
    def has_changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, kw_only=True)
class Comparison:
    before: Plan
    after: Plan
    rows: tuple[Compared, ...]

    @property
    def changed(self) -> int:
        return sum(row.has_changed for row in self.rows)


def compare_editions(viewer: Viewer, plan_id: UUID) -> Comparison:
    """This edition and the one before. Raises DoesNotExist where either may not be read."""
    after = Plan.objects.get(pk=plan_id)
    before = Plan.objects.get(replaced_by=after)
    rights = rights_of(viewer, [after.circle_id])
    for plan in (before, after):
        note_plan(rights, plan)
    writings = [writing_of(before), writing_of(after)]
    names = names_for(writings, copied_names(before, after))
    earlier, later = (parts(writing, names) for writing in writings)
    return Comparison(before=before, after=after, rows=beside(earlier, later))


def beside(earlier: list[Part], later: list[Part]) -> tuple[Compared, ...]:
    """Parts that have anything in either text."""
    return tuple(
        Compared(label=one.label, before=one.text, after=other.text)
        for one, other in zip(earlier, later, strict=True)
        if one.text or other.text
    )


@dataclass(frozen=True, kw_only=True)
class RolePage:
    """What is asked of a holder, with the plan as far as it may be read."""

    line: RoleLine
    plan: PlanPage | None
    asked_by: Window
    household: str
    """Whose role it is; empty for whoever may not know it, who then asks `asked_by`."""
    notes: tuple[ToldNote, ...]
    may_write: bool
    """役割の経過, by whoever carries the role."""


def show_role(viewer: Viewer, role_id: UUID) -> RolePage:
    """Raises DoesNotExist for whoever neither keeps nor carries it."""
    role = RoleAssignment.objects.get(pk=role_id)
    bound_to = role.plan_id or role.pk
    rights = rights_of(viewer, [role.circle_id])
    if not shown(rights, Information.of(role, FieldClass.PLAN, bound_to=bound_to)).allowed:
        raise RoleAssignment.DoesNotExist
    (line,) = role_lines(viewer, [role], holders_of([role]))
    plan = show_plan(viewer, role.plan_id) if role.plan_id else None
    notes = plan.notes if plan else notes_told(viewer, [role], None)
    return RolePage(
        line=line,
        plan=plan,
        notes=tuple(one for one in notes if one.note.role_id == role.pk),
        may_write=may_write_note(viewer, role) and role.state == RoleState.ACCEPTED,
        asked_by=Window.objects.get(pk=role.owner_window_id),
        household=plan.called if plan else _household_of(viewer, role),
    )


def _household_of(viewer: Viewer, role: RoleAssignment) -> str:
    """The grant of a role agreed in a 支援会議 opens the role and no name: who was named lies in
    the item, which closes. Whoever has a basis of their own in the circle is told."""
    return naming(viewer, [role.circle_id]).name(role.circle_id, otherwise="")


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One edition in the list of a case."""

    plan: Plan
    lead: str
    unsettled: int


@dataclass(frozen=True, kw_only=True)
class CasePlans:
    """The tab プラン of a case: what of its plans this viewer may read."""

    editions: tuple[Edition, ...]
    running: PlanPage | None
    may_draft: bool


def plans_of_case(viewer: Viewer, case: Case) -> CasePlans:
    rights = rights_of(viewer, [case.circle_id])
    plans = list(Plan.objects.filter(case=case).order_by("-edition"))
    readable = [plan for plan in plans if _is_readable(rights, plan)]
    running = next((plan for plan in readable if plan.state in RUNNING), None)
    page = show_plan(viewer, running.pk) if running else None
    for plan in readable:
        note_plan(rights, plan)
    names = names_of_holders(windows=[plan.lead_window_id for plan in readable])
    return CasePlans(
        editions=tuple(_edition(plan, names, page) for plan in readable),
        running=page,
        may_draft=_may_draft(viewer, rights, case, readable),
    )


def _is_readable(rights: Rights, plan: Plan) -> bool:
    return rights.decide(Information.of(plan, FieldClass.PLAN, bound_to=plan.pk)).allowed


def _edition(plan: Plan, names: dict[object, str], running: PlanPage | None) -> Edition:
    is_running = running is not None and running.plan.pk == plan.pk
    return Edition(
        plan=plan,
        lead=names.get(plan.lead_window_id, ""),
        unsettled=len(running.unsettled) if running and is_running else 0,
    )


def _may_draft(viewer: Viewer, rights: Rights, case: Case, plans: list[Plan]) -> bool:
    begun = any(plan.state in (PlanState.DRAFT, PlanState.PROPOSED) for plan in plans)
    on_duty = rights.on_duty_in(case.circle_id)
    return keeps_plans(viewer, case) and on_duty and not begun
