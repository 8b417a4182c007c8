"""The loader keeps its numbers, whatever columns the models have, and what it writes holds."""

import os

import pytest
from psycopg import connect

from bench.copying import Table
from bench.loading import LONG, SHORT, case_number
from bench.sizes import L, S
from ikue.kernel import clock
from ikue.kernel.invariants import examine

COUNTS = """
SELECT (SELECT count(*) FROM people_person), (SELECT count(*) FROM casework_case),
       (SELECT count(*) FROM casework_case WHERE state <> 'completed'),
       (SELECT count(*) FROM consultation_consultation), (SELECT count(*) FROM casework_entry),
       (SELECT count(*) FROM casework_referral), (SELECT count(*) FROM casework_packet)
"""

ROAD = """
SELECT (SELECT count(*) FROM sharing_consent),
       (SELECT count(*) FROM multi_agency_coordination),
       (SELECT count(*) FROM multi_agency_coordination WHERE state = 'coordinating'),
       (SELECT count(*) FROM casework_plan), (SELECT count(*) FROM casework_plangoal),
       (SELECT count(*) FROM casework_roleassignment),
       (SELECT count(*) FROM multi_agency_meeting), (SELECT count(*) FROM multi_agency_agendaitem)
"""
MEASURED = """
SELECT c.number, p.state, k.state, n.state, count(g.id) FROM casework_case c
JOIN casework_plan p ON p.case_id = c.id JOIN casework_plangoal g ON g.plan_id = p.id
JOIN multi_agency_coordination k ON k.case_id = c.id
JOIN sharing_consent n ON n.circle_id = c.circle_id
WHERE c.number = ANY(%s) GROUP BY c.number, p.state, k.state, n.state ORDER BY c.number
"""


@pytest.fixture
def keeper(tiny):
    with connect(os.environ["IKUE_OWNER_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("SET ROLE ikue_keeper")
        yield cursor


def test_the_numbers_of_a_set_are_kept(keeper):
    assert keeper.execute(COUNTS).fetchall() == [(60, 60, 20, 64, 300, 22, 22)]
    assert keeper.execute(ROAD).fetchall() == [(8, 4, 4, 3, 9, 9, 3, 7)]


def test_the_households_that_are_measured_went_the_whole_road(keeper):
    numbers = [case_number(place, clock.now()) for place in (SHORT, LONG)]
    assert keeper.execute(MEASURED, [numbers]).fetchall() == [
        (number, "in_force", "coordinating", "given", 3) for number in numbers
    ]


def test_a_set_has_as_much_of_each_as_the_ward_expects_for_its_cases():
    assert (S.asked, S.coordinated, S.planned) == (2_600, 267, 100)
    assert (S.support_meetings, S.multilayer_meetings) == (120, 53)
    # What is open at one time stays; history grows.
    assert (L.coordinated, L.coordinating, L.running_plans) == (13_333, 40, 15)


def test_what_was_copied_keeps_every_invariant(keeper):
    findings = examine(keeper, at=clock.now())
    assert [
        (one.invariant.sentence, one.violations[:3]) for one in findings if one.violations
    ] == []
    assert {one.app for one in findings if one.examined} >= {
        "people", "sharing", "casework", "consultation", "multi_agency",
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
