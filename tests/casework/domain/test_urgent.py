"""急ぎのつなぎ: the first contact and a hold keep to its clock, and the packet says why at once."""

from datetime import date, timedelta

import pytest

from ikue.casework.domain import origins
from ikue.casework.domain.cases import Next
from ikue.casework.domain.packets import preview_packet, show_packet
from ikue.casework.domain.queries import referral_page
from ikue.casework.domain.referrals import (
    Acceptance,
    PartnerAnswer,
    ReferralNotPossible,
    accept_referral,
    hold_referral,
    record_partner_acceptance,
)
from ikue.casework.enums import ReferralClock
from ikue.casework.exports import paste_text
from ikue.casework.models import Packet, Referral
from ikue.people.domain.persons import PersonFacts
from ikue.programmes.consultation.domain.receiving import Principal, Reception, receive
from ikue.programmes.consultation.domain.screening import support_here
from ikue.programmes.consultation.enums import Caller, Channel, Urgency
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.enums import Basis
from tests.factories.referrals import WORDS, received_8050, send, sent_8050

pytestmark = pytest.mark.django_db

TUESDAY, WEDNESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)
FRIDAY, LATER = date(2026, 11, 27), date(2026, 12, 1)
DECLINE = "代わりにあたる先を書いて「引き受けられない」を選んでください。"


def try_to(verb, cast, referral, **answer):
    """The sentence of the refusal, or nothing."""
    with cast.acting("desk" if verb is record_partner_acceptance else "elderly") as by:
        row = Referral.objects.get(pk=referral.pk)
        try:
            verb(referral=row, by=by, at=cast.at, **answer)
        except ReferralNotPossible as refusal:
            return str(refusal)
        return ""


def accepting(cast, referral, on):
    taken = Acceptance(named=cast.appointment("elderly"), first_contact_on=on)
    return try_to(accept_referral, cast, referral, acceptance=taken)


# Sent on a Tuesday at 9:40. Which day of first contact, or of a hold, each clock allows.
CONTACT = [
    (ReferralClock.ORDINARY, LATER, True),
    (ReferralClock.TODAY, TUESDAY, True),
    (ReferralClock.TODAY, WEDNESDAY, False),
    (ReferralClock.TODAY, LATER, False),
    (ReferralClock.CHILD_ABUSE, TUESDAY, True),
    (ReferralClock.CHILD_ABUSE, THURSDAY, True),
    (ReferralClock.CHILD_ABUSE, FRIDAY, False),
]
HOLD = [
    (ReferralClock.ORDINARY, TUESDAY, False),
    (ReferralClock.ORDINARY, LATER, True),
    (ReferralClock.TODAY, TUESDAY, True),
    (ReferralClock.TODAY, WEDNESDAY, False),
    (ReferralClock.CHILD_ABUSE, THURSDAY, True),
    (ReferralClock.CHILD_ABUSE, FRIDAY, False),
    (ReferralClock.CHILD_ABUSE, date(2026, 11, 23), False),
]


@pytest.mark.parametrize(("clock", "on", "possible"), CONTACT)
def test_the_first_contact_keeps_to_the_clock(cast, clock, on, possible):
    said = accepting(cast, sent_8050(cast, clock=clock), on)
    assert said == "" if possible else said.endswith(DECLINE)


@pytest.mark.parametrize(("clock", "until", "possible"), HOLD)
def test_a_hold_keeps_to_the_clock(cast, clock, until, possible):
    referral = sent_8050(cast, clock=clock)
    said = try_to(hold_referral, cast, referral, reason="確認中", until=until)
    assert (said == "") is possible


def test_the_sentences_say_until_when(cast):
    referral = sent_8050(cast, clock=ReferralClock.TODAY)
    assert accepting(cast, referral, LATER) == (
        "急ぎのつなぎです。最初に連絡する日は、令和8年11月24日までにしてください。"
        f"それまでにできないときは、{DECLINE}"
    )
    assert try_to(hold_referral, cast, referral, reason="会議", until=LATER) == (
        "急ぎのつなぎです。保留にできるのは令和8年11月24日までで、返事の期限は延びません。"
        f"引き受けられないときは、{DECLINE}"
    )


def test_a_partner_keeps_to_it_too(cast):
    referral = sent_8050(
        cast, clock=ReferralClock.TODAY, to_agency="hospital", basis=Basis.SPECIAL_REASON
    )
    answer = PartnerAnswer(who="山本さん", how="電話", first_contact_on=WEDNESDAY)
    assert try_to(record_partner_acceptance, cast, referral, answer=answer).endswith(DECLINE)


def test_taken_up_after_its_limit_it_is_for_that_day(cast):
    referral = sent_8050(cast, clock=ReferralClock.CHILD_ABUSE)
    cast.later(days=3)
    assert accepting(cast, referral, FRIDAY + timedelta(days=1)).endswith(DECLINE)
    assert accepting(cast, referral, FRIDAY) == ""


class TestHowItCame:
    """The kind of caller and never who told (F6a); from the own reception, while it is open."""

    @pytest.fixture
    def reception(self, cast):
        with cast.acting("desk") as by:
            return receive(
                reception=Reception(
                    received_at=cast.at, complaint="泣き声がする", caller=Caller.NEIGHBOUR,
                    caller_name="通報 した子", caller_relation="隣室", channel=Channel.PHONE,
                    urgency=Urgency.TODAY, urgency_reason="今も泣き声が続いている",
                ),
                principal=Principal(facts=PersonFacts(known_as="203号室の方", given_name="トメ")),
                by=by, at=cast.at,
            )  # fmt: skip

    CAME = ("近隣・知人", "電話", "今も泣き声が続いている")

    def test_the_sender_sees_it_before_and_the_receiver_after(self, cast, reception):
        with cast.acting("desk") as by:
            words = {"question": WORDS.question, "complaint": WORDS.complaint}
            before = preview_packet(
                circle_id=reception.circle_id, person_ids=[reception.person_id], words=words, by=by
            )
        referral = send(cast, reception.circle_id, clock=ReferralClock.TODAY)
        with cast.acting("elderly") as by:
            read = show_packet(by, referral)
            pasted = paste_text(referral_page(by, referral))
        for packet in (before, read):
            assert (packet.caller, packet.channel, packet.urgency_reason) == self.CAME
        assert (
            "緊急の理由：今も泣き声が続いている\nだれから：近隣・知人（電話）\nお願い：" in pasted
        )

    def test_who_told_is_in_no_column_of_it(self, cast, reception):
        referral = send(cast, reception.circle_id)
        with cast.acting("elderly"):
            packet = Packet.objects.get(referral=referral)
            stored = " ".join(str(value) for value in vars(packet).values())
        assert "近隣・知人" in stored
        assert "通報" not in stored
        assert "隣室" not in stored

    def test_from_a_case_it_is_old_and_left_out(self, cast, reception):
        with cast.acting("desk") as by:
            support_here(
                consultation=Consultation.objects.get(pk=reception.pk),
                responsible=cast.appointment("desk"), reason="",
                next_action=Next(what="訪問", due_on=WEDNESDAY), by=by, at=cast.at,
            )  # fmt: skip
        referral = send(cast, reception.circle_id)
        with cast.acting("elderly"):
            packet = Packet.objects.get(referral=referral)
            assert (packet.caller, packet.channel, packet.urgency_reason) == ("", "", "")


def test_where_nobody_tells_how_a_circle_began_asking_fails(cast):
    """今日中 must not go on as an ordinary one because no programme was asked."""
    reception = received_8050(cast)
    with cast.acting("desk"):
        assert origins.origin_of(reception.circle_id).reception_id == reception.pk
        tellers = origins._tellers[:]
        origins._tellers.clear()
        try:
            with pytest.raises(LookupError):
                origins.origin_of(reception.circle_id)
        finally:
            origins._tellers.extend(tellers)
