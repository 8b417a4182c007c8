"""What the first edition of a plan begins with, so that nothing is typed twice: the words of the
アセスメント, the window that leads, and the roles that a 支援会議 has agreed.

A role that moves into a plan is a new one (docs/decisions/0019): once the plan is decided it is
asked for there, and the one of the item ends.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from ikue.casework.domain.plan_facts import PlanFacts, Writing, role_facts
from ikue.casework.domain.roles import end_role
from ikue.casework.domain.understanding import understanding_of
from ikue.casework.enums import RoleState
from ikue.casework.models import Case, Plan, RoleAssignment
from ikue.directory.models import Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock


def first_writing(case: Case, by: Viewer, at: datetime) -> Writing:
    """A draft like any other: whoever writes it takes out what no holder should read."""
    found = understanding_of(by, case.circle_id)
    facts = PlanFacts(lead_window_id=_lead(case, at), **(vars(found) if found else {}))
    agreed = _agreed(case.pk, by.window_id)
    return Writing(facts=facts, roles=tuple(replace(role_facts(role), id=None) for role in agreed))


def _lead(case: Case, at: datetime) -> UUID | None:
    """The window that leads now, where it may be named to all holders."""
    rows = Window.objects.in_force(clock.today(at)).filter(hidden_involvement=False)
    return rows.filter(pk=case.lead_window_id).values_list("pk", flat=True).first()


def _agreed(case_id: UUID, window_id: UUID) -> list[RoleAssignment]:
    """Of agenda items of this window, and still carried."""
    rows = RoleAssignment.objects.filter(
        case_id=case_id, plan=None, owner_window_id=window_id, state=RoleState.ACCEPTED
    )
    return list(rows.order_by("recorded_at", "id"))


def end_agreed(plan: Plan, roles: list[RoleAssignment], by: Viewer, at: datetime) -> None:
    """Of an item, what the plan asks the same holder for now."""
    asked = {(role.window_id, role.agency_code, role.what) for role in roles}
    for role in _agreed(plan.case_id, plan.owner_window_id):
        if (role.window_id, role.agency_code, role.what) in asked:
            end_role(role=role, by=by, at=at)
