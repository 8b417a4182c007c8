"""構成員 and their answers: by name, as far as the consents reach; no hidden window is named."""

from datetime import date, timedelta

import pytest
from django.db import connection

from ikue.casework.domain.entries import EntryFacts, write_entry
from ikue.casework.models import Entry
from ikue.directory.domain.appointments import (
    SecrecyBeforeAppointment,
    acknowledge_secrecy,
    end_appointment,
    stop_account,
)
from ikue.directory.models import Agency, Appointment
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.multi_agency.domain.answers import Answers, answer_item
from ikue.programmes.multi_agency.domain.failures import ItemNotPossible, MemberNotPossible
from ikue.programmes.multi_agency.domain.items import adjourn_item
from ikue.programmes.multi_agency.domain.members import (
    add_member,
    add_partner,
    invitable,
    invite_item,
    member_leaves,
    note_secrecy,
    partner_agencies,
    replace_member,
)
from ikue.programmes.multi_agency.enums import Conference
from ikue.programmes.multi_agency.models import AgendaItem, ItemMember, MemberAnswer
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.enums import Act, Basis, FieldClass
from ikue.sharing.models import Consent, Grant, Ground
from tests.factories.conferences import BOTH
from tests.sharing.raw import REFUSED, attempt

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]

ALL = ("トメ", "一郎")


def refused(household, item, name) -> str:
    with pytest.raises(MemberNotPossible) as failure:
        household.list_member(item, name)
    return str(failure.value)


class TestWhoIsNamed:
    def test_staff_of_visible_windows_beyond_the_host(self, cast, household):
        with cast.acting("coordinator") as by:
            names = {row.account.username for row in invitable(by=by, at=by.at)}
        assert {"elderly", "disability", "desk", "member", "outreach"} <= names
        assert names.isdisjoint(
            {"women", "children", "coordinator", "coordination_manager", "retired", "outsider",
             "auditor", "privacy_officer", "administrator", "commissioner"}
        )  # fmt: skip

    @pytest.mark.parametrize("name", ["women", "children"])
    def test_a_hidden_window_is_reached_through_its_manager(self, cast, household, name):
        assert refused(household, household.item(), name) == (
            "この窓口の職員は、名前を挙げて招けません。必要なときは、その窓口の課長に連絡してください。"
        )

    @pytest.mark.parametrize("name", ["outsider", "auditor", "commissioner", "privacy_officer"])
    def test_who_holds_no_case_is_no_member(self, cast, household, name):
        assert "構成員になれません" in refused(household, household.item(), name)

    def test_an_appointment_that_ended_is_said_to_have(self, cast, household):
        said = refused(household, household.item(), "retired")
        assert said == (
            "中井 退さんの所属は終わっているか、利用を止められています。後任の方を選んでください。"
        )

    def test_so_is_a_stopped_account_found_only_while_inviting(self, cast, household):
        item = household.item(meeting=household.meeting())
        household.list_member(item, "elderly")
        stop_account(account=cast.appointment("elderly").account, at=cast.at)
        with pytest.raises(MemberNotPossible, match="利用を止められています"):
            household.invite(item)
        with cast.acting("coordinator"):
            assert Ground.objects.filter(basis="support_conference").count() == 0

    def test_nobody_twice(self, cast, household):
        item = household.item()
        household.list_member(item, "elderly")
        assert refused(household, item, "elderly") == "この方は、もうこの案件の構成員です。"

    def test_partners_without_an_account_by_agency_name_and_secrecy(self, cast, household):
        item = household.item()
        with cast.acting("coordinator") as by:
            offered = set(partner_agencies(at=by.at).values_list("code", flat=True))
        assert {"hospital", "police", "welfare_commissioners"} <= offered
        assert not {"corporation_midori", "tax"} & offered
        for name, secrecy, said in (
            ("", "口頭", "どなたが出るか"), ("山本", "", "守秘をどう確かめたか"),
        ):  # fmt: skip
            with cast.acting("coordinator") as by, pytest.raises(MemberNotPossible, match=said):
                add_partner(
                    item=item, agency=Agency.objects.get(code="hospital"), name=name,
                    secrecy=secrecy, by=by, at=by.at,
                )  # fmt: skip
        with cast.acting("coordinator") as by, pytest.raises(MemberNotPossible, match="名前で選"):
            add_partner(
                item=item, agency=Agency.objects.get(code="corporation_midori"), name="x",
                secrecy="x", by=by, at=by.at,
            )  # fmt: skip

    def test_only_the_window_that_keeps_the_item(self, cast, household):
        item = household.invited("elderly")
        for name in ("elderly", "desk", "outsider"):
            with cast.acting(name) as by, pytest.raises(NotAllowed):
                add_member(item=item, appointment=cast.appointment("disability"), by=by, at=by.at)


class TestInviting:
    def test_a_grant_for_each_bound_to_the_item(self, cast, household):
        item = household.invited("elderly", "member")
        with cast.acting("coordinator"):
            grants = Grant.objects.filter(bound_to_id=item.pk, ground=item.ground)
            assert {grant.appointment_id for grant in grants} == {
                cast.appointment(name).pk for name in ("elderly", "member")
            }
            wanted = int(FieldClass.F0 | FieldClass.F1 | FieldClass.F3 | FieldClass.F5)
            assert {(grant.classes, grant.acts, grant.ends_at) for grant in grants} == {
                (wanted, int(Act.READ | Act.PRINT), None)
            }
            assert Ground.objects.get(pk=item.ground_id).basis == "support_conference"

    def test_not_without_anybody_named(self, cast, household):
        item = household.item(meeting=household.meeting())
        with pytest.raises(ItemNotPossible, match="構成員がまだいません"):
            household.invite(item)

    def test_a_partner_alone_is_somebody(self, cast, household):
        item = household.item(meeting=household.meeting())
        household.list_partner(item)
        assert household.invite(item).state == "invited"

    def test_not_without_a_meeting(self, cast, household):
        with pytest.raises(ItemNotPossible, match="話し合う会議を選んでください"):
            household.invite(household.item(), "elderly")

    def test_by_the_chair_or_the_deputy(self, cast, household):
        item = household.item(meeting=household.meeting())
        household.list_member(item, "elderly")
        refused = pytest.raises(ItemNotPossible, match="座長か座長代理です")
        with cast.acting("coordination_manager") as by, refused:
            invite_item(item=household.now(item), by=by, at=by.at)
        other = household.item(meeting=household.meeting(deputy="coordination_manager"))
        household.list_member(other, "elderly")
        with cast.acting("coordination_manager") as by:
            assert invite_item(item=household.now(other), by=by, at=by.at).state == "invited"

    def test_who_is_added_later_is_invited_at_once(self, cast, household):
        item = household.invited("elderly")
        household.list_member(item, "disability")
        with cast.acting("disability"):
            assert AgendaItem.objects.get().pk == item.pk
        household.record(item)
        assert "加えられません" in refused(household, item, "member")

    def test_who_is_added_to_an_invited_item_is_picked_by_the_chair(self, cast, household):
        item = household.invited("elderly")
        refused = pytest.raises(ItemNotPossible, match="座長か座長代理です")
        with cast.acting("coordination_manager") as by, refused:
            appointment = cast.appointment("disability")
            add_member(item=household.now(item), appointment=appointment, by=by, at=by.at)


class TestConsent:
    def multilayer(self, household, *names, persons=("トメ",)):
        return household.invited(*names, conference=Conference.MULTILAYER, persons=persons)

    def test_the_ground_rests_on_the_consents_and_ends_with_the_earliest(self, cast, household):
        household.consent("トメ", until=date(2027, 3, 31))
        household.consent("一郎", until=date(2026, 12, 31))
        item = self.multilayer(household, "elderly", persons=BOTH)
        with cast.acting("coordinator"):
            ground = Ground.objects.get(pk=item.ground_id)
            consents = {str(pk) for pk in Consent.objects.values_list("pk", flat=True)}
            assert (ground.basis, set(ground.rests_on)) == ("multilayer_conference", consents)
            assert Grant.objects.get(ground=ground).ends_at.isoformat() == (
                "2026-12-31T15:00:00+00:00"
            )

    def test_an_agency_to_which_somebody_did_not_agree_is_named_with_the_person(
        self, cast, household
    ):
        household.consent("トメ")
        household.consent("一郎", codes=("core_consultation_center",))
        with pytest.raises(ItemNotPossible) as failure:
            self.multilayer(household, "elderly", persons=BOTH)
        assert str(failure.value) == (
            "地域包括支援センター 荒川に伝えることに、髙橋 一郎さんの同意がありません。"
            "同意を得るか、この機関を外すか、その方を除いて準備し直してください。"
        )

    def test_the_host_keeps_the_item_on_its_own_row_and_needs_no_more(self, cast, household):
        """Not named in the consent, it reads what members answer it, and no other window's row."""
        household.consent("トメ", codes=("support_center_arakawa",))
        with cast.acting("desk") as by:
            (mother,) = household.persons("トメ")
            facts = EntryFacts(at=by.at, body="家計の相談", person_id=mother)
            write_entry(circle_id=household.circle_id, case=None, facts=facts, by=by, at=by.at)
        item = self.multilayer(household, "elderly")
        household.answer(item, "elderly", knows="月に一度、母が来る")
        with cast.acting("coordinator") as by:
            assert MemberAnswer.objects.get(item=item).knows == "月に一度、母が来る"
            assert not any(
                grant.basis == Basis.CONSENT for grant in rights_of(by, [item.circle_id]).grants
            )
            assert not Entry.objects.exists()

    def test_a_partner_needs_it_too(self, cast, household):
        household.consent("トメ", codes=("support_center_arakawa",))
        item = household.item(
            Conference.MULTILAYER, names=("トメ",), meeting=household.meeting()
        )  # fmt: skip
        household.list_partner(item)
        with pytest.raises(ItemNotPossible, match="荒川まちなか病院（架空）に伝えることに"):
            household.invite(item, "elderly")

    def test_whoever_is_added_stands_on_a_ground_of_all_consents(self, cast, household):
        household.consent("トメ", codes=("support_center_arakawa",))
        item = self.multilayer(household, "elderly")
        with pytest.raises(ItemNotPossible, match="同意がありません"):
            household.list_member(item, "disability")
        household.consent("トメ", codes=("core_consultation_center",))
        household.list_member(item, "disability")
        cast.later(minutes=1)
        for name in ("elderly", "disability"):
            with cast.acting(name):
                assert AgendaItem.objects.count() == 1, name
        with cast.acting("coordinator"):
            now = household.now(item)
            assert len(Ground.objects.get(pk=now.ground_id).rests_on) == 2
            assert Ground.objects.get(pk=item.ground_id).ended_at is not None

    @pytest.mark.parametrize("ends", [(12, 31), (31, 12)])
    def test_of_two_consents_of_one_person_the_longer_carries_it(self, cast, household, ends):
        for day in ends:
            household.consent("トメ", until=date(2026, 12, day))
        item = self.multilayer(household, "elderly")
        with cast.acting("coordinator"):
            (resting,) = Ground.objects.get(pk=item.ground_id).rests_on
            assert Consent.objects.get(pk=resting).until == date(2026, 12, 31)
            assert Grant.objects.get(ground_id=item.ground_id).ends_at.isoformat() == (
                "2026-12-31T15:00:00+00:00"
            )


class TestLeaving:
    def member(self, item, appointment) -> ItemMember:
        return ItemMember.objects.select_related("item").get(
            item=item, appointment_id=appointment.pk
        )

    def test_the_last_one_does_not_leave_an_open_item(self, cast, household):
        item = household.invited("elderly")
        refused = pytest.raises(MemberNotPossible, match="最後の構成員は外せません")
        with cast.acting("coordinator") as by, refused:
            member = self.member(item, cast.appointment("elderly"))
            member_leaves(member=member, reason="異動", by=by, at=by.at)

    def test_replaced_by_a_colleague(self, cast, household):
        item = household.invited("elderly")
        household.answer(item, "elderly")
        with cast.acting("coordinator") as by:
            replace_member(
                member=self.member(item, cast.appointment("elderly")), reason="担当替え",
                successor=cast.appointment("elderly_manager"), by=by, at=by.at,
            )  # fmt: skip
        with cast.acting("elderly"):
            assert AgendaItem.objects.count() == 0
        with cast.acting("elderly_manager"):
            assert MemberAnswer.objects.get().knows == "月に一度、母が来る"

    def test_who_has_left_answers_no_more(self, cast, household):
        item = household.invited("elderly", "member")
        with cast.acting("coordinator") as by:
            member = self.member(item, cast.appointment("member"))
            with pytest.raises(MemberNotPossible, match="外れる理由を書いてください"):
                member_leaves(member=member, reason="", by=by, at=by.at)
            member_leaves(member=member, reason="異動", by=by, at=by.at)
        with cast.acting("member") as by:
            assert ItemMember.objects.count() == 0
            with pytest.raises(MemberNotPossible, match="構成員から外れているため"):
                answer_item(member=member, answers=Answers(knows="x"), by=by, at=by.at)

    def test_an_appointment_that_ends_takes_the_item_with_it(self, cast, household):
        household.invited("elderly")
        cast.later(hours=1)
        end_appointment(appointment=cast.appointment("elderly"), at=cast.at)
        with cast.acting("elderly"):
            assert AgendaItem.objects.count() == 0


class TestAnswers:
    def test_the_member_answers_and_answers_again(self, cast, household):
        item = household.invited("member")
        household.answer(item, "member", knows="学校での様子")
        household.answer(item, "member", knows="学校での様子", worries="登校の日")
        with cast.acting("coordinator"):
            answer = MemberAnswer.objects.get()
            assert (answer.knows, answer.worries) == ("学校での様子", "登校の日")
            assert answer.owner_window_id == cast["member"].window_id

    def test_nobody_answers_for_a_colleague_with_an_account(self, cast, household):
        item = household.invited("member", "elderly")
        with cast.acting("coordinator") as by:
            member = ItemMember.objects.get(appointment_id=cast.appointment("member").pk)
            with pytest.raises(NotAllowed):
                answer_item(member=member, answers=Answers(knows="x"), by=by, at=by.at)
        with cast.acting("elderly") as by, pytest.raises(NotAllowed):
            answer_item(member=member, answers=Answers(knows="x"), by=by, at=by.at)
        assert item.state == "invited"

    def test_what_a_partner_said_is_written_down(self, cast, household):
        item = household.item(meeting=household.meeting())
        partner = household.list_partner(item)
        household.invite(item, "elderly")
        with cast.acting("coordinator") as by:
            member = ItemMember.objects.get(pk=partner.pk)
            answer_item(member=member, answers=Answers(can_do="受診の枠"), by=by, at=by.at)
        with cast.acting("elderly"):
            assert MemberAnswer.objects.get().can_do == "受診の枠"

    @pytest.mark.parametrize(("answers", "said"), [(Answers(), "どれか一つには答えてください")])
    def test_something_is_said(self, cast, household, answers, said):
        household.invited("member")
        with cast.acting("member") as by, pytest.raises(MemberNotPossible, match=said):
            answer_item(member=ItemMember.objects.get(), answers=answers, by=by, at=by.at)

    def test_not_after_the_item_was_put_off(self, cast, household):
        item = household.invited("member")
        with cast.acting("member"):
            member = ItemMember.objects.select_related("item").get()
        with cast.acting("coordinator") as by:
            adjourn_item(item=household.now(item), reason="延期", by=by, at=by.at)
            member.item = household.now(item)
        with cast.acting("member") as by, pytest.raises(MemberNotPossible, match="延期"):
            answer_item(member=member, answers=Answers(knows="x"), by=by, at=by.at)


class TestSecrecy:
    def test_noted_once_by_the_member_or_whoever_heard_it(self, cast, household):
        household.invited("member", "elderly")
        for name in ("member", "coordinator"):
            with cast.acting(name) as by:
                member = ItemMember.objects.get(appointment_id=cast.appointment("member").pk)
                note_secrecy(member=member, by=by, at=by.at)
            cast.later(days=1)
        row = Appointment.objects.get(pk=cast.appointment("member").pk)
        assert row.secrecy_acknowledged_on == date(2026, 11, 24)
        with cast.acting("elderly") as by, pytest.raises(NotAllowed):
            note_secrecy(member=member, by=by, at=by.at)

    def test_only_a_window_that_hosts_the_member_hears_it(self, cast, household):
        """Also by SQL: not another window of the household, nor whoever invited somebody else."""
        statement = "SELECT wall.acknowledge_secrecy(%s, %s)"
        member = [cast.appointment("member").pk, date(2026, 11, 24)]
        household.invited("elderly")
        with cast.acting("coordinator"):
            assert attempt(statement, member) == REFUSED
        household.invited("member")
        for name in ("desk", "elderly"):
            with cast.acting(name):
                assert attempt(statement, member) == REFUSED
        with cast.acting("coordinator"):
            assert attempt(statement, member) == 1

    def test_not_before_the_appointment(self, cast, household):
        appointment = cast.appointment("member")
        before = appointment.starts_at.date() - timedelta(days=1)
        with pytest.raises(SecrecyBeforeAppointment):
            acknowledge_secrecy(appointment=appointment, on=before, at=cast.at)


def test_every_members_answer_is_counted_at_its_own_window(cast, household):
    """Of a 会議だけの構成員 as of a counsellor; answering again counts no second time."""
    item = household.invited("member", "elderly")
    for name in ("member", "elderly", "member"):
        household.answer(item, name)
    with cast.acting("manager"), connection.cursor() as cursor:
        cursor.execute(
            'SELECT "window", times FROM wall.monthly_figures(%s) WHERE what = %s',
            [cast.at.date(), "item_answered"],
        )
        assert cursor.fetchall() == [("education", 1), ("support_center_arakawa", 1)]
