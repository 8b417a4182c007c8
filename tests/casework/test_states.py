"""Who can do what with a referral in which state: the whole table, written by hand."""

import pytest

from ikue.casework.enums import ReferralState
from ikue.casework.models import Referral
from ikue.casework.states import REFERRAL
from ikue.kernel.transitions import NotAllowed, NotPossible
from tests.cast import ROLES

pytestmark = pytest.mark.django_db

SENDERS = ("desk", "desk_colleague", "chief", "manager")
RECEIVERS = ("elderly", "elderly_manager")
OTHERS = (
    "disability", "children", "women", "coordinator", "coordination_manager", "outreach",
    "participation", "community", "night_duty", "member", "commissioner", "privacy_officer",
    "auditor", "administrator", "outsider",
)  # fmt: skip
ANSWERS = ["accept", "hold", "decline"]
TO_A_WINDOW = {
    # state: (verbs of the sender's side, verbs of the receiver's side)
    "sent": (["recall"], ANSWERS),
    "on_hold": (["recall"], ANSWERS),
    "accepted": ([], ["arrive", "finish"]),
    "declined": ([], []),
    "recalled": ([], []),
    "arrived": ([], ["finish"]),
    "done": ([], []),
}
TO_A_PARTNER = {
    "sent": ["accept", "hold", "decline", "recall"],
    "on_hold": ["accept", "hold", "decline", "recall"],
    "accepted": ["arrive", "finish"],
    "declined": [],
    "recalled": [],
    "arrived": ["finish"],
    "done": [],
}
VERBS = ("accept", "hold", "decline", "recall", "arrive", "finish")


def test_the_table_names_everybody_and_every_state():
    # The retired colleague has no appointment in force and never becomes a viewer at the door.
    assert {*SENDERS, *RECEIVERS, *OTHERS, "retired"} == set(ROLES)
    assert set(TO_A_WINDOW) == set(TO_A_PARTNER) == set(ReferralState.values)


def verbs(record, viewer) -> list[str]:
    return [row.name for row in REFERRAL.open_to(record=record, viewer=viewer)]


@pytest.mark.parametrize("state", TO_A_WINDOW)
def test_between_two_windows(cast, state):
    record = Referral(
        state=state,
        owner_window_id=cast["desk"].window_id,
        to_window_id=cast["elderly"].window_id,
    )
    of_sender, of_receiver = TO_A_WINDOW[state]
    assert [verbs(record, cast[name]) for name in SENDERS] == [of_sender] * 4
    assert [verbs(record, cast[name]) for name in RECEIVERS] == [of_receiver] * 2
    assert [verbs(record, cast[name]) for name in OTHERS] == [[]] * 15


@pytest.mark.parametrize("state", TO_A_PARTNER)
def test_with_a_partner_the_sender_writes_the_answer_down(cast, state):
    record = Referral(
        state=state, owner_window_id=cast["desk"].window_id, to_agency_code="hospital"
    )
    others = (*RECEIVERS, *OTHERS)
    assert [verbs(record, cast[name]) for name in SENDERS] == [TO_A_PARTNER[state]] * 4
    assert [verbs(record, cast[name]) for name in others] == [[]] * 17


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", TO_A_WINDOW)
def test_what_the_table_leaves_out_is_refused(cast, state, verb):
    record = Referral(
        state=state,
        owner_window_id=cast["desk"].window_id,
        to_window_id=cast["elderly"].window_id,
    )
    of_sender, of_receiver = TO_A_WINDOW[state]
    inside, allowed = ("desk", of_sender) if verb == "recall" else ("elderly", of_receiver)
    with pytest.raises(NotAllowed):
        REFERRAL.check(verb, record=record, viewer=cast["outsider"])
    if verb in allowed:
        assert REFERRAL.check(verb, record=record, viewer=cast[inside]).name == verb
    else:
        with pytest.raises(NotPossible):
            REFERRAL.check(verb, record=record, viewer=cast[inside])
