"""Who could write an appointment or a cover could read by it: the keeper does, and asks who."""

import os
import subprocess
import sys
import uuid
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg import connect
from psycopg.errors import InsufficientPrivilege

from ikue.directory.domain.appointments import (
    AppointmentRefused,
    SecrecyToCome,
    acknowledge_secrecy,
    appoint,
    cover,
    end_appointment,
)
from ikue.directory.enums import Role
from ikue.directory.models import Appointment, Cover
from ikue.kernel import clock, context_key
from ikue.local import postgres
from tests import database
from tests.audit.scratch import scratch
from tests.cast import ROLES, assemble

pytestmark = pytest.mark.django_db
NO = "no authority over appointments"


@pytest.fixture
def cast():
    return assemble()


def new(cast, *, whom="women", at="desk", role=Role.COUNSELLOR, ago=timedelta(), by=None):
    """Without `by` only the keeper is asked."""
    return appoint(
        account=cast.appointment(whom).account, window=cast.appointment(at).window,
        role=role, starts_at=cast.at - ago, by=cast[by] if by else None,
    )  # fmt: skip


def given(cast, by, **office) -> bool:
    """Whether both give it, the verb and the keeper; they never differ."""
    by_the_verb = lets(AppointmentRefused, "", cast, by=by, **office)
    assert by_the_verb is lets(DatabaseError, NO, cast, **office)
    return by_the_verb


def lets(refusal, said, cast, **office) -> bool:
    try:
        with transaction.atomic():
            new(cast, **office)
            transaction.set_rollback(True)
    except refusal as no:
        if said not in str(no):
            raise
        return False
    return True


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
    with cast.acting(name):
        assert not given(cast, name, whom=name, role=Role.CHIEF)


OF_A_MANAGER = {
    Role.COUNSELLOR, Role.CHIEF, Role.COORDINATOR, Role.OUTREACH_WORKER, Role.PARTICIPATION_WORKER,
    Role.COMMUNITY_SOCIAL_WORKER, Role.CONFERENCE_MEMBER,
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "at", "offices"),
    [
        ("manager", "desk", OF_A_MANAGER),
        ("manager", "elderly", set()),
        ("administrator", "desk", set(Role)),
        ("chief", "desk", set()),
    ],
)
def test_a_manager_gives_no_office_beyond_the_own_windows_work(cast, name, at, offices):
    """Or an accomplice, made system administrator, would appoint the manager anywhere."""
    with cast.acting(name):
        assert {role for role in Role if given(cast, name, at=at, role=role)} == offices


@pytest.mark.parametrize("name", ["manager", "administrator"])
def test_nobody_appoints_for_days_that_have_passed(cast, name):
    with cast.acting(name):
        assert not given(cast, name, ago=timedelta(microseconds=1))
        assert given(cast, name)
        assert given(cast, name, ago=-timedelta(days=30))


@pytest.mark.parametrize(
    ("by", "office", "sentence"),
    [
        ("manager", {"whom": "manager"}, "自分を発令することはできません"),
        ("manager", {"at": "elderly"}, "自分の窓口の所管課長とシステム管理者だけ"),
        ("chief", {}, "自分の窓口の所管課長とシステム管理者だけ"),
        ("manager", {"role": Role.AUDITOR}, "この役割は、課長には発令できません"),
        ("administrator", {"ago": timedelta(days=400)}, "発令日時が過ぎています"),
    ],
)
def test_it_is_said_why(cast, by, office, sentence):
    with cast.acting(by), pytest.raises(AppointmentRefused, match=sentence):
        new(cast, by=by, **office)


@pytest.mark.parametrize("name", ["administrator", None])
def test_there_is_no_other_role(cast, name):
    """Also while the ward's staff is loaded."""
    who = cast.acting(name) if name else nullcontext()
    with who, pytest.raises(DatabaseError, match=NO), transaction.atomic():
        new(cast, role="nonsense")


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


def ends(cast, whom, ago=timedelta()) -> bool:
    """Whether the keeper ends this appointment; nothing of it stays."""
    return keeps("end_appointment", cast.appointment(whom).pk, cast.at - ago)


def keeps(function, *values) -> bool:
    places = ", ".join(["%s"] * len(values))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT wall.{function}({places})", values)
            transaction.set_rollback(True)
            return True
    except DatabaseError as refusal:
        if NO not in str(refusal):
            raise
        return False


@pytest.mark.parametrize("name", ["manager", "administrator"])
def test_nobody_ends_an_office_for_days_that_have_passed(cast, name):
    """Or what was done in it would have been done by nobody."""
    with cast.acting(name):
        assert not ends(cast, "desk", ago=timedelta(microseconds=1))
        assert ends(cast, "desk")
        assert ends(cast, "desk", ago=-timedelta(days=30))


def test_a_manager_ends_what_a_manager_gives_and_their_own_office(cast):
    second = new(cast, at="desk", role=Role.SECTION_MANAGER)
    auditor = new(cast, at="desk", role=Role.AUDITOR)
    with cast.acting("manager"):
        for other in (second, auditor):
            assert not keeps("end_appointment", other.pk, cast.at + timedelta(days=1))
        assert ends(cast, "manager")
    with cast.acting("administrator"):
        assert keeps("end_appointment", second.pk, cast.at + timedelta(days=1))


def test_a_cover_ends_from_now_on(cast):
    day = clock.today(cast.at)
    with cast.acting("chief"):
        made = cover(
            absent=cast.appointment("desk"), deputy=cast.appointment("desk_colleague"),
            from_on=day, to_on=day,
        )  # fmt: skip
        assert not keeps("end_cover", made.pk, cast.at - timedelta(microseconds=1))
        assert keeps("end_cover", made.pk, cast.at)


@pytest.mark.parametrize("model", [Appointment, Cover])
def test_the_application_itself_writes_neither(cast, model):
    table = model._meta.db_table
    with cast.acting("manager"), connection.cursor() as cursor:
        for statement in (f"INSERT INTO {table} (id) VALUES (%s)", f"DELETE FROM {table}",
                          f"UPDATE {table} SET id = %s"):  # fmt: skip
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(statement, [uuid.uuid4()] if "%s" in statement else [])


def notes(cast, whom, days=0) -> bool:
    """Whether the keeper writes down that `whom` heard of the duty so many days from today."""
    on = clock.today(cast.at) + timedelta(days=days)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT wall.acknowledge_secrecy(%s, %s)", [cast.appointment(whom).pk, on]
            )
            return cursor.fetchone()[0]
    except DatabaseError as refusal:
        if NO not in str(refusal):
            raise
        return False


def test_the_first_day_of_secrecy_stands(cast):
    with cast.acting("elderly"):
        held, today = cast.appointment("elderly"), clock.today(cast.at)
        acknowledge_secrecy(appointment=held, on=today, at=cast.at)
        assert not notes(cast, "elderly", days=-1)
        assert Appointment.objects.get(pk=held.pk).secrecy_acknowledged_on == today


@pytest.mark.parametrize("name", [one for one in ROLES if one != "member"])
def test_nobody_notes_the_secrecy_of_others(cast, name):
    with cast.acting(name):
        assert not notes(cast, "member")


def test_a_deputy_does_not_hear_it_for_the_absent(cast):
    day = clock.today(cast.at)
    with cast.acting("manager"):
        cover(
            absent=cast.appointment("desk"), deputy=cast.appointment("desk_colleague"),
            from_on=day, to_on=day,
        )  # fmt: skip
    with cast.acting("desk_colleague"):
        assert not notes(cast, "desk")


def test_secrecy_is_heard_between_the_appointment_and_today(cast):
    today = clock.today(cast.at)
    began = (clock.today(cast.appointment("member").starts_at) - today).days
    with cast.acting("member"):
        assert not notes(cast, "member", days=1)
        assert not notes(cast, "member", days=began - 1)
        tomorrow = today + timedelta(days=1)
        with pytest.raises(SecrecyToCome, match="今日より後です"):
            acknowledge_secrecy(appointment=cast.appointment("member"), on=tomorrow, at=cast.at)
        assert notes(cast, "member", days=began)


HIRED = """SELECT wall.appoint(gen_random_uuid(), account_id, window_id, 'coordinator', now(), NULL,
    true, NULL, '', NULL) FROM directory_appointment WHERE role = 'outsider'"""


@pytest.fixture(scope="module")
def copy(django_db_setup):
    with scratch("loading") as made:
        yield made


def loads(copy) -> bool:
    """Whether somebody without a context appoints."""
    with connect(postgres.url(database.where(), "ikue_app", copy)) as application:
        try:
            application.execute(HIRED)
        except InsufficientPrivilege:
            return False
        finally:
            application.rollback()
    return True


@pytest.mark.slow
def test_staff_is_loaded_while_the_clock_is_open_and_under_no_other_tolerance(copy):
    assert loads(copy)
    with database.superuser(copy) as server:
        for seconds in (5, 6, 86_400):
            server.execute("UPDATE wall.secret SET tolerance = %s", [seconds])
            assert not loads(copy)


@pytest.mark.slow
def test_preparing_once_more_closes_the_clock(copy):
    with database.superuser(copy) as server:
        server.execute("UPDATE wall.secret SET tolerance = %s", [context_key.ALWAYS])
    assert loads(copy)
    owner = {"IKUE_OWNER_URL": postgres.url(database.where(), "ikue_owner", copy)}
    prepare = [sys.executable, "-m", "ikue.local.cli", "prepare"]
    subprocess.run(prepare, env=os.environ | owner, capture_output=True, check=True)
    assert not loads(copy)
