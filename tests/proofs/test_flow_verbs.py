"""flow.verbs at sample size; the full number is `make proofs ONLY=flow.verbs`."""

import math

import pytest

from tests.proofs.every_act import acts, called_by_the_verbs, machines
from tests.proofs.flow_verbs import CONTROLS, EVERYTHING, TABLES, VERBS, is_caught, run
from tests.proofs.outside import OUTSIDE
from tests.proofs.registry import ended_by_time, shortcomings, stands, together

SAMPLE = 1_000


@pytest.mark.proof
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_whatever_anybody_does_what_must_hold_goes_on_holding():
    outcome = run(SAMPLE, 4, math.inf)
    assert outcome.failures == []
    assert outcome.control
    assert outcome.n == SAMPLE
    assert outcome.carried_out * 4 >= SAMPLE


@pytest.mark.proof
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("control", CONTROLS, ids=lambda one: one.verb.name)
def test_control_a_mutant_verb_is_caught_for_what_it_does(control):
    assert is_caught(control)


def test_every_act_of_the_program_is_a_verb_of_the_proof():
    """A new act is walked too, or it is said here why not."""
    assert set(acts()) - called_by_the_verbs() == set(OUTSIDE)


def test_every_row_of_every_table_of_transitions_must_be_reached():
    rows = {f"{machine.noun} {row.name}" for machine in machines() for row in machine}
    assert len(machines()) == 10
    assert rows <= set(EVERYTHING)
    assert len({verb.name for verb in VERBS}) == len(VERBS)


def test_what_a_refusal_may_not_change_is_every_record_of_a_household():
    assert {"casework_plan", "multi_agency_itemmember", "consultation_assessment",
            "sharing_consentaddition", "tally_event"} <= set(TABLES)  # fmt: skip


def test_the_figures_of_shards_are_added_up():
    parts = [
        {"id": "x", "n": n, "failures": 0, "control": control, "seed": seed, "seconds": seconds,
         "carried_out": 4, "reached": {"a": 1, "b": 0}, "notes": {"worlds": 2}, "sentences": []}
        for n, control, seed, seconds in ((10, True, 1, 3.5), (7, False, 1001, 4.0))
    ]  # fmt: skip
    assert together(parts) == {
        "id": "x", "n": 17, "failures": 0, "control": False, "seed": 1, "seconds": 4.0,
        "carried_out": 8, "reached": {"a": 2, "b": 0}, "notes": {"worlds": 4}, "sentences": [],
    }  # fmt: skip


SOUND = {"id": "x", "n": 8, "failures": 0, "control": True, "carried_out": 3, "reached": {"a": 1}}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, []),
        ({"n": 9}, []),
        ({"n": 2}, []),
        ({"n": 1, "carried_out": 1}, ["x: 1 of 8 are too few to prove anything"]),
        ({"control": False}, ["x: a negative control was not caught"]),
        ({"carried_out": 1}, ["x: only 1 of 8 were carried out"]),
        ({"reached": {"a": 1, "b": 0}}, ["x: never reached: b"]),
    ],
)
def test_what_a_proof_must_reach_to_stand(changes, said):
    figures = SOUND | changes
    assert shortcomings(figures, asked=8, full=8) == said
    assert stands(figures, asked=8, full=8) is (said == [])
    assert not stands(figures | {"failures": 1}, asked=8, full=8)


def test_a_sample_need_not_reach_everything():
    assert shortcomings(SOUND | {"reached": {"b": 0}}, asked=8, full=9) == []


def test_that_time_ended_a_proof_is_said():
    assert ended_by_time(SOUND, asked=8) is None
    assert ended_by_time(SOUND, asked=10) == "x: time was over after 8 of 10"
