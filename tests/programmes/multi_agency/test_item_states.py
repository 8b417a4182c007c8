"""Who can do what with an agenda item in which state: the whole table, written by hand."""

import pytest

from ikue.kernel.transitions import NotAllowed, NotPossible
from ikue.programmes.multi_agency.enums import ItemState
from ikue.programmes.multi_agency.models import AgendaItem
from ikue.programmes.multi_agency.states import ITEM
from tests.cast import ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]

KEEPERS = ("coordinator", "coordination_manager")
OTHERS = (
    "desk", "desk_colleague", "chief", "manager", "elderly", "elderly_manager", "disability",
    "children", "women", "outreach", "participation", "community", "night_duty", "member",
    "commissioner", "privacy_officer", "auditor", "administrator", "outsider",
)  # fmt: skip
TABLE = {
    "prepared": ["invite", "withdraw"],
    "invited": ["discuss", "adjourn", "withdraw"],
    "discussed": ["adjourn", "close"],
    "adjourned": ["call_again", "withdraw"],
    "withdrawn": [],
    "closed": [],
}
VERBS = ("invite", "discuss", "adjourn", "call_again", "withdraw", "close")


def verbs(record, viewer) -> list[str]:
    return [row.name for row in ITEM.open_to(record=record, viewer=viewer)]


def test_the_table_names_everybody_and_every_state():
    assert {*KEEPERS, *OTHERS, "retired"} == set(ROLES)
    assert set(TABLE) == set(ItemState.values)


@pytest.mark.parametrize("state", TABLE)
def test_only_the_window_that_prepared_it(cast, state):
    record = AgendaItem(state=state, owner_window_id=cast["coordinator"].window_id)
    assert [verbs(record, cast[name]) for name in KEEPERS] == [TABLE[state]] * 2
    assert [verbs(record, cast[name]) for name in OTHERS] == [[]] * 19


@pytest.mark.parametrize("state", TABLE)
def test_an_item_kept_elsewhere_is_nobodys_here(cast, state):
    record = AgendaItem(state=state, owner_window_id=cast["desk"].window_id)
    assert [verbs(record, cast[name]) for name in (*KEEPERS, *OTHERS)] == [[]] * 21


def test_preparing_is_for_the_staff_of_the_programme(cast):
    def may(name):
        try:
            return ITEM.check_first("prepare", record=AgendaItem(), viewer=cast[name]).name
        except NotAllowed:
            return ""

    assert [may(name) for name in KEEPERS] == ["prepare"] * 2
    assert [may(name) for name in OTHERS] == [""] * 19


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", TABLE)
def test_what_the_table_leaves_out_is_refused(cast, state, verb):
    record = AgendaItem(state=state, owner_window_id=cast["coordinator"].window_id)
    with pytest.raises(NotAllowed):
        ITEM.check(verb, record=record, viewer=cast["outsider"])
    if verb in TABLE[state]:
        assert ITEM.check(verb, record=record, viewer=cast["coordinator"]).name == verb
    else:
        with pytest.raises(NotPossible):
            ITEM.check(verb, record=record, viewer=cast["coordinator"])
