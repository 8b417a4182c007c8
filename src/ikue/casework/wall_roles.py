"""Who carries a role, and who is told what was done in it."""

from ikue.casework.enums import RoleState
from ikue.kernel.wall import any_of

# Once asked, until it ends: a draft is known to nobody but the window that writes it, and what a
# role opened closes with it.
HOLDS_ROLE = (
    f"state NOT IN ('{RoleState.DRAFTED.value}', '{RoleState.ENDED.value}')"
    f" AND (coalesce({any_of('window_id', 'own_windows()')}, false)"
    f" OR coalesce({any_of('appointment_id', 'acting_appointments()')}, false))"
)
CARRIED_THERE = (
    "(appointment_id IS NULL OR EXISTS (SELECT 1 FROM directory_appointment a"
    " WHERE a.id = appointment_id AND a.window_id = casework_roleassignment.window_id))"
)
"""A role is carried by somebody of the window that holds it, so that naming lets in no stranger."""
OF_ROLE = (
    "EXISTS (SELECT 1 FROM casework_roleassignment r LEFT JOIN casework_plan p ON p.id = r.plan_id"
    " WHERE r.id = role_id AND r.circle_id = casework_rolenote.circle_id AND {who})"
)
CARRIES_IT = (
    f"(coalesce({any_of('r.window_id', 'own_windows()')}, false)"
    f" OR coalesce({any_of('r.appointment_id', 'acting_appointments()')}, false))"
)
TOLD_OF_ROLE = OF_ROLE.format(
    who=f"({CARRIES_IT} OR {any_of('r.owner_window_id', 'own_windows()')}"
    f" OR coalesce({any_of('p.lead_window_id', 'own_windows()')}, false))"
)
"""Whoever carries the role, whoever asked for it, and the lead of its plan, while each reads the
plan; the other holders do not."""
BY_ITS_HOLDER = OF_ROLE.format(
    who=f"{CARRIES_IT} AND r.state = '{RoleState.ACCEPTED.value}'"
    " AND r.window_id = casework_rolenote.owner_window_id"
)
