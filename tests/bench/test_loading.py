"""The loader keeps its numbers, whatever columns the models have, and what it writes holds."""

import os

import pytest
from psycopg import connect

from bench.copying import Table
from ikue.kernel import clock
from ikue.kernel.invariants import examine

COUNTS = """
SELECT (SELECT count(*) FROM people_person), (SELECT count(*) FROM casework_case),
       (SELECT count(*) FROM casework_case WHERE state <> 'completed'),
       (SELECT count(*) FROM consultation_consultation), (SELECT count(*) FROM casework_entry),
       (SELECT count(*) FROM casework_referral), (SELECT count(*) FROM casework_packet)
"""


@pytest.fixture
def keeper(tiny):
    with connect(os.environ["IKUE_OWNER_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("SET ROLE ikue_keeper")
        yield cursor


def test_the_numbers_of_a_set_are_kept(keeper):
    assert keeper.execute(COUNTS).fetchall() == [(60, 60, 20, 64, 300, 18, 18)]


def test_what_was_copied_keeps_every_invariant(keeper):
    findings = examine(keeper, at=clock.now())
    assert [
        (one.invariant.sentence, one.violations[:3]) for one in findings if one.violations
    ] == []
    assert {one.app for one in findings if one.examined} >= {
        "people", "sharing", "casework", "consultation",
    }  # fmt: skip


def test_control_a_column_that_does_not_exist_is_refused(db):
    table = Table("people.Gram", random=None, now=clock.now())
    with pytest.raises(TypeError) as error:
        table.add(gramm="佐藤")
    assert str(error.value) == "people.Gram has no column gramm"


def test_control_a_column_without_a_default_must_be_given(db):
    table = Table("people.Household", random=None, now=clock.now())
    with pytest.raises(TypeError) as error:
        table.add(id="1", label="佐藤さん世帯")
    assert str(error.value) == "Household.circle_id has no default"
