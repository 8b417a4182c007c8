"""Invariant 3 from the opening on: each fault alone, and nothing but it is reported."""

import pytest

from ikue.casework.domain.cases import HandOverBook, Next, hand_over_case, open_case
from ikue.casework.models import Case
from tests import database
from tests.cast import assemble
from tests.factories.receptions import household_8050
from tests.kernel.test_invariants import findings

pytestmark = [pytest.mark.database, pytest.mark.sampled]

AT_FIRST = "引継ぎがないのに、担当が始めの人と違います"
BROKEN = "前の引継ぎの相手から始まっていません"
LAST = "今の担当が、最後の引継ぎの相手と違います"
COLLEAGUE = (
    "(SELECT a.id FROM directory_appointment a JOIN accounts_account c ON c.id = a.account_id"
    " WHERE c.username = 'chief')"
)
FAULTS = {
    "before any hand-over": (
        f"UPDATE casework_case SET responsible_id = {COLLEAGUE} WHERE version = 1", {AT_FIRST},
    ),
    "after one": (
        f"UPDATE casework_case SET responsible_id = {COLLEAGUE} WHERE version = 2", {LAST},
    ),
    "the opening's record": (
        f"UPDATE casework_case SET opened_with_id = {COLLEAGUE} WHERE version = 2", {BROKEN},
    ),
    "the first hand-over's": (
        f"UPDATE casework_handover SET from_appointment_id = {COLLEAGUE}", {BROKEN},
    ),
}  # fmt: skip


def opened(cast) -> Case:
    with cast.acting("desk") as by:
        reception = household_8050(by=by, at=cast.at)
        return open_case(
            circle_id=reception.circle_id, responsible=cast.appointment("desk"),
            next_action=Next(what="訪問", due_on=cast.at.date()), by=by, at=cast.at,
        )  # fmt: skip


def hand_over(cast, case: Case) -> None:
    with cast.acting("desk") as by:
        hand_over_case(
            case=case, to=cast.appointment("desk_colleague"), reason="分担", book=HandOverBook(),
            by=by, at=cast.at,
        )  # fmt: skip


@pytest.fixture(scope="module")
def ward(django_db_setup, django_db_blocker):
    """Two cases; one has been handed over once."""
    with django_db_blocker.unblock():
        database.renew()
        cast = assemble()
        opened(cast)
        hand_over(cast, opened(cast))
        yield cast
        database.renew()


def reported(ward, breaking=None) -> set[tuple[str, str]]:
    return {
        (one.invariant.number, sentence)
        for one in findings(ward, breaking)
        for _, sentence in one.violations
    }


def test_a_chain_from_the_opening_is_sound(ward):
    assert reported(ward) == set()


@pytest.mark.parametrize("fault", FAULTS)
def test_control_each_fault_alone_is_reported(ward, fault):
    breaking, sentences = FAULTS[fault]
    assert reported(ward, breaking) == {("3", sentence) for sentence in sentences}
