"""引き受けた役割: what I, or my window, took on and goes on doing for a household."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ikue.casework.models import RoleAssignment
from ikue.desk.domain.owed import carried_roles
from ikue.directory.viewers import Viewer
from ikue.sharing.domain.naming import Lying, Naming, naming
from ikue.sharing.enums import FieldClass

UNTOLD = "（内容は開いてから）"


@dataclass(frozen=True, kw_only=True)
class NamedRole:
    """One role in a list: `what` was typed, and is shown as far as the plan may be read."""

    role_id: UUID
    household: str
    what: str
    asker: str
    asker_phone: str
    """Whom to ask whose role it is, where `household` may not be known by name."""
    frequency: str
    limit_on: date | None


def my_named_roles(viewer: Viewer) -> tuple[NamedRole, ...]:
    """The nearest limit first; whatever is shown of a household is noted."""
    roles = list(carried_roles(viewer))
    if not roles:
        return ()
    names = naming(viewer, {role.circle_id for role in roles})
    return tuple(_named(role, names) for role in roles)


def _named(role: RoleAssignment, names: Naming) -> NamedRole:
    lying = Lying(circle_id=role.circle_id, owner_window_id=role.owner_window_id)
    what = names.text(
        lying, role.what, field_class=FieldClass.PLAN, bound_to=role.plan_id or role.pk
    )
    return NamedRole(
        role_id=role.pk, household=names.name(role.circle_id, otherwise=""), what=what or UNTOLD,
        asker=vars(role)["asker"], asker_phone=vars(role)["asker_phone"],
        frequency=role.frequency if what else "", limit_on=role.limit_on,
    )  # fmt: skip
