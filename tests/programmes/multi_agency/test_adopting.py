"""プラン決定 after the conference: on this very edition, on or before that day, support decided."""

from datetime import timedelta

import pytest

from ikue.casework.models import Plan
from ikue.kernel import clock
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.multi_agency.domain.decisions import (
    adopt_plan_after_conference,
    decide_support,
    end_support,
)
from ikue.programmes.multi_agency.models import AgendaItem, Meeting, SupportDecision
from ikue.sharing.domain.opening import GroundFacts, open_ground
from tests.cast import assemble
from tests.factories.plans import coordinated_8050, proposed
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]
NOT_YET = "この版のプランは、重層的支援会議でまだ「適切」とされていません"


@standing
def cast():
    return assemble()


@standing
def plan(cast):
    """Proposed on a Tuesday; two days have passed since."""
    made = proposed(cast, coordinated_8050(cast))
    cast.later(days=2)
    return made


def supported(cast, plan, *, days=-2):
    with cast.acting("coordination_manager") as by:
        return decide_support(
            case=plan.case, decided_on=clock.today(cast.at) + timedelta(days=days),
            reason="世帯全体で支える", by=by, at=by.at,
        )  # fmt: skip


def discussed(cast, plan, *, days=-1, opinion="fitting", state="discussed", ended=""):
    """An item as the meeting left it; how it comes there its own tests tell."""
    at = cast.at + timedelta(days=days)
    with cast.acting("coordinator") as by:
        meeting = Meeting.objects.create(
            owner_window_id=by.window_id, written_by_id=by.appointment_id, starts_at=at,
            number=f"M{Meeting.objects.count()}", place="区役所", chair_id=by.appointment_id,
        )  # fmt: skip
        facts = GroundFacts(basis="multilayer_conference", what="案件")
        ground = open_ground(circle_id=plan.circle_id, facts=facts, by=by, at=by.at)
        return AgendaItem.objects.create(
            circle_id=plan.circle_id, owner_window_id=by.window_id, case_id=plan.case_id,
            written_by_id=by.appointment_id, conference="multilayer_conference", state=state,
            meeting=meeting, ground=ground, plan=plan, purpose="プランの適否", discussed_at=at,
            plan_opinion=opinion, persons=plan.persons, recorder_id=by.appointment_id,
            ended_reason=ended,
        )  # fmt: skip


def adopt(cast, plan, *, by="coordination_manager", days=0):
    with cast.acting(by) as viewer:
        return adopt_plan_after_conference(
            plan=Plan.objects.get(pk=plan.pk), by=viewer, at=viewer.at,
            decided_on=clock.today(cast.at) + timedelta(days=days),
        )  # fmt: skip


@pytest.mark.parametrize("state", ["discussed", "closed"])
def test_decided_after_support_and_conference(cast, plan, state):
    supported(cast, plan)
    discussed(cast, plan, state=state)
    adopted = adopt(cast, plan)
    assert (adopted.state, adopted.decided_on) == ("in_force", clock.today(cast.at))


def test_all_on_one_day(cast, plan):
    supported(cast, plan, days=0)
    discussed(cast, plan, days=0)
    assert adopt(cast, plan).state == "in_force"


def test_not_before_the_meeting(cast, plan):
    supported(cast, plan)
    discussed(cast, plan, days=0)
    with pytest.raises(Expected, match="プラン決定日が、会議より前です"):
        adopt(cast, plan, days=-1)
    with cast.acting("coordinator"):
        assert Plan.objects.get(pk=plan.pk).state == "proposed"


def test_the_first_meeting_that_found_it_fitting_is_enough(cast, plan):
    supported(cast, plan)
    discussed(cast, plan, days=-2)
    discussed(cast, plan, days=0)
    assert adopt(cast, plan, days=-1).state == "in_force"


def test_not_before_support_was_decided(cast, plan):
    discussed(cast, plan)
    with pytest.raises(Expected, match="支援決定がまだありません"):
        adopt(cast, plan)
    supported(cast, plan, days=0)
    with pytest.raises(Expected, match="プラン決定日が、支援決定日より前です"):
        adopt(cast, plan, days=-1)


def test_not_on_a_decision_that_has_ended(cast, plan):
    supported(cast, plan)
    discussed(cast, plan)
    with cast.acting("coordination_manager") as by:
        end_support(
            decision=SupportDecision.objects.get(), ended_on=clock.today(by.at), reason="終えた",
            by=by, at=by.at,
        )  # fmt: skip
    with pytest.raises(Expected, match="支援決定がまだありません"):
        adopt(cast, plan)


@pytest.mark.parametrize("opinion", ["amend", "hold", ""])
def test_not_on_another_opinion(cast, plan, opinion):
    supported(cast, plan)
    discussed(cast, plan, opinion=opinion)
    with pytest.raises(Expected, match=NOT_YET):
        adopt(cast, plan)


def test_not_on_a_word_about_another_edition(cast, plan):
    """The household next door: its plan was found fitting, this one was not talked about."""
    supported(cast, plan)
    other = proposed(cast, coordinated_8050(cast))
    discussed(cast, other)
    with pytest.raises(Expected, match=NOT_YET):
        adopt(cast, plan)


def test_an_item_that_was_put_off_said_nothing(cast, plan):
    supported(cast, plan)
    discussed(cast, plan, state="adjourned", ended="次回へ")
    with pytest.raises(Expected, match=NOT_YET):
        adopt(cast, plan)


@pytest.mark.parametrize("name", ["coordinator", "manager", "desk", "outsider"])
def test_nobody_else_decides(cast, plan, name):
    supported(cast, plan)
    discussed(cast, plan)
    with pytest.raises((NotAllowed, Plan.DoesNotExist)):
        adopt(cast, plan, by=name)
