"""話し合いの記録: what each conference may decide, and what stands in the way of recording it."""

import uuid
from datetime import date, timedelta

import pytest

from ikue.casework.domain.packets import packet_contents
from ikue.casework.domain.responsibility import NobodyToAnswer
from ikue.casework.enums import PlanState
from ikue.casework.models import Plan
from ikue.directory.domain.appointments import stop_account
from ikue.kernel.transitions import NotAllowed, NotPossible
from ikue.programmes.multi_agency.domain.agreeing import Agreed, agree_role, agreed_roles
from ikue.programmes.multi_agency.domain.covering import ENDED
from ikue.programmes.multi_agency.domain.failures import ItemNotPossible, MemberNotPossible
from ikue.programmes.multi_agency.domain.items import close_item
from ikue.programmes.multi_agency.domain.members import member_leaves
from ikue.programmes.multi_agency.domain.papers import attach_papers
from ikue.programmes.multi_agency.domain.recording import Discussion, record_item
from ikue.programmes.multi_agency.enums import Conference, ItemState, Matter
from ikue.programmes.multi_agency.models import AgendaItem, ItemMember, SupportDecision
from tests.factories.conferences import BOTH, SITS_AT

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]

NEXT = {"next_step": "主治医に電話する", "next_on": date(2026, 12, 8)}
DECISIONS = {
    # what is recorded: (支援会議, 重層的支援会議); the plan's opinion has tests of its own
    "next_step": (NEXT, True, False),
    "progress": ({"progress": "通院が続いている"}, False, True),
    "completion_opinion": ({"completion_opinion": "go_on"}, False, True),
    "resource_gap": ({"resource_gap": "夜の見守りがない"}, False, True),
}


def item_of(household, conference):
    if conference == Conference.MULTILAYER:
        household.consent(*BOTH)
    return household.invited("elderly", "member", conference=conference)


@pytest.mark.parametrize("conference", Conference)
@pytest.mark.parametrize("what", DECISIONS)
def test_each_conference_records_what_it_may_decide(cast, household, conference, what):
    words, in_support, in_multilayer = DECISIONS[what]
    item = item_of(household, conference)
    if in_support if conference == Conference.SUPPORT else in_multilayer:
        assert household.record(item, **words).state == ItemState.DISCUSSED
        return
    with pytest.raises(ItemNotPossible) as refused:
        household.record(item, **words)
    assert ("支援会議では" in str(refused.value)) is (conference == Conference.SUPPORT)
    with cast.acting("coordinator"):
        assert household.now(item).state == ItemState.INVITED


def test_a_support_conference_gives_no_opinion_on_a_plan(cast, household):
    with pytest.raises(ItemNotPossible) as refused:
        household.record(item_of(household, Conference.SUPPORT), plan_opinion="fitting")
    assert str(refused.value) == (
        "支援会議では「支援プランの適否」は決められません。"
        "同意を得て、重層的支援会議の案件に移してください。"
    )


class TestTheOpinionOnAPlan:
    @pytest.fixture
    def item(self, cast, household):
        item = item_of(household, Conference.MULTILAYER)
        with cast.acting("coordinator") as by:
            contents = packet_contents(
                circle_id=household.circle_id, person_ids=household.persons(*BOTH), by=by
            )
            plan = Plan(
                circle_id=household.circle_id, owner_window_id=by.window_id,
                written_by_id=by.appointment_id, case=household.case(), edition=1,
                state=PlanState.PROPOSED, persons=list(contents.persons), proposed_at=by.at,
                wishes="家で暮らしたい", direction="受診につなぐ",
            )  # fmt: skip
            plan.save(force_insert=True)
            attach_papers(item=household.now(item), chosen=[str(plan.pk)], by=by, at=by.at)
        return item

    def decide(self, cast, household, on):
        with cast.acting("coordination_manager") as by:
            SupportDecision(
                circle_id=household.circle_id, owner_window_id=by.window_id,
                written_by_id=by.appointment_id, case=household.case(), state="decided",
                decided_on=on, decided_by_id=by.appointment_id, reason="複合的な課題",
            ).save(force_insert=True)  # fmt: skip

    def test_members_read_the_draft_among_the_papers(self, cast, household, item):
        with cast.acting("elderly"):
            (paper,) = household.now(item).papers
        assert paper["title"] == "支援プラン 第1版（案）"
        assert paper["text"] == "本人の希望：「家で暮らしたい」\n受診につなぐ"

    def test_waits_for_the_support_decision_which_may_be_of_the_same_day(
        self, cast, household, item
    ):
        with pytest.raises(ItemNotPossible, match="支援決定がまだありません"):
            household.record(item, plan_opinion="fitting")
        self.decide(cast, household, SITS_AT.date())
        assert household.record(item, plan_opinion="fitting").plan_opinion == "fitting"

    def test_a_decision_of_a_later_day_does_not_reach_back(self, cast, household, item):
        cast.at = SITS_AT + timedelta(days=1)
        self.decide(cast, household, cast.at.date())
        with pytest.raises(ItemNotPossible, match="支援決定がまだありません"):
            household.record(item, plan_opinion="hold", discussed_at=SITS_AT + timedelta(hours=1))

    def test_needs_a_plan_that_lies_before_the_conference(self, cast, household, item):
        with cast.acting("coordinator") as by:
            attach_papers(item=household.now(item), chosen=[], by=by, at=by.at)
        with pytest.raises(ItemNotPossible, match="先に資料に入れてください"):
            household.record(item, plan_opinion="amend")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"discussed_at": SITS_AT - timedelta(minutes=1)}, "会議の始まりより前の日時です"),
        ({"discussed_at": SITS_AT + timedelta(days=9)}, "まだ来ていない日時の話し合い"),
        ({"next_step": "電話する"}, "何をするかと、いつまでかの両方が必要です"),
        (NEXT | {"next_on": date(2026, 11, 30)}, "期日が、話し合った日より前です"),
    ],
)
def test_what_cannot_stand_is_said(cast, household, words, said):
    item = item_of(household, Conference.SUPPORT)
    with pytest.raises(ItemNotPossible, match=said):
        household.record(item, **words)


def test_attendance_and_the_recorder_are_kept(cast, household):
    item = household.record(item_of(household, Conference.SUPPORT), attended=("elderly",))
    with cast.acting("coordinator") as by:
        present = ItemMember.objects.filter(item=item)
        assert {row.appointment_id: row.attended for row in present} == {
            cast.appointment("elderly").pk: True, cast.appointment("member").pk: False,
        }  # fmt: skip
        assert item.recorder_id == by.appointment_id
        stranger = Discussion(
            discussed_at=by.at, minutes="x", attended=frozenset({uuid.uuid4()})
        )  # fmt: skip
        with pytest.raises(NotPossible, match="構成員でない方"):
            record_item(item=household.now(item), discussion=stranger, by=by, at=by.at)


def test_the_minutes_are_put_in_order_until_the_item_is_closed(cast, household):
    item = household.record(item_of(household, Conference.SUPPORT))
    again = household.record(item, direction="週に一度訪ねる")
    assert (again.state, again.direction, again.version) == (
        ItemState.DISCUSSED, "週に一度訪ねる", item.version + 1,
    )  # fmt: skip
    with cast.acting("coordinator") as by:
        close_item(item=household.now(item), by=by, at=by.at)
    with pytest.raises(NotPossible, match="今「終了」です"):
        household.record(item)


def test_of_two_who_record_the_later_is_told(cast, household):
    item = item_of(household, Conference.SUPPORT)
    cast.at = SITS_AT
    with cast.acting("coordinator") as by:
        first, second = household.now(item), household.now(item)
        said = Discussion(discussed_at=by.at, minutes="一人目")
        record_item(item=first, discussion=said, by=by, at=by.at)
        with pytest.raises(NotPossible, match="ほかの人が先に書き換えました"):
            record_item(item=second, discussion=said, by=by, at=by.at)


def test_a_member_reads_and_records_nothing(cast, household):
    item = item_of(household, Conference.SUPPORT)
    said = Discussion(discussed_at=SITS_AT, minutes="x")
    for name in ("elderly", "member", "desk", "outsider"):
        with cast.acting(name) as by, pytest.raises(NotAllowed):
            record_item(item=item, discussion=said, by=by, at=by.at)


def test_consent_withdrawn_meanwhile_stops_the_recording_and_says_what_to_do(cast, household):
    item = item_of(household, Conference.MULTILAYER)
    cast.later(days=1)
    household.withdraw("一郎")
    with pytest.raises(ItemNotPossible) as refused:
        household.record(item, progress="変わりない")
    assert str(refused.value) == ENDED


def test_so_does_a_consent_that_ran_out_by_itself(cast, household):
    household.consent(*BOTH, until=date(2026, 11, 30))
    item = household.invited("elderly", conference=Conference.MULTILAYER)
    with pytest.raises(ItemNotPossible, match=r"同意がありません。.*いまは記録できません"):
        household.record(item, progress="変わりない")


def agree(cast, household, item, name, matter=Matter.ROLES, **words):
    with cast.acting("coordinator") as by:
        member = ItemMember.objects.get(
            item=item, appointment_id=cast.appointment(name).pk
        )  # fmt: skip
        return agree_role(
            item=household.now(item), member=member, by=by, at=by.at,
            agreed=Agreed(matter=matter, **({"what": "受診の同行"} | words)),
        )  # fmt: skip


class TestRolesOfASupportConference:
    def test_agreed_in_the_meeting_and_outliving_the_item(self, cast, household):
        item = household.record(item_of(household, Conference.SUPPORT))
        role = agree(cast, household, item, "elderly", limit_on=date(2026, 12, 20))
        agree(cast, household, item, "member", Matter.WATCH_OVER, what="登校の見守り")
        assert (role.state, role.accepted_how, role.answered_by) == (
            "accepted", "in_meeting", "大山 ふみ",
        )  # fmt: skip
        with cast.acting("coordinator") as by:
            assert [one.what for one in agreed_roles(item)] == ["受診の同行", "登校の見守り"]
            assert role.ground.basis == "support_conference"
            close_item(item=household.now(item), by=by, at=by.at)
        for name, what in (("elderly", "受診の同行"), ("member", "登校の見守り")):
            with cast.acting(name):
                assert [one.what for one in agreed_roles(item)] == [what], name
                assert AgendaItem.objects.count() == 0
        with cast.acting("outsider"):
            assert agreed_roles(item) == []

    def test_a_partner_takes_on_a_role_too(self, cast, household):
        item = household.item(meeting=household.meeting())
        partner = household.list_partner(item)
        household.record(household.invite(item, "elderly"))
        with cast.acting("coordinator") as by:
            role = agree_role(
                item=household.now(item), member=ItemMember.objects.get(pk=partner.pk),
                agreed=Agreed(matter=Matter.URGENT_RESPONSE, what="夜間の受入れ"), by=by, at=by.at,
            )  # fmt: skip
        assert (role.agency_code, role.answered_by) == ("hospital", "山本 相談員")

    def test_not_in_a_multilayer_conference(self, cast, household):
        item = household.record(item_of(household, Conference.MULTILAYER))
        with pytest.raises(ItemNotPossible, match="「役割分担」を書けません"):
            agree(cast, household, item, "elderly")

    def test_not_before_it_was_discussed_nor_by_one_who_left(self, cast, household):
        item = item_of(household, Conference.SUPPORT)
        with pytest.raises(ItemNotPossible, match="話し合いを記録してから"):
            agree(cast, household, item, "elderly")
        household.record(item)
        with cast.acting("coordinator") as by:
            leaving = ItemMember.objects.get(
                item=item, appointment_id=cast.appointment("member").pk
            )
            member_leaves(member=leaving, reason="異動", by=by, at=by.at)
        with pytest.raises(MemberNotPossible, match="構成員から選んでください"):
            agree(cast, household, item, "member")

    def test_not_by_one_who_did_not_come(self, cast, household):
        item = item_of(household, Conference.SUPPORT)
        household.record(item, attended=("elderly",))
        with pytest.raises(MemberNotPossible, match="出席した方です"):
            agree(cast, household, item, "member")
        assert agree(cast, household, item, "elderly").state == "accepted"

    def test_nobody_is_asked_whose_account_is_stopped(self, cast, household):
        item = household.record(item_of(household, Conference.SUPPORT))
        stop_account(account=cast.appointment("elderly").account, at=cast.at)
        with pytest.raises(NobodyToAnswer, match="利用を止められています"):
            agree(cast, household, item, "elderly")
