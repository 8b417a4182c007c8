"""案件 from preparation to its end: what is asked for, what is refused, and with which sentence."""

from datetime import date, timedelta

import pytest

from ikue.audit.models import Change
from ikue.casework.domain.entries import EntryFacts, write_entry
from ikue.casework.domain.responsibility import NobodyToAnswer
from ikue.casework.models import Case
from ikue.kernel.transitions import NotAllowed, NotPossible
from ikue.people.models import ContactPoint
from ikue.programmes.multi_agency.domain.failures import (
    ItemChanged,
    ItemNotPossible,
    MeetingChanged,
)
from ikue.programmes.multi_agency.domain.items import (
    Preparation,
    adjourn_item,
    call_again,
    close_item,
    edit_item,
    prepare_item,
    unchanged_item,
    withdraw_item,
)
from ikue.programmes.multi_agency.domain.meetings import (
    MeetingNotPossible,
    Sitting,
    close_meeting,
    move_meeting,
    plan_meeting,
)
from ikue.programmes.multi_agency.domain.moving import MOVED, move_to_multilayer
from ikue.programmes.multi_agency.domain.papers import attach_papers, candidates
from ikue.programmes.multi_agency.enums import Conference, ItemState
from ikue.programmes.multi_agency.models import AgendaItem, Meeting
from ikue.sharing.enums import ExclusionKind
from ikue.sharing.models import Exclusion
from tests.factories.conferences import BOTH, SITS_AT
from tests.tally.rows import events

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]


def prepared(household, **changes) -> Preparation:
    words = {"purpose": "役割を決める", "person_ids": household.persons(*BOTH)}
    return Preparation(**(words | changes))


class TestMeetings:
    def test_a_meeting_has_a_number_a_chair_and_a_deputy(self, cast, household):
        first = household.meeting(deputy="coordination_manager")
        second = household.meeting()
        assert (first.number, second.number) == ("会R8-00001", "会R8-00002")
        assert first.deputy_chair_id == cast.appointment("coordination_manager").pk

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"place": ""}, "会議の場所を書いてください。"),
            (
                {"starts_at": SITS_AT - timedelta(days=30)},
                "会議の日は、きょうかそれより後の日にしてください。",
            ),
        ],
    )
    def test_what_is_missing_is_said(self, cast, household, changes, said):
        values = {
            "starts_at": SITS_AT, "place": "会議室", "chair": cast.appointment("coordinator"),
        }  # fmt: skip
        with cast.acting("coordinator") as by, pytest.raises(MeetingNotPossible) as refused:
            plan_meeting(sitting=Sitting(**(values | changes)), by=by, at=by.at)
        assert str(refused.value) == said

    def test_the_chair_serves_at_the_window_that_hosts(self, cast, household):
        for name in ("desk", "retired"):
            sitting = Sitting(starts_at=SITS_AT, place="x", chair=cast.appointment(name))
            with cast.acting("coordinator") as by, pytest.raises(NobodyToAnswer):
                plan_meeting(sitting=sitting, by=by, at=by.at)

    def test_nobody_else_plans_one(self, cast, household):
        sitting = Sitting(
            starts_at=SITS_AT, place="x", chair=cast.appointment("coordinator")
        )  # fmt: skip
        for name in ("desk", "outreach", "member", "outsider"):
            with cast.acting(name) as by, pytest.raises(NotAllowed):
                plan_meeting(sitting=sitting, by=by, at=by.at)

    def test_it_is_moved_by_whoever_saw_its_present_day(self, cast, household):
        meeting = household.meeting()
        chair = cast.appointment("coordinator")
        later = Sitting(starts_at=SITS_AT + timedelta(days=1), place="別室", chair=chair)
        with cast.acting("coordinator") as by:
            move_meeting(meeting=meeting, sitting=later, by=by, at=by.at, seen_version=1)
            with pytest.raises(MeetingChanged, match="ほかの人が先に書き換えました"):
                move_meeting(meeting=meeting, sitting=later, by=by, at=by.at, seen_version=1)
            assert Meeting.objects.get().place == "別室"

    def test_it_closes_when_nothing_waits(self, cast, household):
        item = household.invited("elderly")
        cast.at = SITS_AT + timedelta(hours=2)
        with cast.acting("coordinator") as by, pytest.raises(MeetingNotPossible) as refused:
            close_meeting(meeting=Meeting.objects.get(), by=by, at=by.at)
        assert "まだ話し合っていない案件が1件あります" in str(refused.value)
        household.record(item)
        with cast.acting("coordinator") as by:
            closed = close_meeting(meeting=Meeting.objects.get(), by=by, at=by.at)
            assert closed.closed_at == cast.at
            with pytest.raises(ItemNotPossible, match="その会議は閉じています"):
                prepare_item(
                    case=household.case(), conference=Conference.SUPPORT, meeting=closed,
                    preparation=prepared(household), by=by, at=by.at,
                )  # fmt: skip

    def test_it_does_not_close_over_an_item_that_one_may_not_see(self, cast, household):
        """Kin of the household closes nothing over it, and learns not even how many they are."""
        household.invited("elderly")
        with cast.acting("coordinator") as by:
            Exclusion.objects.create(
                circle_id=household.circle_id, owner_window_id=by.window_id,
                written_by_id=by.appointment_id, kind=ExclusionKind.KIN, starts_at=cast.at,
                account_id=cast["coordination_manager"].account_id,
            )  # fmt: skip
        cast.at = SITS_AT + timedelta(hours=2)
        with cast.acting("coordination_manager") as by:
            assert not AgendaItem.objects.exists()
            with pytest.raises(MeetingNotPossible) as refused:
                close_meeting(meeting=Meeting.objects.get(), by=by, at=by.at)
        assert str(refused.value) == (
            "まだ話し合っていない案件があります。記録するか、延期か取下げにしてから閉じてください。"
            "この画面に出ていない案件は、ほかの担当者に頼んでください。"
        )

    def test_not_before_it_has_begun(self, cast, household):
        meeting = household.meeting()
        with cast.acting("coordinator") as by, pytest.raises(MeetingNotPossible, match="始まって"):
            close_meeting(meeting=meeting, by=by, at=by.at)


class TestPreparing:
    def test_the_persons_named_are_copied_and_nobody_else(self, cast, household):
        item = household.item(names=("トメ",))
        assert [one["given_name"] for one in item.persons] == ["トメ"]
        assert item.state == ItemState.PREPARED

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"purpose": ""}, "この案件の目的を書いてください。"),
            ({"person_ids": ()}, "だれについての案件かを選んでください。"),
        ],
    )
    def test_what_is_missing_is_said(self, cast, household, changes, said):
        with cast.acting("coordinator") as by, pytest.raises(ItemNotPossible) as refused:
            prepare_item(
                case=household.case(), conference=Conference.SUPPORT, meeting=None,
                preparation=prepared(household, **changes), by=by, at=by.at,
            )  # fmt: skip
        assert str(refused.value) == said

    def test_without_consent_there_is_no_item_of_a_multilayer_conference(self, cast, household):
        household.consent("トメ")
        with pytest.raises(ItemNotPossible) as refused:
            household.item(Conference.MULTILAYER)
        assert str(refused.value) == (
            "髙橋 一郎さんには、いま同意がありません。重層的支援会議では、同意のある方だけを"
            "話し合えます。その方を外すか、支援会議の案件にしてください。"
        )
        assert household.item(Conference.MULTILAYER, names=("トメ",)).persons

    def test_only_a_window_on_duty_in_the_household_prepares(self, cast, household):
        with cast.acting("coordinator"):
            case = household.case()
        for name in ("elderly", "outreach", "member", "outsider"):
            with cast.acting(name) as by, pytest.raises(NotAllowed):
                prepare_item(
                    case=case, conference=Conference.SUPPORT, meeting=None,
                    preparation=prepared(household), by=by, at=by.at,
                )  # fmt: skip

    def test_of_two_who_edit_the_later_sees_both_texts(self, cast, household):
        item = household.item()
        with cast.acting("coordinator") as by:
            edit_item(
                item=household.now(item), meeting=None, by=by, at=by.at,
                preparation=prepared(household, points="だれが訪ねるか"),
            )  # fmt: skip
        with cast.acting("coordination_manager"), pytest.raises(ItemChanged) as changed:
            unchanged_item(item.pk, seen_version=item.text_version)
        assert changed.value.current.points == "だれが訪ねるか"
        assert "両方の内容を見比べて" in str(changed.value)

    def test_after_the_invitation_the_words_but_not_the_persons(self, cast, household):
        item = household.invited("elderly")
        with cast.acting("coordinator") as by:
            edit_item(
                item=household.now(item), meeting=item.meeting, by=by, at=by.at,
                preparation=prepared(household, points="だれが"),
            )  # fmt: skip
            assert household.now(item).points == "だれが"
            with pytest.raises(ItemNotPossible, match="載せる方を変えられません"):
                edit_item(
                    item=household.now(item), meeting=item.meeting, by=by, at=by.at,
                    preparation=prepared(household, person_ids=household.persons("トメ")),
                )  # fmt: skip
            with pytest.raises(ItemNotPossible, match="会議から外せません"):
                edit_item(
                    item=household.now(item), meeting=None, by=by, at=by.at,
                    preparation=prepared(household),
                )  # fmt: skip


def note(cast, household, name, body, **facts):
    with cast.acting(name) as by:
        return write_entry(
            circle_id=household.circle_id, case=None, by=by, at=by.at,
            facts=EntryFacts(at=by.at, body=body, **facts),
        )  # fmt: skip


class TestPapers:
    def offered(self, cast, household, item) -> list[str]:
        with cast.acting("coordinator") as by:
            return [paper.text for paper in candidates(household.now(item), by=by)]

    def test_own_entries_and_those_a_consent_opens(self, cast, household):
        note(cast, household, "desk", "家計の相談", person_id=household_person(cast, household))
        note(cast, household, "coordinator", "調整の電話")
        item = household.item()
        assert self.offered(cast, household, item) == ["調整の電話"]
        household.consent("トメ", codes=("multi_agency",))
        assert self.offered(cast, household, item) == ["調整の電話", "家計の相談"]

    def test_strictly_confidential_ones_only_where_the_own_window_wrote_them(self, cast, household):
        household.consent("トメ", codes=("multi_agency",))
        person = household_person(cast, household)
        note(cast, household, "desk", "通院", person_id=person, tag="mental_health")
        own = note(cast, household, "coordinator", "受診", person_id=person, tag="mental_health")
        item = household.item()
        assert self.offered(cast, household, item) == ["受診"]
        with cast.acting("coordinator") as by:
            item = household.now(item)
            attach_papers(item=item, chosen=[str(own.pk)], by=by, at=by.at)
            assert household.now(item).papers[0]["tag"] == "mental_health"

    def test_whereabouts_by_name_and_never_by_value(self, cast, household):
        item = household.item()
        with cast.acting("coordinator") as by:
            point = ContactPoint(
                circle_id=household.circle_id, owner_window_id=by.window_id,
                written_by_id=by.appointment_id, person_id=household_person(cast, household),
                kind="clinic", value="荒川まちなか病院",
            )  # fmt: skip
            point.save(force_insert=True)
            item = household.now(item)
            attach_papers(item=item, chosen=[str(point.pk)], by=by, at=by.at)
            (paper,) = household.now(item).papers
        assert (paper["title"], paper["text"]) == ("通院先", "")

    def test_what_is_not_offered_is_refused(self, cast, household):
        entry = note(cast, household, "desk", "家計の相談")
        item = household.item()
        with cast.acting("coordinator") as by, pytest.raises(ItemNotPossible):
            attach_papers(item=household.now(item), chosen=[str(entry.pk)], by=by, at=by.at)
        with cast.acting("outsider") as by, pytest.raises(NotAllowed):
            attach_papers(item=item, chosen=[], by=by, at=by.at)

    def test_in_a_multilayer_conference_only_about_those_who_consented(self, cast, household):
        """A word about the whole household would tell of the son, who has not agreed."""
        household.consent("トメ")
        note(cast, household, "coordinator", "世帯の様子")
        note(cast, household, "coordinator", "母の話", person_id=household_person(cast, household))
        item = household.item(Conference.MULTILAYER, names=("トメ",))
        assert self.offered(cast, household, item) == ["母の話"]
        household.consent("一郎")
        both = household.item(Conference.MULTILAYER)
        assert self.offered(cast, household, both) == ["母の話", "世帯の様子"]

    def test_nothing_is_changed_in_an_item_whose_consent_ended(self, cast, household):
        """The wall would refuse the row; the clerk is told whose consent it is."""
        household.consent("トメ", "一郎")
        item = household.invited("elderly", conference=Conference.MULTILAYER)
        household.withdraw("一郎")
        with cast.acting("coordinator") as by:
            now = household.now(item)
            with pytest.raises(ItemNotPossible, match="一郎さんには、いま同意がありません"):
                attach_papers(item=now, chosen=[], by=by, at=by.at)
            with pytest.raises(ItemNotPossible, match="一郎さんには、いま同意がありません"):
                edit_item(
                    item=now, meeting=item.meeting, by=by, at=by.at,
                    preparation=prepared(household, points="だれが"),
                )  # fmt: skip


def household_person(cast, household):
    with cast.acting("desk"):
        return household.persons("トメ")[0]


class TestPuttingAside:
    def test_adjourned_called_again_and_invited_anew(self, cast, household):
        item = household.invited("elderly")
        first_ground = household_ground(cast, item)
        with cast.acting("coordinator") as by:
            with pytest.raises(ItemNotPossible, match="理由を書いてください"):
                adjourn_item(item=household.now(item), reason="", by=by, at=by.at)
            adjourn_item(item=household.now(item), reason="家族が入院", by=by, at=by.at)
        second = household.meeting(starts_at=SITS_AT + timedelta(days=7))
        with cast.acting("coordinator") as by:
            call_again(
                item=household.now(item), meeting=second, person_ids=household.persons("トメ"),
                by=by, at=by.at,
            )  # fmt: skip
        household.invite(item)
        with cast.acting("elderly"):
            again = household.now(item)
            assert [one["given_name"] for one in again.persons] == ["トメ"]
            assert (again.meeting_id, again.ended_reason) == (second.pk, "")
        assert household_ground(cast, item) != first_ground

    def test_withdrawn_from_preparation(self, cast, household):
        item = household.item()
        with cast.acting("coordinator") as by:
            withdraw_item(item=household.now(item), reason="転出した", by=by, at=by.at)
            assert (household.now(item).state, household.now(item).ended_at) == (
                ItemState.WITHDRAWN, by.at,
            )  # fmt: skip

    def test_closed_after_it_was_discussed_and_not_before(self, cast, household):
        item = household.invited("elderly")
        with cast.acting("coordinator") as by, pytest.raises(NotPossible):
            close_item(item=household.now(item), by=by, at=by.at)
        household.record(item)
        with cast.acting("coordinator") as by:
            assert close_item(item=household.now(item), by=by, at=by.at).ended_at == by.at

    @pytest.mark.django_db(transaction=True)
    def test_each_verb_is_recorded_and_counted(self, cast, household):
        item = household.record(household.invited("elderly"))
        with cast.acting("coordinator") as by:
            close_item(item=household.now(item), by=by, at=by.at)
            names = Change.objects.filter(record_id=item.pk).order_by("recorded_at")
            assert list(names.values_list("name", flat=True)) == [
                "prepare", "invite", "discuss", "close",
            ]  # fmt: skip
        counted = [row for row in events() if row.what.startswith("item_")]
        assert [(row.what, row.outcome, row.window) for row in counted] == [
            (f"item_{verb}", "support_conference", "multi_agency")
            for verb in ("prepared", "invited", "discussed", "closed")
        ]


def household_ground(cast, item):
    with cast.acting("coordinator"):
        return AgendaItem.objects.get(pk=item.pk).ground_id


class TestThePassage:
    def move(self, cast, household, item, *names):
        with cast.acting("coordinator") as by:
            preparation = prepared(household, person_ids=household.persons(*names))
            return move_to_multilayer(
                item=household.now(item), preparation=preparation, meeting=None, by=by, at=by.at
            )

    def test_with_consent_it_moves_over_once_and_the_one_before_ends(self, cast, household):
        note(cast, household, "coordinator", "母の話", person_id=household_person(cast, household))
        item = household.item(meeting=household.meeting())
        self.attach_all(cast, household, item)
        household.record(household.invite(item, "elderly"))
        household.consent("トメ", "一郎")
        moved = self.move(cast, household, item, *BOTH)
        assert (moved.conference, moved.moved_from_id) == (Conference.MULTILAYER, item.pk)
        assert [paper["text"] for paper in moved.papers] == ["母の話"]
        with cast.acting("coordinator"):
            assert household.now(item).state == ItemState.CLOSED
        with pytest.raises(ItemNotPossible, match="もう重層的支援会議に移しました"):
            self.move(cast, household, item, *BOTH)

    def attach_all(self, cast, household, item):
        with cast.acting("coordinator") as by:
            offered = [paper.id for paper in candidates(household.now(item), by=by)]
            attach_papers(item=household.now(item), chosen=offered, by=by, at=by.at)

    def test_papers_only_as_far_as_the_consent_reaches(self, cast, household):
        note(cast, household, "coordinator", "世帯の様子")
        with cast.acting("desk"):
            (son,) = household.persons("一郎")
        note(cast, household, "coordinator", "息子の話", person_id=son)
        mother = household_person(cast, household)
        note(cast, household, "coordinator", "通院", person_id=mother, tag="mental_health")
        note(cast, household, "coordinator", "母の話", person_id=mother)
        item = household.item()
        self.attach_all(cast, household, item)
        household.consent("トメ")
        moved = self.move(cast, household, item, "トメ")
        assert [paper["text"] for paper in moved.papers] == ["母の話"]
        with cast.acting("coordinator"):
            assert household.now(item).ended_reason == MOVED

    def test_without_consent_it_stays(self, cast, household):
        item = household.item()
        with pytest.raises(ItemNotPossible, match="いま同意がありません"):
            self.move(cast, household, item, *BOTH)
        with cast.acting("coordinator"):
            assert household.now(item).state == ItemState.PREPARED

    def test_not_while_members_are_invited_to_the_one_before(self, cast, household):
        household.consent("トメ", "一郎")
        item = household.invited("elderly")
        with pytest.raises(ItemNotPossible, match="構成員を招いたままです"):
            self.move(cast, household, item, *BOTH)


def test_an_item_says_nothing_of_the_case_to_its_members(cast, household):
    household.invited("elderly")
    with cast.acting("elderly"):
        assert (AgendaItem.objects.count(), Case.objects.count()) == (1, 0)


def test_one_meeting_holds_items_of_both_kinds(cast, household):
    household.consent("トメ", until=date(2027, 1, 31))
    meeting = household.meeting()
    household.item(meeting=meeting)
    household.item(Conference.MULTILAYER, names=("トメ",), meeting=meeting)
    with cast.acting("coordinator"):
        items = AgendaItem.objects.filter(meeting=meeting)
        assert list(items.values_list("order", "conference")) == [
            (1, "support_conference"), (2, "multilayer_conference"),
        ]  # fmt: skip
