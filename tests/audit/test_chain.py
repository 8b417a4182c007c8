"""The chain of the record of looking, attacked as the owner of the tables (security D-5)."""

import io
import json
import uuid

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from psycopg import connect, sql
from psycopg.types.json import Jsonb

from ikue.audit.chain import HEADS, Head, export_head, heads_outside, verify
from ikue.audit.context import Acting, claim
from ikue.kernel.clock import TOKYO
from ikue.local import postgres
from tests import database
from tests.audit.scratch import scratch
from tests.cast import MORNING

pytestmark = [pytest.mark.sampled, pytest.mark.every_server]

EVENTS = 6
PERSON, OTHER = uuid.uuid4(), uuid.uuid4()


def look(application, number: int) -> None:
    """One event as the door writes it."""
    acting = Acting(account_id=uuid.uuid4(), appointment_id=uuid.uuid4(), at=MORNING)
    line = {"circle": str(PERSON), "person": str(PERSON), "classes": number, "basis": "own_duty",
            "grant": None}  # fmt: skip
    event = {
        "at": MORNING.isoformat(), "terminal": "10.0.0.7", "request": str(uuid.uuid4()),
        "screen": "desk:case", "act": "read", "seen": [],
        "lines": [line, {**line, "person": str(OTHER)}],
    }  # fmt: skip
    with application.transaction():
        application.execute("SELECT set_config('ikue.context', %s, true)", [claim(acting)])
        application.execute("SELECT wall.record_look(%s)", [Jsonb(event)])


@pytest.fixture
def copy(django_db_setup):
    """A scratch database with six events, and a connection of its owner's power."""
    with scratch("chain") as name:
        with connect(postgres.url(database.where(), "ikue_app", name)) as application:
            for number in range(1, EVENTS + 1):
                look(application, number)
        yield name


@pytest.fixture
def attacker(copy):
    with database.superuser(copy) as server:
        yield server


def verified(copy, heads=()):
    with connect(postgres.url(database.where(), "ikue_owner", copy), autocommit=True) as owner:
        return verify(owner, heads)


def head_of(attacker) -> Head:
    number, digest = attacker.execute("SELECT number, digest FROM wall.chain").fetchone()
    return Head(number=number, digest=digest)


def test_untouched(copy):
    report = verified(copy)
    assert (report.events, report.lines, report.findings) == (EVENTS, 2 * EVENTS, [])


EDITS = {
    "the body": (("UPDATE audit_readevent SET body = replace(body, 'own_duty', 'consent')"
                  " WHERE number = 3"), "3 番の閲覧記録が書き換えられています"),
    "whose account": (("UPDATE audit_readevent SET account_id = gen_random_uuid()"
                       " WHERE number = 3"), "3 番の閲覧記録の列か明細が、連鎖の内容と合いません"),
    "the moment": ("UPDATE audit_readevent SET at = at - interval '1 day' WHERE number = 3",
                   "3 番の閲覧記録の列か明細が、連鎖の内容と合いません"),
    "the terminal": ("UPDATE audit_readevent SET terminal = '10.0.0.8' WHERE number = 3",
                     "3 番の閲覧記録の列か明細が、連鎖の内容と合いません"),
    "whom": ("UPDATE audit_readline SET person_id = gen_random_uuid() WHERE classes = 3",
             "3 番の閲覧記録の列か明細が、連鎖の内容と合いません"),
    "which classes": ("UPDATE audit_readline SET classes = 1 WHERE classes = 3",
                      "3 番の閲覧記録の列か明細が、連鎖の内容と合いません"),
    "a line less": ("DELETE FROM audit_readline WHERE classes = 3",
                    "3 番の閲覧記録の列か明細が、連鎖の内容と合いません"),
    "the digest": ("UPDATE audit_readevent SET digest = repeat('a', 64) WHERE number = 3",
                   "3 番の閲覧記録が書き換えられています"),
}  # fmt: skip


@pytest.mark.parametrize("what", EDITS)
def test_an_edit(copy, attacker, what):
    statement, finding = EDITS[what]
    assert attacker.execute(statement).rowcount > 0
    assert verified(copy).findings[0] == finding


@pytest.mark.parametrize("number", [1, 3])
def test_a_deletion(copy, attacker, number):
    attacker.execute("DELETE FROM audit_readline WHERE classes = %s", [number])
    assert attacker.execute("DELETE FROM audit_readevent WHERE number = %s", [number]).rowcount
    found = verified(copy).findings
    assert found[0] == f"{number} 番の閲覧記録がありません（次は {number + 1} 番）"


def test_a_swap(copy, attacker):
    attacker.execute("UPDATE audit_readevent SET number = 100 WHERE number = 2")
    attacker.execute("UPDATE audit_readevent SET number = 2 WHERE number = 4")
    attacker.execute("UPDATE audit_readevent SET number = 4 WHERE number = 100")
    assert [line[:2] for line in verified(copy).findings] == ["2 ", "3 ", "4 ", "5 "]


def cut_tail(attacker) -> None:
    """The last two events go and the head is set back: what an owner can do without a trace."""
    attacker.execute("DELETE FROM audit_readline WHERE classes > 4")
    attacker.execute("DELETE FROM audit_readevent WHERE number > 4")
    attacker.execute(
        "UPDATE wall.chain SET number = 4,"
        " digest = (SELECT digest FROM audit_readevent WHERE number = 4)"
    )


def test_a_cut_tail_with_the_head_left(copy, attacker):
    attacker.execute("DELETE FROM audit_readline WHERE classes > 4")
    attacker.execute("DELETE FROM audit_readevent WHERE number > 4")
    assert verified(copy).findings == ["連鎖の先頭（6）が、最後の閲覧記録と合いません"]


def test_a_cut_tail_is_found_by_the_head_outside(copy, attacker):
    outside = head_of(attacker)
    cut_tail(attacker)
    assert verified(copy, (outside,)).findings == ["外に控えた先頭（6）と合いません"]


def test_a_cut_tail_is_not_found_without_it(copy, attacker):
    """Negative control: this is why the head is kept outside."""
    cut_tail(attacker)
    assert verified(copy).findings == []


def test_everything_computed_anew_is_found_by_the_head_outside(copy, attacker):
    outside = head_of(attacker)
    attacker.execute("UPDATE audit_readline SET basis = 'consent'")
    attacker.execute("UPDATE audit_readevent SET body = replace(body, 'own_duty', 'consent')")
    for number in range(1, EVENTS + 1):
        attacker.execute(
            "UPDATE audit_readevent e SET digest = encode(sha256(convert_to(coalesce("
            "(SELECT digest FROM audit_readevent WHERE number = %(before)s), repeat('0', 64))"
            " || e.body, 'UTF8')), 'hex') WHERE number = %(number)s",
            {"before": number - 1, "number": number},
        )
    attacker.execute(
        "UPDATE wall.chain SET digest = (SELECT digest FROM audit_readevent WHERE number = 6)"
    )
    assert verified(copy).findings == []
    assert verified(copy, (outside,)).findings == ["外に控えた先頭（6）と合いません"]


def test_a_head_is_kept_outside_once(copy, tmp_path):
    at = MORNING.astimezone(TOKYO)
    with connect(postgres.url(database.where(), "ikue_owner", copy), autocommit=True) as owner:
        first = export_head(owner, tmp_path, at=at)
        second = export_head(owner, tmp_path, at=at)
    assert first == second
    assert heads_outside(tmp_path) == (first,)
    kept = [json.loads(line) for line in (tmp_path / HEADS).read_text().splitlines()]
    assert [line["number"] for line in kept] == [6]
    assert verified(copy, heads_outside(tmp_path)).findings == []


def test_no_head_outside_yet(tmp_path):
    assert heads_outside(tmp_path) == ()


class TestCommand:
    """`ikue verify-audit` runs as owner; here its connection is pointed at a scratch database."""

    @pytest.fixture
    def as_owner(self, copy, settings, tmp_path, django_db_blocker):
        settings.VAR = tmp_path
        kept = dict(connection.settings_dict)
        with django_db_blocker.unblock():
            connection.close()
            connection.settings_dict.update({"NAME": copy, "USER": "ikue_owner"})
            yield copy
            connection.close()
            connection.settings_dict.clear()
            connection.settings_dict.update(kept)

    def run(self, *options: str) -> str:
        out = io.StringIO()
        call_command("verify_audit", *options, stdout=out)
        return out.getvalue()

    def test_says_how_much_it_examined(self, as_owner):
        assert self.run() == ("閲覧記録 6 件、明細 12 件、外に控えた先頭 0 件を確かめました。\n")

    def test_as_json_with_the_head_exported(self, as_owner, tmp_path):
        figures = {"events": 6, "lines": 12, "heads": 0, "findings": []}
        assert json.loads(self.run("--json", "--export-head")) == figures
        assert json.loads(self.run("--json")) == figures | {"heads": 1}

    def test_fails_on_a_finding(self, as_owner, attacker):
        attacker.execute("DELETE FROM audit_readline WHERE classes = 3")
        with pytest.raises(CommandError) as failure:
            self.run()
        assert str(failure.value) == "閲覧記録に合わないところが 1 か所あります。"

    def test_fails_where_there_is_nothing_to_examine(self, as_owner, attacker):
        attacker.execute(sql.SQL("DELETE FROM audit_readline"))
        attacker.execute("DELETE FROM audit_readevent")
        with pytest.raises(CommandError) as failure:
            self.run()
        assert str(failure.value) == "閲覧記録が一件もありません。確かめたことになりません。"
