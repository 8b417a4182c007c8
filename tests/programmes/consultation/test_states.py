"""Who can do what with a reception in which state: the whole table, written by hand."""

import pytest

from ikue.kernel.transitions import NotAllowed, NotPossible
from ikue.programmes.consultation.enums import ConsultationState
from ikue.programmes.consultation.models import Consultation
from ikue.programmes.consultation.states import CONSULTATION
from tests.cast import ROLES, assemble

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]

RECEIVERS = ("desk", "desk_colleague", "chief", "manager")
OTHERS = (
    "elderly", "elderly_manager", "disability", "children", "women", "coordinator",
    "coordination_manager", "outreach", "participation", "community", "night_duty", "member",
    "commissioner", "privacy_officer", "auditor", "administrator", "outsider",
)  # fmt: skip
WORKERS = (*RECEIVERS, *OTHERS[:11])
SCREENING = [
    "inform", "refer", "support", "request_multi_agency", "work_toward_consent", "stop",
    "misregister",
]  # fmt: skip
VERBS_OF_RECEIVER = {
    "received": SCREENING,
    "info_only": [],
    "referred": SCREENING,
    "supporting": [],
    "handover_requested": SCREENING,
    "pre_consent": SCREENING,
    "stopped_before_judgement": [],
}


@pytest.fixture
def cast():
    return assemble()


def test_the_table_names_everybody_and_every_state():
    assert {*RECEIVERS, *OTHERS, "retired"} == set(ROLES)
    assert set(VERBS_OF_RECEIVER) == set(ConsultationState.values)
    assert [row.name for row in CONSULTATION] == ["receive", *SCREENING]


@pytest.mark.parametrize("state", VERBS_OF_RECEIVER)
def test_state_verb_and_cast(cast, state):
    record = Consultation(state=state, owner_window_id=cast["desk"].window_id)

    def verbs(name: str) -> list[str]:
        return [row.name for row in CONSULTATION.open_to(record=record, viewer=cast[name])]

    assert [verbs(name) for name in RECEIVERS] == [VERBS_OF_RECEIVER[state]] * 4
    assert [verbs(name) for name in OTHERS] == [[]] * 17


@pytest.mark.parametrize("verb", SCREENING)
@pytest.mark.parametrize("state", VERBS_OF_RECEIVER)
def test_what_the_table_leaves_out_is_refused(cast, state, verb):
    record = Consultation(state=state, owner_window_id=cast["desk"].window_id)
    for name in OTHERS:
        with pytest.raises(NotAllowed):
            CONSULTATION.check(verb, record=record, viewer=cast[name])
    if verb in VERBS_OF_RECEIVER[state]:
        assert CONSULTATION.check(verb, record=record, viewer=cast["desk"]).name == verb
    else:
        with pytest.raises(NotPossible):
            CONSULTATION.check(verb, record=record, viewer=cast["desk"])


def test_any_window_receives_anybody(cast):
    """断らない相談: no window's attribute stands in the way, only that one does no case work."""
    for name in (*RECEIVERS, *OTHERS):
        record = Consultation(owner_window_id=cast[name].window_id)
        if name in WORKERS:
            begun = CONSULTATION.check_first("receive", record=record, viewer=cast[name])
            assert begun.target == "received"
        else:
            with pytest.raises(NotAllowed):
                CONSULTATION.check_first("receive", record=record, viewer=cast[name])
