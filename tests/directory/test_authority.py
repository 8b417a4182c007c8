"""Who could write an appointment or a cover could read by it: the keeper does, and asks who."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from ikue.directory.domain.appointments import acknowledge_secrecy, appoint, cover, end_appointment
from ikue.directory.enums import Role
from ikue.directory.models import Appointment, Cover
from ikue.kernel import clock
from tests.cast import ROLES, assemble

pytestmark = pytest.mark.django_db
NO = "no authority over appointments"


@pytest.fixture
def cast():
    return assemble()


def new(cast, *, whom="women", at="desk"):
    return appoint(
        account=cast.appointment(whom).account, window=cast.appointment(at).window,
        role=Role.COUNSELLOR, starts_at=cast.at, by=None,
    )  # fmt: skip


@pytest.mark.parametrize("name", [one for one in ROLES if one not in ("manager", "administrator")])
def test_nobody_else_appoints_ends_or_covers(cast, name):
    day = clock.today(cast.at)
    with cast.acting(name):
        with pytest.raises(DatabaseError, match=NO), transaction.atomic():
            new(cast)
        with pytest.raises(DatabaseError, match=NO), transaction.atomic():
            end_appointment(appointment=cast.appointment("desk_colleague"), at=cast.at)
        if name != "chief":
            with pytest.raises(DatabaseError, match=NO), transaction.atomic():
                cover(
                    absent=cast.appointment("desk"), deputy=cast.appointment("desk_colleague"),
                    from_on=day, to_on=day,
                )  # fmt: skip


def test_who_may(cast):
    day = clock.today(cast.at)
    with cast.acting("manager") as by:
        made = new(cast)
        assert Appointment.objects.get(pk=made.pk).appointed_by_id == by.account_id
        end_appointment(appointment=made, at=cast.at + timedelta(days=1))
        with pytest.raises(DatabaseError, match=NO), transaction.atomic():
            new(cast, at="elderly")
    with cast.acting("administrator"):
        new(cast, at="elderly")
    with cast.acting("chief"):
        cover(
            absent=cast.appointment("desk"), deputy=cast.appointment("desk_colleague"),
            from_on=day, to_on=day,
        )  # fmt: skip
        with pytest.raises(DatabaseError, match=NO), transaction.atomic():
            cover(
                absent=cast.appointment("elderly"), deputy=cast.appointment("elderly_manager"),
                from_on=day, to_on=day,
            )  # fmt: skip


@pytest.mark.parametrize("name", ["manager", "administrator"])
def test_nobody_appoints_themselves(cast, name):
    with cast.acting(name), pytest.raises(DatabaseError, match=NO), transaction.atomic():
        new(cast, whom=name)


def test_an_end_is_never_put_off(cast):
    with cast.acting("manager"):
        end_appointment(appointment=cast.appointment("desk_colleague"), at=cast.at)
        with connection.cursor() as cursor:
            for moment in (None, cast.at + timedelta(days=1)):
                with pytest.raises(DatabaseError, match=NO), transaction.atomic():
                    cursor.execute(
                        "SELECT wall.end_appointment(%s, %s)",
                        [cast.appointment("desk_colleague").pk, moment],
                    )


@pytest.mark.parametrize("model", [Appointment, Cover])
def test_the_application_itself_writes_neither(cast, model):
    table = model._meta.db_table
    with cast.acting("manager"), connection.cursor() as cursor:
        for statement in (f"INSERT INTO {table} (id) VALUES (%s)", f"DELETE FROM {table}",
                          f"UPDATE {table} SET id = %s"):  # fmt: skip
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(statement, [uuid.uuid4()] if "%s" in statement else [])


def test_the_first_day_of_secrecy_stands(cast):
    with cast.acting("elderly"):
        held = cast.appointment("elderly")
        acknowledge_secrecy(appointment=held, on=clock.today(cast.at))
        assert Appointment.objects.get(pk=held.pk).secrecy_acknowledged_on == clock.today(cast.at)
