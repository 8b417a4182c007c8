"""Who is asking, signed: a claim that does not fit opens nothing, and never says why.

To whom nothing is granted, nothing is there.
"""

import hmac
import time
import uuid
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from psycopg import connect

from ikue.audit.context import Acting, OutsideTransaction, acting_as, claim
from ikue.kernel import context_key
from ikue.local import postgres
from ikue.people.models import Person
from tests import database
from tests.audit.scratch import scratch
from tests.cast import assemble
from tests.factories.receptions import household_8050

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return assemble()


@pytest.fixture
def household(cast):
    with cast.acting("desk") as by:
        return household_8050(by=by, at=cast.at)


def signed(*parts: object, key: bytes | None = None) -> str:
    body = "|".join(str(part) for part in parts)
    mac = hmac.new(key or settings.CONTEXT_KEY, body.encode(), sha256).hexdigest()
    return f"{body}|{mac}"


def persons_under(value: str) -> int:
    """What a raw SELECT shows under that claim; an error would fail the test."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ikue.context', %s, true)", [value])
        cursor.execute("SELECT count(*) FROM people_person")
        return cursor.fetchone()[0]


def parts_of(cast, name="desk", **changes):
    viewer = cast[name]
    values = {
        "account": viewer.account_id, "appointment": viewer.appointment_id,
        "at": viewer.at.isoformat(), "expires": int(time.time()) + 60,
    } | changes  # fmt: skip
    return tuple(values.values())


class TestForged:
    def test_the_true_claim_reads(self, cast, household):
        """Without this every zero below would prove nothing."""
        assert persons_under(signed(*parts_of(cast))) == 2

    def test_another_key(self, cast, household):
        assert persons_under(signed(*parts_of(cast), key=b"x" * 32)) == 0

    @pytest.mark.parametrize("position", range(5))
    def test_one_part_altered_after_signing(self, cast, household, position):
        parts = signed(*parts_of(cast, "elderly")).split("|")
        parts[position] = signed(*parts_of(cast, expires=int(time.time()) + 61)).split("|")[
            position
        ]
        if position == 2:
            parts[2] = (cast.at + timedelta(days=1)).isoformat()
        assert persons_under("|".join(parts)) == 0

    def test_expired(self, cast, household):
        assert persons_under(signed(*parts_of(cast, expires=int(time.time()) - 1))) == 0

    @pytest.mark.parametrize(
        "garbage",
        ["", "|", "||||", "a|b|c|d|e", "' OR 1=1 --", "x" * 10_000, "髙橋", "|".join("abcdef"),
         "00000000-0000-0000-0000-000000000000|||0|"],
    )  # fmt: skip
    def test_garbage(self, household, garbage):
        assert persons_under(garbage) == 0

    def test_four_or_six_signed_parts(self, cast, household):
        parts = parts_of(cast)
        assert persons_under(signed(*parts[:3])) == 0
        assert persons_under(signed(*parts, "more")) == 0

    def test_an_appointment_of_another_account(self, cast, household):
        mixed = parts_of(cast, account=cast["elderly"].account_id)
        assert persons_under(signed(*mixed)) == 0

    def test_no_appointment(self, cast, household):
        assert persons_under(signed(*parts_of(cast, appointment=""))) == 0

    def test_before_the_appointment_began(self, cast, household):
        early = datetime(2026, 3, 31, 14, 59, 59, tzinfo=UTC)
        assert persons_under(signed(*parts_of(cast, at=early.isoformat()))) == 0

    def test_a_stopped_account(self, cast, household):
        account = cast.appointment("desk").account
        account.stopped_at = cast.at
        account.save()
        assert persons_under(signed(*parts_of(cast))) == 0

    def test_never_set(self, household):
        assert Person.objects.count() == 0


class TestScope:
    def test_needs_a_transaction(self, cast, transactional_db):
        with pytest.raises(OutsideTransaction), acting_as(cast["desk"].acting):
            pass

    def test_nested_contexts_restore_the_one_before(self, cast, household):
        with cast.acting("desk"):
            assert Person.objects.count() == 2
            with cast.acting("outsider"):
                assert Person.objects.count() == 0
                with cast.acting("chief"):
                    assert Person.objects.count() == 2
                assert Person.objects.count() == 0
            assert Person.objects.count() == 2
        assert Person.objects.count() == 0

    def test_restored_after_an_error_of_ours(self, cast, household):
        with cast.acting("desk"):
            with pytest.raises(ZeroDivisionError), cast.acting("outsider"):
                _ = 1 / 0
            assert Person.objects.count() == 2

    def test_restored_after_an_error_of_the_database(self, cast, household):
        with cast.acting("desk"):
            with pytest.raises(DatabaseError), cast.acting("outsider"):
                connection.cursor().execute("SELECT 1/0")
            assert Person.objects.count() == 2

    @pytest.mark.parametrize("ends", ["commit", "rollback"])
    def test_nothing_survives_the_transaction(self, cast, transactional_db, ends):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('ikue.context', %s, true)", [claim(cast["desk"].acting)]
                )
            assert _account() == cast["desk"].account_id
            transaction.set_rollback(ends == "rollback")
        assert _account() is None


def _account() -> uuid.UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.account()")
        return cursor.fetchone()[0]


class TestTheApplicationRole:
    @pytest.mark.parametrize(
        "statement",
        [
            "SELECT * FROM wall.secret",
            "SELECT * FROM wall.chain",
            "SELECT * FROM wall.numbers",
            "UPDATE wall.secret SET tolerance = 1000000",
            "SELECT wall.claim(1)",
            "SET ROLE ikue_keeper",
            "SET ROLE ikue_owner",
            "SET SESSION AUTHORIZATION ikue_owner",
            "CREATE TABLE public.mine (a int)",
            "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "CREATE OR REPLACE FUNCTION wall.account() RETURNS uuid LANGUAGE sql AS 'SELECT NULL'",
            "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
            "DROP POLICY people_person_select ON people_person",
            "TRUNCATE people_person",
            "TRUNCATE audit_readevent",
            "UPDATE audit_readevent SET digest = ''",
            "DELETE FROM audit_readline",
            "INSERT INTO audit_seen (id) VALUES (gen_random_uuid())",
            "DELETE FROM audit_change",
            "UPDATE audit_change SET sentence = ''",
            "UPDATE sharing_legalbasis SET class_names = '[]'",
            "UPDATE directory_window SET hidden_involvement = false",
            "COPY people_person TO PROGRAM 'cat'",
            "SELECT pg_read_file('/etc/passwd')",
            "SELECT setval('axes_accesslog_id_seq', 1)",
        ],
    )
    def test_may_not(self, cast, household, statement):
        with cast.acting("desk"), pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)

    def test_a_temporary_table_does_not_stand_in_for_a_real_one(self, cast, household):
        """pg_temp comes last in the path of every guarded function."""
        with cast.acting("outsider"), connection.cursor() as cursor:
            try:
                with transaction.atomic():
                    cursor.execute(
                        "CREATE TEMP TABLE directory_appointment AS"
                        " SELECT * FROM public.directory_appointment"
                    )
                    cursor.execute(
                        "UPDATE directory_appointment SET window_id = %s, role = 'counsellor'",
                        [cast["desk"].window_id],
                    )
            except DatabaseError:
                pass
            cursor.execute("SELECT count(*) FROM people_person")
            assert cursor.fetchone()[0] == 0

    def test_the_claim_never_stands_in_the_servers_activity(self, cast):
        with cast.acting("desk"), connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
            value = claim(cast["desk"].acting)
            cursor.execute("SELECT set_config('ikue.context', %s, true)", [value])
            with database.superuser() as cluster:
                query = cluster.execute(
                    "SELECT query FROM pg_stat_activity WHERE pid = %s", [pid]
                ).fetchone()[0]
        assert "set_config" in query
        assert str(cast["desk"].account_id) not in query
        assert value.rsplit("|", 1)[1] not in query


@pytest.fixture(scope="module")
def closed(django_db_setup):
    with scratch("closed") as copy, database.superuser(copy) as server:
        server.execute("UPDATE wall.secret SET tolerance = 5")
        yield copy


class TestWithTheClockClosed:
    """Operation: `at` lies within the tolerance, or nobody is believed."""

    @pytest.mark.parametrize(
        ("off", "believed"),
        [(0, True), (-2, True), (4, True), (-6, False), (30, False), (-86_400, False)],
    )
    def test_at_lies_within_five_seconds(self, closed, off, believed):
        at = datetime.now(UTC) + timedelta(seconds=off)
        acting = Acting(account_id=uuid.uuid4(), appointment_id=None, at=at)
        assert believed_account(closed, claim(acting)) == (acting.account_id if believed else None)

    def test_without_a_key_nobody_is_believed(self, django_db_setup):
        """A database whose key was never installed, or was lost, believes no claim at all."""
        acting = Acting(account_id=uuid.uuid4(), appointment_id=None, at=datetime.now(UTC))
        with scratch("keyless") as copy, database.superuser(copy) as server:
            assert believed_account(copy, claim(acting)) == acting.account_id
            server.execute("DELETE FROM wall.secret")
            assert believed_account(copy, claim(acting)) is None
            assert believed_account(copy, signed(acting.account_id, "", "", 9**10)) is None


def believed_account(copy: str, value: str) -> uuid.UUID | None:
    with connect(postgres.url(database.where(), "ikue_app", copy)) as application:
        application.execute("SELECT set_config('ikue.context', %s, true)", [value])
        return application.execute("SELECT wall.account()").fetchone()[0]


class TestKey:
    @pytest.mark.parametrize("length", [16, 32, 64])
    def test_pads_are_those_of_rfc_2104(self, length):
        key = bytes(range(length))
        inner, outer = context_key.pads(key)
        mac = sha256(outer + sha256(inner + b"body").digest()).hexdigest()
        assert mac == hmac.new(key, b"body", sha256).hexdigest()

    @pytest.mark.parametrize("length", [0, 15, 65])
    def test_too_short_or_too_long(self, length):
        with pytest.raises(ValueError) as refusal:
            context_key.pads(b"x" * length)
        assert str(refusal.value) == f"the context key must have 16 to 64 bytes, not {length}"
