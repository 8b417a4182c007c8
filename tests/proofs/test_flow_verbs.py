"""flow.verbs at sample size; the full number is `make proofs ONLY=flow.verbs`."""

import time

import pytest

from tests.proofs.flow_verbs import MUTANTS, VERBS, Walk, run
from tests.proofs.registry import shortfall, stands, together

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


@pytest.mark.parametrize(
    ("n", "failures", "control", "expected", "words"),
    [
        (8, 0, True, True, None),
        (9, 0, True, True, None),
        (7, 0, True, True, "x: time was over after 7 of 8"),
        (2, 0, True, True, "x: time was over after 2 of 8"),
        (1, 0, True, False, "x: time was over after 1 of 8: too few to prove anything"),
        (0, 0, True, False, "x: time was over after 0 of 8: too few to prove anything"),
        (8, 1, True, False, None),
        (8, 0, False, False, None),
    ],
)
def test_what_a_proof_must_reach_to_stand(n, failures, control, expected, words):
    figures = {"id": "x", "n": n, "failures": failures, "control": control}
    assert stands(figures, asked=8) is expected
    assert shortfall(figures, asked=8) == words
