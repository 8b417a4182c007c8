"""多機関協働: asked for, taken up, returned, given back to a lead; by hand and behind the wall."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ikue.casework.domain.cases import HandOverBook
from ikue.casework.domain.ending import Completion, complete_case
from ikue.casework.domain.referrals import (
    ReferralNotPossible,
    Sending,
    finish_referral,
    send_referral,
)
from ikue.casework.enums import ReferralKind
from ikue.casework.models import Case, Packet, Plan, Referral, ReferralOutcome
from ikue.directory.models import Window
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed, NotPossible
from ikue.people.models import Person, Support
from ikue.programmes.multi_agency.domain.coordinations import (
    HandBack,
    follow_up_after,
    return_request,
    step_out,
)
from ikue.programmes.multi_agency.enums import CoordinationState
from ikue.programmes.multi_agency.models import AgendaItem, Coordination
from ikue.programmes.multi_agency.states import COORDINATION
from ikue.sharing.domain.circles import windows_in_circle
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.enums import Basis
from tests.cast import ROLES, assemble
from tests.factories.coordination import (
    coordinated_8050,
    in_days,
    request,
    supported_8050,
    take_up,
)
from tests.factories.referrals import WORDS, received_8050
from tests.tally.rows import events

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]

KEEPERS = ("coordinator", "coordination_manager")
OTHERS = sorted(set(ROLES) - {*KEEPERS, "retired"})
VERBS = {
    # state: what the window of 多機関協働 may do
    "coordinating": ["step_out"],
    "stepped_out": [],
}


@pytest.fixture
def cast():
    return assemble()


def give_back(cast, coordination, *, by="coordinator", **changes):
    hand_back = HandBack(
        **{"words": "役割が決まり、サポートデスクが続けて関わります。",
           "follow_up_on": in_days(cast, 90)} | changes
    )  # fmt: skip
    with cast.acting(by) as viewer:
        return step_out(
            coordination=Coordination.objects.get(pk=coordination.pk), hand_back=hand_back,
            by=viewer, at=cast.at,
        )  # fmt: skip


# state × verb × cast


@pytest.mark.parametrize("state", CoordinationState.values)
def test_who_may_do_what(cast, state):
    record = Coordination(
        state=state, owner_window_id=cast["coordinator"].window_id, circle_id=None
    )
    for name in (*KEEPERS, *OTHERS):
        expected = VERBS[state] if name in KEEPERS else []
        found = [row.name for row in COORDINATION.open_to(record=record, viewer=cast[name])]
        assert found == expected, name


@pytest.mark.parametrize("name", sorted(ROLES))
def test_only_multi_agency_takes_up(cast, name):
    if name in KEEPERS:
        assert COORDINATION.check_first("take_up", record=None, viewer=cast[name])
    else:
        with pytest.raises(NotAllowed):
            COORDINATION.check_first("take_up", record=None, viewer=cast[name])


@pytest.mark.parametrize("state", CoordinationState.values)
def test_what_the_table_leaves_out_is_refused(cast, state):
    record = Coordination(state=state, owner_window_id=cast["coordinator"].window_id)
    with pytest.raises(NotAllowed):
        COORDINATION.check("step_out", record=record, viewer=cast["outsider"])
    if VERBS[state]:
        assert COORDINATION.check("step_out", record=record, viewer=cast["coordinator"])
    else:
        with pytest.raises(NotPossible):
            COORDINATION.check("step_out", record=record, viewer=cast["coordinator"])


# asking


@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [
        ("question", "お願いしたいことを書いてください。"),
        ("done_already", "こちらでしたことを書いてください。"),
        ("keep_doing", "こちらで続けることを書いてください。"),
    ],
)
def test_the_requester_says_what_it_did_asks_and_goes_on_doing(cast, lacking, sentence):
    circle_id = received_8050(cast).circle_id
    with cast.acting("desk") as by:
        persons = tuple(Person.objects.filter(circle_id=circle_id).values_list("pk", flat=True))
        sending = Sending(
            person_ids=persons, basis=Basis.WARD_PURPOSE, words=replace(WORDS, **{lacking: "　"}),
            to_window=Window.objects.get(code="multi_agency"), kind=ReferralKind.MULTI_AGENCY,
        )  # fmt: skip
        with pytest.raises(ReferralNotPossible, match=sentence):
            send_referral(circle_id=circle_id, sending=sending, by=by, at=by.at)
        assert Referral.objects.count() == 0
        if lacking != "question":
            to_another = replace(
                sending, kind=ReferralKind.LINK,
                to_window=Window.objects.get(code="support_center_arakawa"),
            )  # fmt: skip
            assert send_referral(circle_id=circle_id, sending=to_another, by=by, at=by.at)


# taking up


def test_the_lead_stays_with_the_window_that_supports(cast):
    coordination = coordinated_8050(cast)
    with cast.acting("coordinator") as viewer:
        case = Case.objects.get()
        assert (case.lead_window_id, coordination.case_id) == (cast["desk"].window_id, case.pk)
        assert set(windows_in_circle(case.circle_id)) == {
            cast["desk"].window_id, viewer.window_id,
        }  # fmt: skip
        assert Coordination.objects.get().taken_up_at == cast.at


def test_without_a_case_it_leads_until_it_hands_over(cast):
    coordinated_8050(cast, supported=False)
    with cast.acting("coordinator") as viewer:
        case = Case.objects.get()
        assert case.lead_window_id == viewer.window_id
        assert case.responsible_id == viewer.appointment_id


def test_a_second_request_joins_what_stands(cast):
    """One coordination in a circle: another window of it asks, and nothing is opened twice."""
    coordination = coordinated_8050(cast)
    with cast.acting("coordinator"):
        circle_id = Case.objects.get().circle_id
    again = take_up(cast, request(cast, circle_id))
    assert again == coordination
    with cast.acting("coordinator"):
        assert Coordination.objects.count() == 1
        assert {one.state for one in Referral.objects.all()} == {"accepted"}


def test_what_was_taken_up_meanwhile_is_not_taken_up_again(cast):
    referral = request(cast, received_8050(cast).circle_id)
    take_up(cast, referral)
    with pytest.raises(NotPossible, match="ほかの人が先に進めたかもしれません"):
        take_up(cast, referral, by="coordination_manager")


@pytest.mark.parametrize("name", [*OTHERS, "retired"])
def test_nobody_else_takes_it_up_or_returns_it(cast, name):
    referral = request(cast, received_8050(cast).circle_id)
    with cast.acting("coordinator"):
        held = Referral.objects.get()
    with cast.acting(name) as by, pytest.raises((NotAllowed, Referral.DoesNotExist)):
        return_request(referral=held, reason="r", advice="a", by=by, at=by.at)
    with pytest.raises((NotAllowed, Referral.DoesNotExist)):
        take_up(cast, referral, by=name)


def test_an_ordinary_referral_is_no_request(cast):
    from_desk = request(cast, received_8050(cast).circle_id)
    with cast.acting("coordinator") as by:
        referral = Referral.objects.get(pk=from_desk.pk)
        referral.kind = ReferralKind.LINK
        with pytest.raises(NotAllowed):
            return_request(referral=referral, reason="r", advice="a", by=by, at=by.at)


@pytest.mark.parametrize("name", ["elderly", "women", "outsider", "auditor"])
def test_who_is_outside_sees_no_coordination(cast, name):
    coordinated_8050(cast)
    with cast.acting("desk"):
        assert Coordination.objects.count() == 1
    with cast.acting(name):
        assert Coordination.objects.count() == 0


# sent back


def test_returned_with_reason_and_advice(cast):
    referral = request(cast, received_8050(cast).circle_id)
    with cast.acting("coordinator") as by:
        return_request(
            referral=Referral.objects.get(), reason="一つの窓口で進められる",
            advice="まず長男の受診を一緒に", by=by, at=by.at,
        )  # fmt: skip
        assert Packet.objects.count() == 0
        assert Coordination.objects.count() == 0
    with cast.acting("desk"):
        back = Referral.objects.get(pk=referral.pk)
        assert (back.state, back.reason, back.proposed_note, back.proposed_window_id) == (
            "declined", "一つの窓口で進められる", "まず長男の受診を一緒に", None,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "差し戻す理由を書いてください。"),
        ({"advice": "　"}, "助言を書いてください。"),
    ],
)
def test_a_return_is_no_slammed_door(cast, changes, sentence):
    request(cast, received_8050(cast).circle_id)
    said = {"reason": "理由", "advice": "助言"} | changes
    with cast.acting("coordinator") as by, pytest.raises(Expected, match=sentence):
        return_request(referral=Referral.objects.get(), by=by, at=by.at, **said)
    with cast.acting("desk"):
        assert Referral.objects.get().state == "sent"


# stepping out


def test_given_back_where_another_window_leads(cast):
    coordination = coordinated_8050(cast)
    cast.later(days=30)
    give_back(cast, coordination)
    with cast.acting("desk") as by:
        case = Case.objects.get()
        stepped_out = Coordination.objects.get()
        assert set(windows_in_circle(case.circle_id)) == {by.window_id}
        assert stepped_out.lead_window_id == by.window_id
        assert (stepped_out.state, stepped_out.follow_up_on) == (
            "stepped_out", in_days(cast, 90),
        )  # fmt: skip
        assert Referral.objects.get().state == "done"
        assert ReferralOutcome.objects.get().text.startswith("役割が決まり")


def test_it_keeps_its_own_rows_and_nothing_else(cast):
    coordination = coordinated_8050(cast)
    with cast.acting("coordinator") as viewer:
        circle_id = coordination.circle_id
        assert {one.given_name for one in Person.objects.all()} == {"トメ", "一郎"}
        assert Packet.objects.count() == 1
        assert len(rights_of(viewer, [circle_id]).supported) == 2
    cast.later(days=30)
    give_back(cast, coordination)
    cast.later(minutes=1)
    with cast.acting("coordinator") as viewer:
        rights = rights_of(viewer, [circle_id])
        assert not rights.on_duty_in(circle_id)
        assert rights.supported == frozenset()
        assert (Person.objects.count(), Case.objects.count(), Packet.objects.count()) == (0, 0, 0)
        assert (Coordination.objects.count(), ReferralOutcome.objects.count()) == (1, 1)
        assert {one.until for one in Support.objects.all()} == {cast.at - timedelta(minutes=1)}
    with cast.acting("desk"):
        assert Person.objects.count() == 2


def test_while_it_leads_it_names_who_accompanies(cast):
    coordination = coordinated_8050(cast, supported=False)
    with pytest.raises(Expected, match="主担当に戻す窓口の担当者を選んでください"):
        give_back(cast, coordination)
    with pytest.raises(Expected, match="主担当に戻す窓口の担当者を選んでください"):
        give_back(cast, coordination, to=cast.appointment("coordination_manager"))
    with pytest.raises(Expected, match="まだこの世帯の支援に加わっていません"):
        give_back(cast, coordination, to=cast.appointment("elderly"))
    give_back(cast, coordination, to=cast.appointment("desk"), book=HandOverBook(promise="火曜"))
    with cast.acting("desk") as by:
        case = Case.objects.get()
        assert (case.lead_window_id, case.responsible_id) == (by.window_id, by.appointment_id)


def test_another_lead_is_not_taken_from_afar(cast):
    coordination = coordinated_8050(cast)
    with pytest.raises(Expected, match="主担当は、もう別の窓口です"):
        give_back(cast, coordination, to=cast.appointment("elderly"))
    give_back(cast, coordination, to=cast.appointment("desk_colleague"))
    with cast.acting("desk"):
        assert Case.objects.get().responsible_id == cast["desk"].appointment_id


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"words": " "}, "依頼した窓口に伝える結果を書いてください。"),
        ({"follow_up_on": "today"}, "フォローの日は、きょうより後の日にしてください。"),
    ],
)
def test_what_is_missing_is_said(cast, changes, sentence):
    coordination = coordinated_8050(cast)
    if changes.get("follow_up_on") == "today":
        changes = {"follow_up_on": in_days(cast, 0)}
    with pytest.raises(Expected, match=sentence):
        give_back(cast, coordination, **changes)
    with cast.acting("coordinator"):
        assert Coordination.objects.get().state == "coordinating"


def item(cast, coordination, state):
    """Its own tests walk the path of an item; here only where it stands counts."""
    with cast.acting("coordinator") as by:
        AgendaItem.objects.create(
            circle_id=coordination.circle_id, owner_window_id=by.window_id,
            written_by_id=by.appointment_id, case_id=coordination.case_id, state=state,
            conference="support_conference", purpose="役割分担", ended_reason="資料が足りない",
        )  # fmt: skip


@pytest.mark.parametrize("state", ["prepared", "adjourned"])
def test_not_while_an_item_is_open(cast, state):
    coordination = coordinated_8050(cast)
    item(cast, coordination, state)
    with pytest.raises(Expected, match="終わっていない案件があります"):
        give_back(cast, coordination)


def test_an_item_that_was_withdrawn_stands_in_nobodys_way(cast):
    coordination = coordinated_8050(cast)
    item(cast, coordination, "withdrawn")
    assert give_back(cast, coordination).state == "stepped_out"


@pytest.mark.parametrize(
    ("state", "is_refused"), [("in_force", True), ("under_review", True), ("draft", False)]
)
def test_not_while_a_plan_runs(cast, state, is_refused):
    coordination = coordinated_8050(cast)
    with cast.acting("coordinator") as by:
        Plan.objects.create(
            circle_id=coordination.circle_id, owner_window_id=by.window_id,
            written_by_id=by.appointment_id, case_id=coordination.case_id, edition=1, state=state,
            lead_window_id=by.window_id, next_review_on=in_days(cast, 90),
            decided_on=in_days(cast, 0), decided_by_id=by.appointment_id,
        )  # fmt: skip
    if is_refused:
        with pytest.raises(Expected, match="先に評価をして、プランを終えてください"):
            give_back(cast, coordination)
    else:
        assert give_back(cast, coordination).state == "stepped_out"


def test_the_requester_who_was_told_before_is_not_told_twice(cast):
    coordination = coordinated_8050(cast)
    with cast.acting("coordinator") as by:
        finish_referral(referral=Referral.objects.get(), outcome="先に伝えた", by=by, at=by.at)
    give_back(cast, coordination)
    with cast.acting("desk"):
        assert ReferralOutcome.objects.get().text == "先に伝えた"


@pytest.mark.parametrize("name", ["desk", "elderly", "outreach", "outsider"])
def test_nobody_else_steps_out_for_it(cast, name):
    coordination = coordinated_8050(cast)
    with pytest.raises((NotAllowed, Coordination.DoesNotExist)):
        give_back(cast, coordination, by=name)


def test_the_lead_does_not_end_what_is_coordinated(cast):
    coordination = coordinated_8050(cast)
    ended = Completion(reason="achieved", lead_afterwards="包括", follow_up_on=in_days(cast, 90))
    with cast.acting("desk") as by, pytest.raises(Expected, match="多機関協働で調整しています"):
        complete_case(case=Case.objects.get(), completion=ended, by=by, at=by.at)
    give_back(cast, coordination)
    with cast.acting("desk") as by:
        assert complete_case(
            case=Case.objects.get(), completion=ended, by=by, at=by.at
        ).state == "completed"  # fmt: skip


def test_asked_for_again_it_is_another_coordination(cast):
    give_back(cast, coordinated_8050(cast))
    cast.later(days=1)
    with cast.acting("desk"):
        circle_id = Case.objects.get().circle_id
    take_up(cast, request(cast, circle_id))
    with cast.acting("coordinator"):
        states = list(Coordination.objects.order_by("taken_up_at").values_list("state", flat=True))
        assert states == ["stepped_out", "coordinating"]
        assert Person.objects.count() == 2


# asking after


def test_the_lead_is_asked_how_it_goes(cast):
    coordination = give_back(cast, coordinated_8050(cast))
    cast.later(days=90)
    with cast.acting("coordinator") as by:
        follow_up_after(
            coordination=Coordination.objects.get(), next_on=in_days(cast, 90), by=by, at=by.at
        )
        assert Coordination.objects.get().followed_up_at is None
        follow_up_after(coordination=Coordination.objects.get(), next_on=None, by=by, at=by.at)
        assert Coordination.objects.get().followed_up_at == cast.at
        with pytest.raises(Expected, match="残っているフォローはありません"):
            follow_up_after(coordination=Coordination.objects.get(), next_on=None, by=by, at=by.at)
        with pytest.raises(NotPossible, match="ほかの人が先に書き換えました"):
            follow_up_after(coordination=coordination, next_on=None, by=by, at=by.at)
    with cast.acting("desk") as by, pytest.raises(NotAllowed):
        follow_up_after(coordination=Coordination.objects.get(), next_on=None, by=by, at=by.at)


@pytest.mark.django_db(transaction=True)
def test_it_is_counted_without_persons(cast):
    give_back(cast, coordinated_8050(cast))
    found = [one for one in events() if one.what.startswith("coordination")]
    assert [(one.what, one.window, one.person_key) for one in found] == [
        ("coordination_begun", "multi_agency", None),
        ("coordination_stepped_out", "multi_agency", None),
    ]


def test_supporting_is_for_those_on_duty(cast):
    supported_8050(cast)
    with cast.acting("desk") as by:
        assert {one.owner_window_id for one in Support.objects.all()} == {by.window_id}
