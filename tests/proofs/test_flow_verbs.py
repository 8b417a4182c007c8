"""flow.verbs at sample size; the full number is `make proofs ONLY=flow.verbs`."""

import time

import pytest

from tests.proofs.flow_verbs import MUTANTS, VERBS, Walk, run
from tests.proofs.registry import together

SAMPLE = 1_000


@pytest.mark.proof
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_whatever_anybody_does_what_must_hold_goes_on_holding():
    outcome = run(SAMPLE, 4, time.monotonic() + 500)
    assert outcome.failures == []
    assert outcome.control
    assert outcome.n == SAMPLE


@pytest.mark.proof
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda verb: verb.name)
def test_control_a_mutant_verb_is_caught(mutant):
    walk = Walk(11, (*VERBS, mutant)).go(400, time.monotonic() + 60)
    assert walk.failures != []


def test_the_figures_of_shards_are_added_up():
    parts = [
        {"id": "x", "n": n, "failures": 0, "control": control, "seed": seed, "seconds": seconds,
         "notes": {"worlds": 2}, "sentences": []}
        for n, control, seed, seconds in ((10, True, 1, 3.5), (7, False, 1001, 4.0))
    ]  # fmt: skip
    assert together(parts) == {
        "id": "x", "n": 17, "failures": 0, "control": False, "seed": 1, "seconds": 4.0,
        "notes": {"worlds": 4}, "sentences": [],
    }  # fmt: skip
