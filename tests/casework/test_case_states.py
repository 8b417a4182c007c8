"""Who can do what with a case in which state: the whole table, written by hand."""

import pytest

from ikue.casework.enums import CaseState
from ikue.casework.models import Case
from ikue.casework.states import CASE
from ikue.kernel.transitions import NotAllowed, NotPossible
from tests.cast import ROLES

pytestmark = pytest.mark.django_db

LEAD = ("desk", "desk_colleague", "chief", "manager")
OTHERS = (
    "elderly", "elderly_manager", "disability", "children", "women", "coordinator",
    "coordination_manager", "outreach", "participation", "community", "night_duty", "member",
    "commissioner", "privacy_officer", "auditor", "administrator", "outsider",
)  # fmt: skip
WORKERS = (*LEAD, *OTHERS[:11])
VERBS_OF_LEAD = {
    "open": ["suspend", "complete"],
    "suspended": ["reopen", "complete"],
    "completed": ["reopen"],
}
VERBS = ("suspend", "reopen", "complete")


def test_the_table_names_everybody_and_every_state():
    assert {*LEAD, *OTHERS, "retired"} == set(ROLES)
    assert set(VERBS_OF_LEAD) == set(CaseState.values)
    assert [row.name for row in CASE] == ["open", *VERBS]


def case(cast, state: str, *, owner: str = "desk", lead: str = "desk") -> Case:
    return Case(
        state=state, owner_window_id=cast[owner].window_id, lead_window_id=cast[lead].window_id
    )


def verbs(record, viewer) -> list[str]:
    return [row.name for row in CASE.open_to(record=record, viewer=viewer)]


@pytest.mark.parametrize("state", VERBS_OF_LEAD)
def test_state_verb_and_cast(cast, state):
    record = case(cast, state)
    assert [verbs(record, cast[name]) for name in LEAD] == [VERBS_OF_LEAD[state]] * 4
    assert [verbs(record, cast[name]) for name in OTHERS] == [[]] * 17


@pytest.mark.parametrize("state", VERBS_OF_LEAD)
def test_after_a_hand_over_the_window_that_opened_it_leads_no_more(cast, state):
    record = case(cast, state, lead="elderly")
    for name in ("elderly", "elderly_manager"):
        assert verbs(record, cast[name]) == VERBS_OF_LEAD[state], name
    others = [name for name in (*LEAD, *OTHERS) if name not in ("elderly", "elderly_manager")]
    assert [verbs(record, cast[name]) for name in others] == [[]] * 19


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", VERBS_OF_LEAD)
def test_what_the_table_leaves_out_is_refused(cast, state, verb):
    record = case(cast, state)
    for name in OTHERS:
        with pytest.raises(NotAllowed):
            CASE.check(verb, record=record, viewer=cast[name])
    if verb in VERBS_OF_LEAD[state]:
        assert CASE.check(verb, record=record, viewer=cast["desk"]).name == verb
    else:
        with pytest.raises(NotPossible):
            CASE.check(verb, record=record, viewer=cast["desk"])


def test_whoever_works_with_cases_opens_one(cast):
    for name in (*LEAD, *OTHERS):
        record = Case(owner_window_id=cast[name].window_id, lead_window_id=cast[name].window_id)
        if name in WORKERS:
            assert CASE.check_first("open", record=record, viewer=cast[name]).target == "open"
        else:
            with pytest.raises(NotAllowed):
                CASE.check_first("open", record=record, viewer=cast[name])
