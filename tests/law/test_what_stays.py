"""Where a row lies, whose it is, whom it is about: what no UPDATE may touch, written by hand.

Every column is tried at the database, by somebody who may change the row otherwise. Tables that
the world of these tests leaves empty are listed; for them the trigger itself is read.
"""

import re

import pytest
from django.db import ProgrammingError, connection, transaction

from ikue.kernel.wall import walls
from tests.cast import ROLES
from tests.law.test_never_reads import on_its_way

PLACE = ("circle_id", "owner_window_id")
STAYS = {
    "drafts_draft": ("account_id", "appointment_id"),
    "people_person": (*PLACE, "tally_key"),
    "people_personname": (*PLACE, "person_id"),
    "people_relation": (*PLACE, "person_id", "other_id"),
    "people_contactpoint": (*PLACE, "person_id"),
    "people_lifeevent": (*PLACE, "person_id"),
    "people_support": (*PLACE, "person_id"),
    "people_household": PLACE,
    "people_membership": (*PLACE, "person_id", "household_id"),
    "sharing_exclusion": (*PLACE, "account_id"),
    "sharing_consent": (*PLACE, "person_id"),
    "sharing_consentwords": (*PLACE, "consent_id"),
    "sharing_consentaddition": (*PLACE, "consent_id", "window_id"),
    "casework_case": (*PLACE, "opened_with_id", "tally_key"),
    "casework_nextaction": (*PLACE, "case_id"),
    "casework_entry": (*PLACE, "case_id", "person_id", "body", "goal_id", "tally_key"),
    "casework_plan": (*PLACE, "case_id", "edition", "replaces_id", "tally_key"),
    "casework_plangoal": (*PLACE, "plan_id"),
    "casework_roleassignment": (
        *PLACE, "plan_id", "case_id", "window_id", "agency_code", "item_id",
    ),
    "casework_referral": (
        *PLACE, "ground_id", "to_window_id", "to_agency_code", "sent_at", "limit_at",
        "tally_key",
    ),
    "consultation_consultation": (*PLACE, "person_id", "ground_id", "complaint", "tally_key"),
    "consultation_assessment": (*PLACE, "edition", "replaces_id", "tally_key"),
    "consultation_advice": PLACE,
    "participation_participation": PLACE,
    "outreach_outreachtarget": PLACE,
    "multi_agency_coordination": (*PLACE, "referral_id", "case_id", "tally_key"),
    "multi_agency_supportdecision": (
        *PLACE, "case_id", "decided_on", "decided_by_id", "tally_key",
    ),
    "multi_agency_meeting": ("owner_window_id",),
    "multi_agency_agendaitem": (
        *PLACE, "case_id", "conference", "moved_from_id", "tally_key",
    ),
    "multi_agency_itemmember": (*PLACE, "item_id", "appointment_id", "agency_code"),
    "multi_agency_memberanswer": (*PLACE, "item_id", "member_id"),
    "rights_claim": PLACE,
}  # fmt: skip
NOBODY_CHANGES_ANY_HERE = {
    "participation_participation", "outreach_outreachtarget", "rights_claim",
    "multi_agency_supportdecision",
}  # fmt: skip
"""Closed list: no row in this world. A table that gets one is tried."""

MOVED = "a row stays where it lies"
OTHERWISE = {
    "uuid": "gen_random_uuid()",
    "text": "\"{0}\" || '。'",
    "character varying": "\"{0}\" || 'x'",
    "integer": '"{0}" + 1',
    "smallint": '"{0}" + 1',
    "date": '"{0}" + 1',
    "timestamp with time zone": "\"{0}\" + interval '1 day'",
}
"""Type → an expression that gives another value."""
HELD = r"\(?old\.{0}\)?(::text)? IS DISTINCT FROM \(?new\.{0}\b"


def test_every_table_that_may_change_is_in_the_list():
    declared = {
        table.name: table.fixed for wall in walls() for table in wall.tables if table.change
    }
    assert {name: set(fixed) for name, fixed in declared.items()} == {
        name: set(columns) for name, columns in STAYS.items()
    }


def types_of(table: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0",
            [table],
        )
        return dict(cursor.fetchall())


def changeable(cast, table: str, column: str) -> tuple[str, object] | None:
    """Somebody who may change a row of this table, shown by leaving the column as it is."""
    for name in ROLES:
        with cast.acting(name), connection.cursor() as cursor:
            cursor.execute(f'SELECT id FROM "{table}" LIMIT 5')
            for (row,) in cursor.fetchall():
                if done(f'UPDATE "{table}" SET "{column}" = "{column}" WHERE id = %s', row) == 1:
                    return name, row
    return None


def done(statement: str, row: object) -> int | str:
    """Rows changed (and put back), or the words of the refusal."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [row])
            transaction.set_rollback(True)
            return cursor.rowcount
    except ProgrammingError as error:
        return str(error).splitlines()[0]


@pytest.mark.django_db
def test_every_column_at_the_database():
    cast = on_its_way()
    untried, moved = set(), []
    for table, columns in STAYS.items():
        types = types_of(table)
        for column in columns:
            found = changeable(cast, table, column)
            if found is None:
                untried.add(table)
                continue
            name, row = found
            other = OTHERWISE[types[column]].format(column)
            with cast.acting(name):
                answer = done(f'UPDATE "{table}" SET "{column}" = {other} WHERE id = %s', row)
            if answer != MOVED:
                moved.append((table, column, answer))
    assert moved == []
    assert untried == NOBODY_CHANGES_ANY_HERE


@pytest.mark.django_db
def test_the_trigger_of_every_table_names_every_column():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger"
            " WHERE tgname = 'stays'"
        )
        triggers = dict(cursor.fetchall())
    missing = [
        (table, column)
        for table, columns in STAYS.items()
        for column in columns
        if not re.search(HELD.format(column), triggers.get(table, ""))
    ]
    assert missing == []
