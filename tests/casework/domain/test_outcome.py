"""結果 under row security: told once by whoever answers, read by both ends, by nobody else; and the
packet that nobody can change any more."""

import uuid
from datetime import date

import pytest

from ikue.casework.domain import referrals
from ikue.casework.domain.packets import show_outcome
from ikue.casework.models import Packet, Referral, ReferralOutcome
from tests.cast import NEVER_READS
from tests.factories.referrals import sent_8050
from tests.sharing.raw import REFUSED, attempt, insert

pytestmark = pytest.mark.django_db
CONTACT = date(2026, 11, 26)
BYSTANDERS = ("disability", "coordinator", "night_duty", *NEVER_READS)


def accepted(cast, by="elderly", **changes):
    referral = sent_8050(cast, **changes)
    with cast.acting(by) as viewer:
        acceptance = referrals.Acceptance(named=cast.appointment(by), first_contact_on=CONTACT)
        record = Referral.objects.get(pk=referral.pk)
        referrals.accept_referral(referral=record, acceptance=acceptance, by=viewer, at=cast.at)
    return referral


def told(cast, by="elderly", **changes):
    referral = accepted(cast, by, **changes)
    with cast.acting(by) as viewer:
        record = Referral.objects.get(pk=referral.pk)
        referrals.finish_referral(referral=record, outcome="通院が決まった", by=viewer, at=cast.at)
    return referral


def read_by(cast, name, referral) -> str:
    with cast.acting(name) as viewer:
        return show_outcome(viewer, referral)


def write_as(cast, name, referral, **changes):
    with cast.acting(name) as viewer:
        values = {
            "id": uuid.uuid4(), "circle_id": referral.circle_id, "recorded_at": cast.at,
            "owner_window_id": viewer.window_id, "written_by_id": viewer.appointment_id,
            "referral_id": referral.pk, "text": "偽の結果", "told_at": cast.at,
        }  # fmt: skip
        return insert("casework_referraloutcome", **(values | changes))


def test_both_ends_read_it_and_nobody_else(cast):
    referral = told(cast)
    assert [read_by(cast, name, referral) for name in ("elderly", "desk")] == ["通院が決まった"] * 2
    for name in BYSTANDERS:
        with cast.acting(name):
            assert ReferralOutcome.objects.count() == 0, name


def test_a_hidden_window_tells_it_too(cast):
    """It owes no duty in the sender's circle, and the sender none in its own."""
    referral = told(cast, by="women", to="women", basis="abuse_elder")
    assert [read_by(cast, name, referral) for name in ("women", "desk")] == ["通院が決まった"] * 2


def test_it_is_written_by_who_answers_and_only_when_it_is_done(cast):
    referral = accepted(cast)
    for name in ("elderly", "desk", "outsider"):
        assert write_as(cast, name, referral) == REFUSED, name
    referral = told(cast)
    with cast.acting("desk"):
        own = ReferralOutcome.objects.get(referral=referral).circle_id
    for name in ("desk", "disability", "outsider"):
        assert write_as(cast, name, referral, circle_id=own) == REFUSED, name
    assert write_as(cast, "elderly", referral, circle_id=uuid.uuid4()) == REFUSED


@pytest.mark.parametrize("name", ["elderly", "desk", "outsider"])
@pytest.mark.parametrize("column", ["question", "complaint", "persons"])
def test_no_packet_is_changed_after_sending(cast, name, column):
    accepted(cast)
    with cast.acting(name):
        assert attempt(f"UPDATE casework_packet SET {column} = {column}", []) == REFUSED
        assert attempt("DELETE FROM casework_packet", []) == REFUSED


def test_no_outcome_is_changed_after_telling(cast):
    told(cast)
    for name in ("elderly", "desk"):
        with cast.acting(name):
            assert attempt("UPDATE casework_referraloutcome SET text = 'x'", []) == REFUSED
    with cast.acting("desk"):
        assert Packet.objects.get().question == "介護の相談と、母の受診の同行をお願いしたい"
