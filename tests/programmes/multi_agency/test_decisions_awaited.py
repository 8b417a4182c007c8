"""支援決定とプラン決定: what is awaited is told to whoever decides, and stands on the board."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from ikue.casework.domain.packets import packet_contents
from ikue.casework.models import Case, Plan
from ikue.desk.domain.home import home
from ikue.kernel import clock
from ikue.programmes.multi_agency.domain.board import board
from ikue.programmes.multi_agency.domain.decisions import (
    adopt_plan_after_conference,
    decide_support,
)
from ikue.programmes.multi_agency.models import AgendaItem, Meeting
from ikue.sharing.domain.opening import GroundFacts, open_ground
from tests.factories.plans import coordinated_8050, proposed
from tests.standing import standing

pytestmark = pytest.mark.django_db
SUPPORT = "支援決定を待っています（支援プランの案が会議に諮られています）"
ADOPT = "支援プランの決定を待っています（会議の意見は「適切」）"


@standing
def plan(cast):
    return proposed(cast, coordinated_8050(cast))


def supported(cast, plan):
    with cast.acting("coordination_manager") as by:
        case = Case.objects.get(pk=plan.case_id)
        decide_support(
            case=case, decided_on=clock.today(by.at), reason="世帯全体で支える", by=by, at=by.at
        )


def discussed(cast, plan, *, opinion):
    """The item as the meeting left it."""
    with cast.acting("coordinator") as by:
        named = [UUID(one["id"]) for one in plan.persons]
        packet = packet_contents(circle_id=plan.circle_id, person_ids=named, by=by)
        own = {"owner_window_id": by.window_id, "written_by_id": by.appointment_id}
        meeting = Meeting.objects.create(
            **own, starts_at=by.at, number="M1", place="区役所", chair_id=by.appointment_id
        )
        facts = GroundFacts(basis="multilayer_conference", what="案件")
        ground = open_ground(circle_id=plan.circle_id, facts=facts, by=by, at=by.at)
        return AgendaItem.objects.create(
            **own, circle_id=plan.circle_id, case_id=plan.case_id, plan=plan,
            conference="multilayer_conference", state="discussed", meeting=meeting, ground=ground,
            purpose="プランの適否", discussed_at=by.at, plan_opinion=opinion,
            persons=list(packet.persons), recorder_id=by.appointment_id,
        )  # fmt: skip


def awaited(cast, name):
    with cast.acting(name) as viewer:
        return [
            (row.what, row.target.value) for row in home(viewer).new if "決定を待って" in row.what
        ]


def marks(cast):
    with cast.acting("coordinator") as viewer:
        return [row.mark for row in board(viewer).coordinations]


def test_the_support_decision_is_awaited_once_a_plan_is_before_the_conference(cast, plan):
    assert awaited(cast, "coordination_manager") == [(SUPPORT, "multi_agency:decide")]
    assert marks(cast) == ["支援決定を待っています"]
    for name in ("coordinator", "manager", "elderly", "outsider"):
        assert awaited(cast, name) == [], name
    supported(cast, plan)
    assert awaited(cast, "coordination_manager") == []
    assert marks(cast) == [""]


@pytest.mark.parametrize(("opinion", "waits"), [("fitting", True), ("amend", False)])
def test_the_decision_of_a_plan_is_awaited_where_the_conference_found_it_fitting(
    cast, plan, opinion, waits
):
    supported(cast, plan)
    discussed(cast, plan, opinion=opinion)
    assert awaited(cast, "coordination_manager") == ([(ADOPT, "casework:plan")] if waits else [])
    assert marks(cast) == ["プラン決定を待っています" if waits else ""]
    assert [awaited(cast, name) for name in ("coordinator", "outsider")] == [[], []]


def test_once_it_is_decided_nobody_waits(cast, plan):
    supported(cast, plan)
    discussed(cast, plan, opinion="fitting")
    with cast.acting("coordination_manager") as by:
        adopt_plan_after_conference(
            plan=Plan.objects.get(), decided_on=clock.today(by.at), by=by, at=by.at
        )
    assert (awaited(cast, "coordination_manager"), marks(cast)) == ([], [""])


def test_the_page_of_the_record_says_beforehand_that_support_is_not_decided(cast, plan, visit):
    item = discussed(cast, plan, opinion="")
    address = reverse("multi_agency:item_record", args=[item.pk])
    said = "この世帯の支援決定がまだありません。"
    assert said in visit("coordinator", "get", address).content.decode()
    supported(cast, plan)
    cast.at += timedelta(minutes=1)
    assert said not in visit("coordinator", "get", address).content.decode()
