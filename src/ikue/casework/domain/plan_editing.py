"""Editing a draft: one form for the whole edition, and both texts when two people write at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ikue.audit.models import Change
from ikue.audit.perform import record_change
from ikue.casework.domain.plan_facts import GoalFacts, RoleFacts, Writing, roles_of, writing_of
from ikue.casework.domain.plans import PlanNotPossible, add_goal, require_duty, set_facts
from ikue.casework.domain.roles import draft_role, edit_role, remove_role
from ikue.casework.enums import PlanState
from ikue.casework.models import Plan
from ikue.casework.rules import keeps_plan
from ikue.casework.states import PLAN
from ikue.directory.models import Appointment
from ikue.directory.viewers import Viewer
from ikue.kernel.expected import EditedMeanwhile
from ikue.kernel.transitions import NotAllowed


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What stands there now, and who wrote it when."""

    version: int
    writing: Writing
    who: str
    at: datetime


class PlanChanged(EditedMeanwhile):
    """Somebody was faster; `saved` is what stands there. Nothing of either text is lost."""

    def __init__(self, saved: Saved) -> None:
        super().__init__(saved, version=saved.version)
        self.saved = saved


def edit_plan(
    *, plan_id: UUID, writing: Writing, seen_version: int, by: Viewer, at: datetime
) -> Plan:
    """Rewrite a draft as a whole. Raises NotAllowed, PlanChanged, PlanNotPossible, and what is
    wrong with a role."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    if not keeps_plan(by, plan):
        raise NotAllowed("edit_plan")
    if plan.version != seen_version:
        raise PlanChanged(saved_of(plan))
    if plan.state != PlanState.DRAFT:
        raise PlanNotPossible(
            f"このプランは今「{plan.get_state_display()}」です。直せるのは作成中の間だけです。"
        )
    require_duty(plan, by)
    set_facts(plan, writing.facts, at)
    plan.version += 1
    plan.save()
    _rewrite_goals(plan, writing.goals, by)
    _rewrite_roles(plan, writing.roles, by, at)
    record_change(
        noun=PLAN.noun, record=plan, name="edit", source=plan.state, target=plan.state,
        sentence="支援プランの案を書き直した", by=by, at=at,
    )  # fmt: skip
    return plan


def saved_of(plan: Plan) -> Saved:
    last = Change.objects.filter(record_id=plan.pk).order_by("-at", "-recorded_at").first()
    writer = (last.appointment_id if last else None) or plan.written_by_id
    who = Appointment.objects.select_related("account").get(pk=writer)
    return Saved(
        version=plan.version, writing=writing_of(plan), who=f"{who.account.name}さん",
        at=last.at if last else plan.recorded_at,
    )  # fmt: skip


def _rewrite_goals(plan: Plan, goals: tuple[GoalFacts, ...], by: Viewer) -> None:
    """In the order typed; what is no longer there goes."""
    known = {goal.pk: goal for goal in plan.goals.all()}
    kept = {goal.id for goal in goals}
    for pk, goal_before in known.items():
        if pk not in kept:
            goal_before.delete()
    for place, goal in enumerate(goals, 1):
        record = known.get(goal.id) if goal.id else None
        if record is None:
            record = add_goal(plan, goal, by)
        record.order, record.text, record.measure = place, goal.text, goal.measure
        record.save()


def _rewrite_roles(plan: Plan, roles: tuple[RoleFacts, ...], by: Viewer, at: datetime) -> None:
    known = {role.pk: role for role in roles_of(plan)}
    kept = {facts.id for facts in roles}
    for pk, role_before in known.items():
        if pk not in kept:
            remove_role(role=role_before, by=by, at=at)
    for facts in roles:
        record = known.get(facts.id) if facts.id else None
        if record is None:
            draft_role(case=plan.case, plan=plan, facts=facts, by=by, at=at)
        else:
            edit_role(role=record, facts=facts, by=by, at=at)
