"""The role table: who holds each role, who carries it now, and how its answer is said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, UUIDField, Value

from ikue.casework.domain.clocks import is_unsettled, role_answer_days, role_limit
from ikue.casework.domain.plan_facts import Names
from ikue.casework.domain.responsibility import Responsible, responsibles_now
from ikue.casework.enums import RoleState
from ikue.casework.models import Plan, RoleAssignment
from ikue.casework.rules import holds_role, keeps_role
from ikue.casework.states import ROLE
from ikue.directory.models import Agency, Appointment, Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import Transition


@dataclass(frozen=True, kw_only=True)
class RoleLine:
    """One row of the role table, with the mark of its answer: a word and a drawing."""

    role: RoleAssignment
    holder: str
    carrier: str
    mark: str
    tone: str
    icon: str
    due: datetime | None
    is_mine: bool
    is_kept: bool
    acts: tuple[Transition, ...]


def role_lines(viewer: Viewer, roles: list[RoleAssignment], names: Names) -> tuple[RoleLine, ...]:
    days = role_answer_days(clock.today(viewer.at))
    carried = [
        (role.appointment_id, role.window_id)
        for role in roles
        if role.appointment_id is not None and role.window_id is not None
    ]
    now = responsibles_now(carried, at=viewer.at)
    return tuple(_line(viewer, role, names, _carrier(role, now), days) for role in roles)


def _carrier(role: RoleAssignment, now: dict[tuple[UUID, UUID], Responsible]) -> str:
    """Who carries it now: the one named, or the window's manager where that person has left."""
    if role.appointment_id is None or role.window_id is None:
        return role.partner_name
    return now[(role.appointment_id, role.window_id)].name


def _line(viewer: Viewer, role: RoleAssignment, names: Names, carrier: str, days: int) -> RoleLine:
    mark, tone, icon = MARKS[_standing(role, viewer.at, days)]
    is_asked = role.state == RoleState.ASKED
    return RoleLine(
        role=role,
        holder=names.of(role.window_id or role.agency_code),
        carrier=carrier,
        mark=mark,
        tone=tone,
        icon=icon,
        due=role_limit(role.asked_at, days) if is_asked and role.asked_at else None,
        is_mine=role.window_id is not None and holds_role(viewer, role),
        is_kept=keeps_role(viewer, role),
        acts=tuple(ROLE.open_to(record=role, viewer=viewer)),
    )


MARKS = {
    "drafted": ("案", "", "pen"),
    "asked": ("返事待ち", "heed", "clock"),
    "unsettled": ("未了（返事がまだ）", "alarm", "alert"),
    "declined": ("未了（引き受けられない）", "alarm", "reply"),
    "accepted": ("引き受けた", "good", "check"),
    "ended": ("終わった", "", "skip"),
}
"""How the answer to a role is said: (word, tone, drawing)."""


def _standing(role: RoleAssignment, at: datetime, days: int) -> str:
    if role.state == RoleState.ASKED and is_unsettled(role, at, days):
        return "unsettled"
    return role.state


def holders_of(roles: list[RoleAssignment], plan: Plan | None = None) -> Names:
    lead, decider = (plan.lead_window_id, plan.decided_by_id) if plan else (None, None)
    holders = names_of_holders(
        windows=[lead, *(role.window_id for role in roles)],
        codes=[role.agency_code for role in roles],
        appointments=[decider, *(role.appointment_id for role in roles)],
    )
    return Names(holders=holders, persons={})


def names_of_holders(
    *,
    windows: Iterable[UUID | None],
    codes: Iterable[str] = (),
    appointments: Iterable[UUID | None] = (),
) -> dict[object, str]:
    """By window, by code of a partner's agency, by appointment (the person's name); one query."""
    wanted = Window.objects.filter(pk__in={pk for pk in windows if pk})
    partners = Agency.objects.filter(code__in={code for code in codes if code})
    staff = Appointment.objects.filter(pk__in={pk for pk in appointments if pk})
    rows = _keyed(wanted, pk=F("pk"), called=F("name")).union(
        _keyed(partners, pk=NO_KEY, code=F("code"), called=F("name")),
        _keyed(staff, pk=F("pk"), called=F("account__name")),
        all=True,
    )
    return {key or code: name for key, code, name in rows}


NO_KEY, NO_CODE = Value(None, output_field=UUIDField()), Value("")


def _keyed(rows: QuerySet[Any], *, pk: Any, called: Any, code: Any = NO_CODE) -> QuerySet[Any]:
    shaped: QuerySet[Any] = (
        rows.order_by().annotate(key=pk, by_code=code, called=called)
    ).values_list("key", "by_code", "called")
    return shaped
