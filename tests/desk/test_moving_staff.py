"""異動: whom a 所管課長 may take out of their office, said before the keeper refuses."""

import pytest

from ikue.desk.domain.staffing import StaffingNotPossible, move_staff
from ikue.directory.domain.appointments import appoint
from ikue.directory.enums import Role
from tests.cast import assemble

pytestmark = pytest.mark.django_db


def moved(cast, leaving):
    with cast.acting("manager") as by:
        move_staff(
            leaving=leaving, to=cast.appointment("desk_colleague"), books={}, by=by, at=by.at
        )
    leaving.refresh_from_db()
    return leaving.ends_at


@pytest.mark.parametrize("name", ["desk", "manager"])
def test_a_manager_moves_the_windows_staff_and_goes(name):
    cast = assemble()
    assert moved(cast, cast.appointment(name)) == cast.at


@pytest.mark.parametrize("role", [Role.SECTION_MANAGER, Role.AUDITOR])
def test_another_manager_is_moved_by_the_administrator(role):
    cast = assemble()
    held = cast.appointment("manager")
    other = appoint(
        account=cast.appointment("women").account,
        window=held.window, role=role, starts_at=held.starts_at, by=None,
    )  # fmt: skip
    with pytest.raises(StaffingNotPossible, match="システム管理者に頼んでください"):
        moved(cast, other)
    other.refresh_from_db()
    assert other.ends_at is None
