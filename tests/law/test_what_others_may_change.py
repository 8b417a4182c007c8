"""What somebody of another window may change in a row, column by column, written by hand.

`test_what_stays` tries where a row lies; this tries what it says. Whoever answers, carries or hears
something writes their own answer into another window's row, and nothing else of it: neither what
was asked nor what was said before. A refusal by a constraint counts as let through by the wall.
"""

import uuid
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from ikue.casework.domain.referrals import hold_referral, recall_referral
from ikue.casework.models import Referral
from ikue.kernel.wall import walls
from tests.cast import ROLES, assemble
from tests.factories.referrals import sent_8050
from tests.law.test_never_reads import on_its_way
from tests.law.test_what_stays import OTHERWISE, types_of
from tests.sharing.raw import REFUSED, attempt

MAY = {
    # Whoever leads keeps the case, also where another window opened it.
    "casework_case": {
        "state", "lead_window_id", "responsible_id", "next_on", "suspended_reason",
        "completed_reason", "completed_at", "lead_afterwards", "follow_up_on", "follow_up_done_at",
        "version",
    },
    # The receiver answers.
    "casework_referral": {
        "state", "answered_at", "answered_by", "named_id", "first_contact_on", "hold_until",
        "reason", "proposed_window_id", "proposed_note", "arrived_at", "arrived_how", "done_at",
        "receiving_circle_id", "version",
    },
    # Whoever carries it answers.
    "casework_roleassignment": {
        "state", "appointment_id", "answered_at", "answered_by", "accepted_how", "declined_reason",
        "ended_at", "version",
    },
    # A withdrawal holds wherever it is said.
    "sharing_consent": {"state", "withdrawn_at"},
    # Whoever was asked gives the advice.
    "consultation_advice": {"answer", "answered_at", "answered_by_id"},
}  # fmt: skip
"""Closed list. Of every other table nobody changes anything in another window's row."""
OTHER = OTHERWISE | {
    "jsonb": "'[\"x\"]'::jsonb",
    "boolean": 'NOT coalesce("{0}", false)',
    "date": 'coalesce("{0}", current_date) + 1',
    "integer": 'coalesce("{0}", 0) + 1',
    "timestamp with time zone": "coalesce(\"{0}\", now()) + interval '1 day'",
}
WITH_IT = {"sharing_consent": ", state = 'withdrawn'"}
"""What must be said in the same breath, since another window may say nothing else."""


def test_what_is_declared_is_what_stands_here():
    declared = {
        table.name: set(table.theirs) for wall in walls() for table in wall.tables if table.theirs
    }
    assert declared == MAY


def let_through(statement, row) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [row])
            transaction.set_rollback(True)
            return cursor.rowcount == 1
    except IntegrityError:
        return True
    except DatabaseError:
        return False


def changed_by_others(by, table, columns: dict[str, str]) -> set[str]:
    """The columns that this member changes in rows of other windows."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT id FROM "{table}" WHERE owner_window_id <> %s', [by.window_id])
        rows = [row for (row,) in cursor.fetchall()]
    changed = set()
    for column, kind in columns.items():
        update = (
            f'UPDATE "{table}" SET "{column}" = {OTHER[kind].format(column)}'
            f"{WITH_IT.get(table, '')} WHERE id = %s"
        )
        if any(let_through(update, row) for row in rows):
            changed.add(column)
    return changed


@pytest.mark.slow
@pytest.mark.django_db
def test_of_another_windows_row_nobody_changes_more_than_their_own_answer():
    cast = on_its_way()
    found: dict[str, set[str]] = {}
    for table in [one for wall in walls() for one in wall.tables if one.change]:
        types = types_of(table.name)
        if "owner_window_id" not in types:
            continue
        # The states have tests of their own.
        tried = {c: t for c, t in types.items() if c not in {"id", "state", *table.fixed}}
        for name in ROLES:
            with cast.acting(name) as by:
                found.setdefault(table.name, set()).update(changed_by_others(by, table.name, tried))
    assert {name: more for name in found if (more := found[name] - MAY.get(name, set()))} == {}
    # That answers are given at all, or the refusals above would prove nothing.
    assert {name for name in found if found[name]} == set(MAY) - {"casework_case"}


ACCEPT = "UPDATE casework_referral SET state = 'accepted', named_id = %s, first_contact_on = %s"


@pytest.mark.django_db
class TestAReferralsAnswer:
    """A window with accounts answers for itself."""

    @pytest.fixture
    def cast(self):
        return assemble()

    def test_is_not_given_by_its_sender(self, cast):
        sent_8050(cast)
        with cast.acting("desk"):
            assert attempt(ACCEPT, [uuid.uuid4(), date(2026, 12, 1)]) == REFUSED
        with cast.acting("elderly") as by:
            assert attempt(ACCEPT, [by.appointment_id, date(2026, 12, 1)]) == 1

    def test_is_not_taken_back_by_its_sender(self, cast):
        sent_8050(cast)
        with cast.acting("elderly") as by:
            assert attempt(ACCEPT, [by.appointment_id, date(2026, 12, 1)]) == 1
        with cast.acting("desk"):
            assert attempt("UPDATE casework_referral SET state = 'recalled'", []) == REFUSED

    def test_is_not_rewritten_with_the_recall(self, cast):
        sent_8050(cast)
        with cast.acting("desk"):
            rewritten = "UPDATE casework_referral SET state = 'recalled', answered_by = '大山'"
            assert attempt(rewritten, []) == REFUSED

    def test_leaves_a_referral_on_hold_to_be_recalled(self, cast):
        sent = sent_8050(cast)
        with cast.acting("elderly") as by:
            held = Referral.objects.get(pk=sent.pk)
            hold_referral(referral=held, reason="満員", until=date(2026, 11, 26), by=by, at=by.at)
        with cast.acting("desk") as by:
            recalled = Referral.objects.get(pk=sent.pk)
            recall_referral(referral=recalled, reason="別の窓口へ", by=by, at=by.at)
            assert Referral.objects.get().state == "recalled"
