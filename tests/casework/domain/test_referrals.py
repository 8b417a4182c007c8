"""つなぎ under row security: what each end reads at each step, and what the outsider never does."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from ikue.casework.domain import referrals
from ikue.casework.domain.cases import Next, open_case
from ikue.casework.domain.entries import EntryFacts, write_entry
from ikue.casework.domain.packets import packet_contents, preview_packet, show_outcome, show_packet
from ikue.casework.domain.queries import read_times
from ikue.casework.domain.responsibility import NobodyToAnswer
from ikue.casework.models import Case, Entry, NextAction, Packet, Referral, ReferralOutcome
from ikue.kernel.clock import TOKYO
from ikue.kernel.transitions import NotAllowed, NotPossible
from ikue.people.models import Household, Person
from ikue.sharing.domain.bases import NoBasis
from ikue.sharing.domain.circles import windows_in_circle
from ikue.sharing.domain.consents import (
    ConsentAnswer,
    ConsentScope,
    ask_consent,
    give_consent,
    withdraw_consent,
)
from ikue.sharing.enums import Basis
from tests.cast import NEVER_READS
from tests.factories.referrals import received_8050, send, sent_8050

pytestmark = pytest.mark.django_db
CONTACT = date(2026, 11, 26)
BYSTANDERS = ("disability", "women", "coordinator", "night_duty", *NEVER_READS)


def accept(cast, referral, by="elderly", named=""):
    with cast.acting(by) as viewer:
        referrals.accept_referral(
            referral=Referral.objects.get(pk=referral.pk),
            acceptance=referrals.Acceptance(
                named=cast.appointment(named or by), first_contact_on=CONTACT
            ),
            by=viewer,
            at=cast.at,
        )
    return again(cast, referral, by)


def decline(cast, referral, by="elderly"):
    with cast.acting(by) as viewer:
        referrals.decline_referral(
            referral=Referral.objects.get(pk=referral.pk),
            refusal=referrals.Refusal(reason="65歳未満のため", proposed_note="基幹へ"),
            by=viewer,
            at=cast.at,
        )


def again(cast, referral, by):
    with cast.acting(by):
        return Referral.objects.get(pk=referral.pk)


def counts(cast, name) -> dict[str, int]:
    models = (Referral, Packet, Person, Household, Entry, Case)
    with cast.acting(name):
        return {model.__name__: model.objects.count() for model in models}


def numbers(*values: int) -> dict[str, int]:
    names = ("Referral", "Packet", "Person", "Household", "Entry", "Case")
    return dict(zip(names, values, strict=True))


def with_entry(cast, circle_id, by="desk"):
    with cast.acting(by) as viewer:
        facts = EntryFacts(at=cast.at, body="電話で状況を聞いた")
        write_entry(circle_id=circle_id, case=None, facts=facts, by=viewer, at=cast.at)


def test_before_the_answer_the_receiver_reads_the_packet_alone(cast):
    referral = sent_8050(cast)
    with_entry(cast, referral.circle_id)
    assert counts(cast, "desk_colleague") == numbers(1, 1, 2, 1, 1, 0)
    assert counts(cast, "elderly") == numbers(1, 1, 0, 0, 0, 0)
    for name in BYSTANDERS:
        assert counts(cast, name) == numbers(0, 0, 0, 0, 0, 0), name


def test_the_packet_names_the_chosen_person_and_no_whereabouts(cast):
    referral = sent_8050(cast)
    with cast.acting("elderly") as viewer:
        packet = show_packet(viewer, referral)
        stored = str(Packet.objects.values().get())
    (person,) = packet.persons
    assert (person.name, person.kana, person.age_words) == ("髙橋 トメ", "たかはし とめ", "82歳")
    assert (person.relationship, person.sex, person.interpreter) == ("本人", "女", "")
    assert person.closed == ("住所", "電話")
    assert packet.safe_contact == "髙橋 トメさん: 留守番電話に残さない／時間: 午前中"
    assert packet.question == "介護の相談と、母の受診の同行をお願いしたい"
    assert "一郎" not in stored
    assert "荒川二丁目" not in stored
    assert "03-0000-0001" not in stored


def test_the_preview_is_what_the_receiver_reads(cast):
    consultation = received_8050(cast)
    with cast.acting("desk") as viewer:
        tome = Person.objects.get(given_name="トメ")
        words = {
            "question": "介護の相談と、母の受診の同行をお願いしたい",
            "done_already": "電話で状況を聞いた",
            "keep_doing": "息子の家計の相談は続ける",
            "complaint": "母の物忘れがひどい",
        }
        before = preview_packet(
            circle_id=consultation.circle_id, person_ids=[tome.pk], words=words, by=viewer
        )
    referral = send(cast, consultation.circle_id)
    with cast.acting("elderly") as viewer:
        assert show_packet(viewer, referral) == before


def test_accepting_opens_a_case_and_not_the_others_records(cast):
    referral = sent_8050(cast)
    with_entry(cast, referral.circle_id)
    cast.later(hours=1)
    accepted = accept(cast, referral, named="elderly_manager")
    assert accepted.state == "accepted"
    assert accepted.answered_by == "大山 ふみ"
    assert accepted.named_id == cast.appointment("elderly_manager").pk
    assert accepted.receiving_circle_id == referral.circle_id
    # One person by name, the household as a stub; still no entry of the sender's.
    assert counts(cast, "elderly") == numbers(1, 1, 1, 1, 0, 1)
    with cast.acting("elderly"):
        case = Case.objects.get()
        assert case.lead_window_id == cast["elderly"].window_id
        assert case.responsible_id == cast.appointment("elderly_manager").pk
        assert NextAction.objects.get().due_on == CONTACT
    assert counts(cast, "desk")["Case"] == 1
    for name in BYSTANDERS:
        assert counts(cast, name) == numbers(0, 0, 0, 0, 0, 0), name


def test_accepting_leaves_an_open_case_and_its_lead_alone(cast):
    consultation = received_8050(cast)
    with cast.acting("desk") as viewer:
        case = open_case(
            circle_id=consultation.circle_id,
            responsible=cast.appointment("desk"),
            next_action=Next(what="訪問する", due_on=date(2026, 11, 30)),
            by=viewer,
            at=cast.at,
        )
    referral = send(cast, consultation.circle_id)
    accept(cast, referral)
    with cast.acting("elderly"):
        found = Case.objects.get()
        assert (found.pk, found.lead_window_id) == (case.pk, cast["desk"].window_id)
        assert set(windows_in_circle(case.circle_id)) == {
            cast["desk"].window_id,
            cast["elderly"].window_id,
        }


def test_declining_closes_the_packet_and_leaves_the_fact(cast):
    referral = sent_8050(cast)
    decline(cast, referral)
    assert counts(cast, "elderly") == numbers(1, 0, 0, 0, 0, 0)
    assert counts(cast, "desk") == numbers(1, 1, 2, 1, 0, 0)
    with cast.acting("elderly") as viewer:
        assert show_packet(viewer, referral) is None
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sharing_circle")
            assert cursor.fetchone() == (0,)


def test_recalling_closes_the_packet(cast):
    referral = sent_8050(cast)
    with cast.acting("desk_colleague") as viewer:
        referrals.recall_referral(
            referral=Referral.objects.get(), reason="本人が望まない", by=viewer, at=cast.at
        )
    assert counts(cast, "elderly") == numbers(1, 0, 0, 0, 0, 0)
    with cast.acting("elderly") as viewer, pytest.raises(NotPossible):
        referrals.hold_referral(
            referral=again_here(referral),
            reason="会議で決める",
            until=date(2026, 11, 27),
            by=viewer,
            at=cast.at,
        )


def again_here(referral):
    return Referral.objects.get(pk=referral.pk)


def test_one_declined_referral_closes_while_the_next_to_another_window_stands(cast):
    referral = sent_8050(cast)
    decline(cast, referral)
    cast.later(minutes=5)
    send(cast, referral.circle_id, to="core_consultation_center")
    assert counts(cast, "elderly")["Packet"] == 0
    assert counts(cast, "disability") == numbers(1, 1, 0, 0, 0, 0)


@pytest.mark.parametrize(("hidden", "window"), [("women", "women"),
                                                ("children", "child_family_center")])  # fmt: skip
def test_a_hidden_receiver_keeps_its_own_circle(cast, hidden, window):
    referral = sent_8050(cast, to=window, basis=Basis.ABUSE_ELDER)
    accepted = accept(cast, referral, by=hidden)
    assert accepted.receiving_circle_id != referral.circle_id
    with cast.acting("desk"):
        assert windows_in_circle(referral.circle_id).keys() == {cast["desk"].window_id}
        assert Case.objects.count() == 0
        assert set(Person.objects.values_list("circle_id", flat=True)) == {referral.circle_id}
    with cast.acting(hidden):
        assert [person.name for person in Person.objects.all()] == ["髙橋 トメ"]
        assert Case.objects.get().circle_id == accepted.receiving_circle_id
        assert windows_in_circle(accepted.receiving_circle_id) == {}


def test_a_hidden_sender_keeps_its_own_circle(cast):
    referral = sent_8050(cast, by="women", basis=Basis.ABUSE_ELDER)
    accepted = accept(cast, referral)
    assert accepted.receiving_circle_id != referral.circle_id
    with cast.acting("elderly"):
        assert windows_in_circle(accepted.receiving_circle_id).keys() == {cast["elderly"].window_id}
    assert counts(cast, "women") == numbers(1, 1, 2, 1, 0, 0)
    assert counts(cast, "outsider") == numbers(0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize("window", ["women", "child_family_center"])
def test_no_standing_decision_reaches_a_hidden_window(cast, window):
    with pytest.raises(NoBasis):
        sent_8050(cast, to=window)
    assert counts(cast, "desk")["Referral"] == 0


def test_a_hidden_window_has_no_standing_decision_either(cast):
    with pytest.raises(NoBasis):
        sent_8050(cast, by="women")


def consent(cast, circle_id, given_name, *codes):
    with cast.acting("desk") as viewer:
        person = Person.objects.get(given_name=given_name)
        asked = ask_consent(person_id=person.pk, circle_id=circle_id, by=viewer, at=cast.at)
        return give_consent(
            consent=asked,
            answer=ConsentAnswer(words="お願いします"),
            scope=ConsentScope(window_codes=codes, purpose="つなぎ", until=date(2027, 3, 31)),
            by=viewer,
            at=cast.at,
        )


def test_consent_covers_the_window_it_names_and_no_other(cast):
    circle_id = received_8050(cast).circle_id
    consent(cast, circle_id, "トメ", "women")
    with pytest.raises(NoBasis):
        send(cast, circle_id, to="core_consultation_center", basis=Basis.CONSENT)
    assert send(cast, circle_id, to="women", basis=Basis.CONSENT).state == "sent"


def test_consent_is_given_per_person(cast):
    circle_id = received_8050(cast).circle_id
    consent(cast, circle_id, "トメ", "women")
    both = ("トメ", "一郎")
    with pytest.raises(NoBasis):
        send(cast, circle_id, to="women", basis=Basis.CONSENT, names=both)
    consent(cast, circle_id, "一郎", "women")
    assert send(cast, circle_id, to="women", basis=Basis.CONSENT, names=both).state == "sent"


def test_a_withdrawn_or_expired_consent_carries_nothing(cast):
    circle_id = received_8050(cast).circle_id
    given = consent(cast, circle_id, "トメ", "women")
    with cast.acting("desk") as viewer:
        withdraw_consent(consent=given, by=viewer, at=cast.at)
    with pytest.raises(NoBasis):
        send(cast, circle_id, to="women", basis=Basis.CONSENT)
    consent(cast, circle_id, "トメ", "women")
    cast.at += timedelta(days=160)
    with pytest.raises(NoBasis):
        send(cast, circle_id, to="women", basis=Basis.CONSENT)


def test_a_window_sends_only_from_a_circle_it_stands_in(cast):
    circle_id = received_8050(cast).circle_id
    for name in ("elderly", "coordinator", "outsider"):
        with pytest.raises(NotAllowed):
            send(cast, circle_id, by=name, to="core_consultation_center")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"to": "youth"}, "いま返事のできる職員がいません"),
        ({"to": "self_reliance"}, "自分の窓口にはつなげません"),
        ({"names": ()}, "だれについて"),
        ({"kind": "outreach"}, "その事業の窓口にだけ"),
        ({"to_agency": "board_of_education"}, "窓口を選んで"),
    ],
)
def test_what_cannot_be_sent(cast, changes, sentence):
    with pytest.raises(referrals.ReferralNotPossible, match=sentence):
        sent_8050(cast, **changes)


def test_nobody_of_another_household_gets_into_a_packet(cast):
    mine = received_8050(cast)
    other = received_8050(cast)
    with cast.acting("desk") as viewer:
        stranger = Person.objects.filter(circle_id=other.circle_id).first()
        contents = packet_contents(circle_id=mine.circle_id, person_ids=[stranger.pk], by=viewer)
        assert contents.persons == ()
        sending = referrals.Sending(
            person_ids=(stranger.pk,),
            basis=Basis.OTHER_PUBLIC_BODY,
            words=referrals.Words(question="お願い"),
            to_agency=referrals.Agency.objects.get(code="police"),
        )
        with pytest.raises(referrals.ReferralNotPossible, match="この世帯にいない"):
            referrals.send_referral(
                circle_id=mine.circle_id, sending=sending, by=viewer, at=cast.at
            )


def test_the_named_person_must_serve_at_the_receiving_window(cast):
    referral = sent_8050(cast)
    for name in ("desk", "retired", "disability"):
        with pytest.raises(NobodyToAnswer):
            accept(cast, referral, named=name)
    assert again(cast, referral, "elderly").state == "sent"


def test_the_sender_cannot_answer_and_the_receiver_cannot_recall(cast):
    referral = sent_8050(cast)
    with pytest.raises(NotAllowed):
        decline(cast, referral, by="desk")
    with cast.acting("elderly") as viewer, pytest.raises(NotAllowed):
        referrals.recall_referral(referral=again_here(referral), reason="x", by=viewer, at=cast.at)


def test_arrival_then_outcome(cast):
    referral = sent_8050(cast)
    accept(cast, referral)
    sent_at = cast.at
    cast.later(days=2)
    with cast.acting("elderly") as viewer:
        record = again_here(referral)
        for met_at, sentence in (
            (cast.at + timedelta(minutes=1), "まだ来ていない"),
            (sent_at - timedelta(days=1), "送る前の日"),
        ):
            with pytest.raises(referrals.ReferralNotPossible, match=sentence):
                referrals.confirm_arrival(
                    referral=record, met_at=met_at, how="訪問", by=viewer, at=cast.at
                )
        referrals.confirm_arrival(
            referral=record, met_at=cast.at, how="自宅を訪問", by=viewer, at=cast.at
        )
        referrals.finish_referral(
            referral=record, outcome="要介護認定を申請した", by=viewer, at=cast.at
        )
    with cast.acting("desk") as viewer:
        told = again_here(referral)
        assert (told.state, told.arrived_how) == ("done", "自宅を訪問")
        assert show_outcome(viewer, told) == "要介護認定を申請した"


def test_a_partner_answers_through_the_sender(cast):
    referral = sent_8050(cast, to_agency="hospital", basis=Basis.SPECIAL_REASON)
    with cast.acting("desk") as viewer:
        record = again_here(referral)
        answer = referrals.PartnerAnswer(who="山本さん", how="電話", first_contact_on=CONTACT)
        referrals.record_partner_acceptance(referral=record, answer=answer, by=viewer, at=cast.at)
        assert (record.answered_by, record.named_id) == ("山本さん（電話）", None)
        referrals.confirm_arrival(
            referral=record, met_at=cast.at, how="受診に同席", by=viewer, at=cast.at
        )
        referrals.finish_referral(referral=record, outcome="通院が決まった", by=viewer, at=cast.at)
        assert ReferralOutcome.objects.get().text == "通院が決まった"
    assert counts(cast, "outsider") == numbers(0, 0, 0, 0, 0, 0)


def test_a_window_is_not_answered_for_and_a_partner_not_by_a_window(cast):
    referral = sent_8050(cast)
    partner = send(cast, referral.circle_id, to_agency="hospital", basis=Basis.SPECIAL_REASON)
    answer = referrals.PartnerAnswer(who="山本さん", how="電話", first_contact_on=CONTACT)
    with cast.acting("desk") as viewer:
        with pytest.raises(referrals.ReferralNotPossible, match="返事をお待ちください"):
            referrals.record_partner_acceptance(
                referral=again_here(referral), answer=answer, by=viewer, at=cast.at
            )
        acceptance = referrals.Acceptance(named=cast.appointment("desk"), first_contact_on=CONTACT)
        with pytest.raises(referrals.ReferralNotPossible, match="先方から聞いた内容"):
            referrals.accept_referral(
                referral=again_here(partner), acceptance=acceptance, by=viewer, at=cast.at
            )


def test_unread_until_the_receiver_has_seen_it(cast):
    referral = sent_8050(cast)
    for name in ("desk", "elderly", "outsider"):
        with cast.acting(name):
            assert read_times([referral.pk]) == {}


def test_the_coordinator_sees_a_stub_without_persons(cast):
    referral = sent_8050(cast)
    for name, expected in (("coordinator", [(referral.pk, "link")]), ("desk", []),
                           ("outsider", [])):  # fmt: skip
        with cast.acting(name), connection.cursor() as cursor:
            cursor.execute("SELECT referral_id, kind FROM wall.unanswered_referrals()")
            assert cursor.fetchall() == expected, name


class TestConsentEnds:
    """A packet that stands on consent is open while everybody in it consents to its receiver."""

    @pytest.fixture
    def passed(self, cast):
        circle_id = received_8050(cast).circle_id
        given = consent(cast, circle_id, "トメ", "women")
        send(cast, circle_id, to="women", basis=Basis.CONSENT)
        return given

    def test_withdrawn_at_the_next_request(self, cast, passed):
        with cast.acting("women"):
            assert Packet.objects.count() == 1
        cast.later(minutes=1)
        with cast.acting("desk") as viewer:
            withdraw_consent(consent=passed, by=viewer, at=cast.at)
        with cast.acting("women"):
            assert Packet.objects.count() == 0
        with cast.acting("desk"):
            assert Packet.objects.count() == 1

    def test_expired_by_its_date(self, cast, passed):
        cast.at = datetime(2027, 3, 31, 23, 59, tzinfo=TOKYO)
        with cast.acting("women"):
            assert Packet.objects.count() == 1
        cast.at = datetime(2027, 4, 1, 0, 0, tzinfo=TOKYO)
        with cast.acting("women"):
            assert Packet.objects.count() == 0
