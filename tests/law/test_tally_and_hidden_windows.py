"""Ruling of the counted events: hidden windows count under keys of their own, and nobody reads a
single event."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection

from ikue.casework.domain import referrals
from ikue.casework.models import Referral
from ikue.sharing.enums import Basis
from tests import database
from tests.cast import assemble
from tests.factories.referrals import send, sent_8050
from tests.sharing.raw import REFUSED, attempt, insert

JOINED = (
    'SELECT DISTINCT t."window" FROM tally_event t'
    " JOIN sharing_circle c ON c.tally_key = t.household_key"
)
BY_RECORD = (
    "SELECT t.what FROM tally_event t JOIN casework_referral r ON r.tally_key = t.record_key"
    " JOIN directory_window w ON w.id = r.to_window_id WHERE w.code = 'women'"
)


@pytest.fixture
def cast(transactional_db):
    return assemble()


def take(cast, referral, name):
    with cast.acting(name) as by:
        referrals.accept_referral(
            referral=Referral.objects.get(pk=referral.pk),
            acceptance=referrals.Acceptance(
                named=cast.appointment(name), first_contact_on=cast.at.date() + timedelta(days=2)
            ),
            by=by, at=cast.at,
        )  # fmt: skip


def as_keeper(statement):
    with database.superuser(database.own_name()) as server:
        return {value for (value,) in server.execute(statement)}


def counted_by_hand(cast, name, window):
    with cast.acting(name):
        return insert(
            "tally_event", id=uuid.uuid4(), what="visit", at=cast.at, recorded_at=cast.at,
            amount=1, field="", route="", issues="[]", age_band="", area="",
            outcome="", record_key=uuid.uuid4(), **{'"window"': window},
        )  # fmt: skip


def test_no_key_joins_a_hidden_window_to_the_shared_household(cast):
    first = sent_8050(cast)
    take(cast, first, "elderly")
    hidden = send(cast, first.circle_id, to="women", basis=Basis.ABUSE_ELDER)
    take(cast, hidden, "women")
    with cast.acting("women"):
        assert Referral.objects.get(pk=hidden.pk).state == "accepted"
    with cast.acting("elderly"):
        assert not Referral.objects.filter(pk=hidden.pk).exists()
        assert attempt(JOINED, []) == REFUSED
    told = as_keeper(f"{JOINED} WHERE c.id = '{first.circle_id}'")
    assert told == {"self_reliance", "support_center_arakawa"}
    assert as_keeper(BY_RECORD) == set()


@pytest.mark.parametrize("name", ["desk", "manager", "auditor", "outsider"])
def test_nobody_reads_a_single_event(cast, name):
    sent_8050(cast)
    assert as_keeper("SELECT count(*) FROM tally_event") == {2}
    with cast.acting(name):
        assert attempt("SELECT * FROM tally_event", []) == REFUSED


def test_a_window_counts_what_happened_at_its_own(cast):
    assert counted_by_hand(cast, "women", "women") == 1
    assert counted_by_hand(cast, "desk", "women") == REFUSED


@pytest.mark.parametrize("name", ["outsider", "auditor", "commissioner", "retired"])
def test_who_works_with_no_case_counts_nothing(cast, name):
    own = cast.appointment(name).window.code
    assert counted_by_hand(cast, name, own) == REFUSED


def test_nobody_in_particular_counts_nothing(cast):
    statement = "SELECT count(*) FROM wall.monthly_figures('2026-11-01')"
    sent_8050(cast)
    with cast.acting("desk"), connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.fetchone() == (2,)
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.fetchone() == (0,)
