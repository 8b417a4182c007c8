"""What raw SQL may do to the rows of a conference: nobody speaks in another's name, and what has
ended stays as it is."""

import json
import uuid
from datetime import date

import pytest
from django.db import connection

from ikue.kernel import clock
from ikue.programmes.multi_agency.domain.answers import Answers, answer_item
from ikue.programmes.multi_agency.domain.coordinations import HandBack, step_out
from ikue.programmes.multi_agency.domain.decisions import decide_support, end_support
from ikue.programmes.multi_agency.domain.items import close_item, withdraw_item
from ikue.programmes.multi_agency.models import AgendaItem, Coordination, ItemMember, MemberAnswer
from tests.factories.coordination import in_days
from tests.sharing.raw import REFUSED, attempt, insert

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]


def row_of(item, by) -> dict[str, object]:
    return {
        "id": uuid.uuid4(), "circle_id": item.circle_id, "owner_window_id": by.window_id,
        "written_by_id": by.appointment_id, "recorded_at": by.at, "item_id": item.pk,
    }  # fmt: skip


def insert_answer(item, member_id, by):
    return insert(
        "multi_agency_memberanswer", **row_of(item, by), member_id=member_id, knows="捏造",
        doing="", can_do="", worries="", answered_at=by.at,
    )  # fmt: skip


class TestAnAnswer:
    def test_of_a_member_with_an_account_is_not_written_by_the_keeper(self, cast, household):
        item = household.invited("elderly", "member")
        with cast.acting("coordinator") as by:
            member = ItemMember.objects.get(appointment_id=cast["elderly"].appointment_id)
            assert insert_answer(item, member.pk, by) == REFUSED

    def test_of_a_partner_is(self, cast, household):
        item = household.item(meeting=household.meeting())
        partner = household.list_partner(item)
        household.invite(item, "member")
        with cast.acting("coordinator") as by:
            assert insert_answer(item, partner.pk, by) == 1

    REWRITTEN = "UPDATE multi_agency_memberanswer SET knows = 'あとから'"

    def test_stands_once_the_item_was_talked_over(self, cast, household):
        item = household.invited("member")
        household.answer(item, "member")
        with cast.acting("member"):
            assert attempt(self.REWRITTEN, []) == 1
        household.record(item)
        with cast.acting("member"):
            assert MemberAnswer.objects.count() == 1
            assert attempt(self.REWRITTEN, []) == 0

    def test_of_a_partner_stands_too(self, cast, household):
        item = household.item(meeting=household.meeting())
        partner = household.list_partner(item)
        household.invite(item, "member")
        with cast.acting("coordinator") as by:
            invited = ItemMember.objects.get(pk=partner.pk)
            answer_item(member=invited, answers=Answers(knows="通院中"), by=by, at=by.at)
        household.record(item)
        with cast.acting("coordinator"):
            assert attempt(self.REWRITTEN, []) == 0


class TestAListOfMembers:
    def test_is_added_to_by_the_window_of_the_item_alone(self, cast, household):
        """A member on duty writes nobody onto it, whom the chair could then not invite."""
        item = household.invited("desk", "member")
        with cast.acting("desk") as by:
            assert insert(
                "multi_agency_itemmember", **row_of(item, by), agency_code="", partner_name="",
                appointment_id=cast["disability"].appointment_id, added_at=by.at,
                secrecy_note="", left_reason="",
            ) == REFUSED  # fmt: skip
        household.list_member(item, "disability")
        with cast.acting("coordinator"):
            assert ItemMember.objects.filter(item=item).count() == 3


class TestASupportDecision:
    @pytest.mark.parametrize(
        ("writer", "signer"),
        [
            ("desk", "coordination_manager"),
            ("coordinator", "coordination_manager"),
            ("coordinator", "coordinator"),
            ("chief", "chief"),
        ],
    )
    def test_is_signed_by_nobody_but_the_manager(self, cast, household, writer, signer):
        assert insert_decision(cast, household, writer, signer) == REFUSED

    def test_is_signed_by_the_manager(self, cast, household):
        signed = ("coordination_manager", "coordination_manager")
        assert insert_decision(cast, household, *signed) == 1

    def test_that_ended_is_not_in_force_again(self, cast, household):
        with cast.acting("coordination_manager") as by:
            today = clock.today(by.at)
            decision = decide_support(
                case=household.case(), decided_on=today, reason="複合課題", by=by, at=by.at
            )
            end_support(decision=decision, ended_on=today, reason="転出", by=by, at=by.at)
            again = "UPDATE multi_agency_supportdecision SET state = 'decided'"
            assert attempt(again, []) == REFUSED


def insert_decision(cast, household, writer, signer):
    with cast.acting(writer) as by:
        return insert(
            "multi_agency_supportdecision", id=uuid.uuid4(), circle_id=household.circle_id,
            owner_window_id=by.window_id, written_by_id=by.appointment_id, recorded_at=by.at,
            case_id=household.case_id, state="decided", decided_on=date(2026, 11, 24),
            decided_by_id=cast[signer].appointment_id, reason="捏造", ended_reason="",
            tally_key=uuid.uuid4(),
        )  # fmt: skip


class TestWhatHasEnded:
    def test_a_closed_item_is_not_talked_over_again(self, cast, household):
        item = household.invited("member")
        household.record(item)
        with cast.acting("coordinator") as by:
            close_item(item=household.now(item), by=by, at=by.at)
            again = "UPDATE multi_agency_agendaitem SET state = 'discussed', minutes = '書換え'"
            assert attempt(again, []) == REFUSED

    def test_a_withdrawn_item_is_not_prepared_again(self, cast, household):
        item = household.item()
        with cast.acting("coordinator") as by:
            withdraw_item(item=household.now(item), reason="転出した", by=by, at=by.at)
            assert attempt("UPDATE multi_agency_agendaitem SET state = 'prepared'", []) == REFUSED
            assert AgendaItem.objects.get().state == "withdrawn"

    def test_who_stepped_out_does_not_coordinate_again(self, cast, household):
        household.consent("トメ", codes=("multi_agency",))
        cast.later(minutes=5)
        with cast.acting("coordinator") as by:
            hand_back = HandBack(words="終わり", follow_up_on=in_days(cast, 30))
            step_out(coordination=Coordination.objects.get(), hand_back=hand_back, by=by, at=by.at)
            again = "UPDATE multi_agency_coordination SET state = 'coordinating'"
            assert attempt(again, []) == REFUSED


def test_who_agreed_is_answered_to_whoever_owes_duty_there(cast, household):
    """Circle and persons in hand are no right to know."""
    household.consent("トメ")
    with cast.acting("desk"):
        agreed, silent = household.persons("トメ"), household.persons("一郎")
    answers = {}
    for name in ("coordinator", "elderly", "women", "outsider", "retired"):
        with cast.acting(name):
            answers[name] = [
                all_consent(household.circle_id, person) for (person,) in (agreed, silent)
            ]
    assert answers.pop("coordinator") == [True, False]
    assert {tuple(given) for given in answers.values()} == {(False, False)}
    assert all_consent(household.circle_id, agreed[0]) is False


def all_consent(circle_id, person_id):
    with connection.cursor() as cursor:
        named = json.dumps([{"id": str(person_id)}])
        cursor.execute("SELECT wall.all_consent(%s, %s::jsonb)", [circle_id, named])
        return cursor.fetchone()[0]
