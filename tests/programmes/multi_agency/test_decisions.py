"""支援決定: a dated fact of the ward, decided by the 主管課長, implied by nothing."""

import pytest

from ikue.casework.domain.ending import Completion, complete_case
from ikue.casework.models import Case
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed, NotPossible
from ikue.programmes.multi_agency.domain.decisions import (
    decide_support,
    end_support,
    standing_decision,
)
from ikue.programmes.multi_agency.enums import SupportDecisionState
from ikue.programmes.multi_agency.models import SupportDecision
from ikue.programmes.multi_agency.states import SUPPORT_DECISION
from tests.cast import ROLES, assemble
from tests.factories.coordination import coordinated_8050, in_days, supported_8050
from tests.tally.rows import events

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]

DECIDES = ("coordination_manager",)
OTHERS = sorted(set(ROLES) - {*DECIDES, "retired"})
KEEPS = "coordinator"
VERBS = {"decided": ["end", "hand_back"], "ended": []}


@pytest.fixture
def cast():
    return assemble()


def decide(cast, *, by="coordination_manager", days=0, reason="世帯全体で支える必要がある"):
    with cast.acting(by) as viewer:
        return decide_support(
            case=Case.objects.get(), decided_on=in_days(cast, days), reason=reason, by=viewer,
            at=viewer.at,
        )  # fmt: skip


def end(cast, *, by="coordination_manager", days=0, reason="役割分担ができた"):
    with cast.acting(by) as viewer:
        return end_support(
            decision=SupportDecision.objects.get(), ended_on=in_days(cast, days), reason=reason,
            by=viewer, at=viewer.at,
        )  # fmt: skip


# state × verb × cast


@pytest.mark.parametrize("state", SupportDecisionState.values)
def test_who_may_do_what(cast, state):
    record = SupportDecision(state=state, owner_window_id=cast["coordination_manager"].window_id)
    for name in (*DECIDES, *OTHERS):
        kept = [verb for verb in VERBS[state] if verb == "hand_back" and name == KEEPS]
        expected = VERBS[state] if name in DECIDES else kept
        found = [row.name for row in SUPPORT_DECISION.open_to(record=record, viewer=cast[name])]
        assert found == expected, name


@pytest.mark.parametrize("name", sorted(ROLES))
def test_only_the_manager_of_multi_agency_decides(cast, name):
    if name in DECIDES:
        assert SUPPORT_DECISION.check_first("decide", record=None, viewer=cast[name])
    else:
        with pytest.raises(NotAllowed):
            SUPPORT_DECISION.check_first("decide", record=None, viewer=cast[name])


@pytest.mark.parametrize("state", SupportDecisionState.values)
def test_what_the_table_leaves_out_is_refused(cast, state):
    record = SupportDecision(state=state, owner_window_id=cast["coordination_manager"].window_id)
    with pytest.raises(NotAllowed):
        SUPPORT_DECISION.check("end", record=record, viewer=cast["outsider"])
    if VERBS[state]:
        viewer = cast["coordination_manager"]
        assert SUPPORT_DECISION.check("end", record=record, viewer=viewer)
    else:
        with pytest.raises(NotPossible):
            SUPPORT_DECISION.check("end", record=record, viewer=cast["coordination_manager"])


# the verbs


def test_decided_on_a_day_and_seen_by_nobody_outside(cast):
    coordinated_8050(cast)
    cast.later(days=3)
    decide(cast, days=-1)
    with cast.acting("coordinator"):
        decision = standing_decision(Case.objects.get().pk)
        assert (decision.decided_on, decision.decided_by_id) == (
            in_days(cast, -1), cast["coordination_manager"].appointment_id,
        )  # fmt: skip
    for name in ("desk", "elderly", "outsider", "auditor"):
        with cast.acting(name):
            assert SupportDecision.objects.count() == 0, name


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"days": 1}, "支援決定日は、きょうまでの日にしてください。"),
        ({"reason": " "}, "支援を決定する理由を書いてください。"),
    ],
)
def test_neither_in_the_future_nor_without_a_reason(cast, changes, sentence):
    coordinated_8050(cast)
    with pytest.raises(Expected, match=sentence):
        decide(cast, **changes)
    with cast.acting("coordinator"):
        assert SupportDecision.objects.count() == 0


def test_decided_once_until_it_has_ended(cast):
    coordinated_8050(cast)
    decide(cast)
    with pytest.raises(Expected, match="この世帯には、もう支援決定があります。"):
        decide(cast)
    end(cast)
    assert decide(cast).state == "decided"


def test_not_for_a_case_that_has_ended(cast):
    coordinated_8050(cast)
    with cast.acting("desk") as by:
        gone = Completion(reason="declined")
        complete_case(case=Case.objects.get(), completion=gone, by=by, at=by.at)
    with pytest.raises(Expected, match="このケースは終結しています。"):
        decide(cast)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "支援決定を終える理由を書いてください。"),
        ({"days": 1}, "支援決定を終える日は、きょうまでの日にしてください。"),
        ({"days": -1}, "支援決定の終わりが、支援決定日より前になっています。"),
    ],
)
def test_an_end_has_a_day_and_a_reason(cast, changes, sentence):
    coordinated_8050(cast)
    decide(cast)
    with pytest.raises(Expected, match=sentence):
        end(cast, **changes)
    with cast.acting("coordinator"):
        assert SupportDecision.objects.get().state == "decided"


@pytest.mark.parametrize("name", ["coordinator", "manager", "desk", "outsider"])
def test_nobody_else_decides_or_ends(cast, name):
    coordinated_8050(cast)
    with pytest.raises((NotAllowed, Case.DoesNotExist)):
        decide(cast, by=name)
    decide(cast)
    with pytest.raises((NotAllowed, SupportDecision.DoesNotExist)):
        end(cast, by=name)


def test_not_before_the_window_owes_anything_there(cast):
    """A case that 多機関協働 was not asked about is no case to it; held in hand, it is refused."""
    supported_8050(cast)
    with cast.acting("desk"):
        case = Case.objects.get()
    with cast.acting("coordination_manager") as by, pytest.raises(NotAllowed):
        decide_support(case=case, decided_on=in_days(cast, 0), reason="r", by=by, at=by.at)


@pytest.mark.django_db(transaction=True)
def test_it_is_counted_without_persons(cast):
    coordinated_8050(cast)
    decide(cast)
    end(cast)
    found = [one for one in events() if one.what.startswith("support_")]
    assert [(one.what, one.person_key) for one in found] == [
        ("support_decided", None), ("support_decision_ended", None),
    ]  # fmt: skip
