"""What the sender still owes once somebody has taken what was sent."""

from datetime import date

import pytest

from ikue.casework.domain.referrals import (
    Acceptance,
    Sending,
    accept_referral,
    finish_referral,
)
from ikue.casework.models import Referral
from ikue.directory.models import Window
from ikue.programmes.consultation.domain.queries import show_consultation
from ikue.programmes.consultation.domain.screening import refer
from ikue.sharing.enums import Basis
from tests.cast import assemble
from tests.factories.receptions import household_8050
from tests.factories.referrals import WORDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return assemble()


@pytest.fixture
def record(cast):
    with cast.acting("desk") as by:
        reception = household_8050(by=by, at=cast.at)
        sending = Sending(
            person_ids=(reception.person_id,), basis=Basis.WARD_PURPOSE, words=WORDS,
            to_window=Window.objects.get(code="support_center_arakawa"),
        )  # fmt: skip
        refer(consultation=reception, sending=sending, by=by, at=by.at)
        return reception


def owed(cast, record):
    with cast.acting("desk") as viewer:
        shown = show_consultation(viewer, record.pk)
        return shown.due, shown.next_what


def test_an_answer_and_then_only_that_they_met(cast, record):
    """Arrival is confirmed within a fortnight of the first contact that was agreed."""
    assert owed(cast, record)[1] == "つないだ先の返事を確かめる"
    with cast.acting("elderly") as by:
        taken = Acceptance(named=cast.appointment("elderly"), first_contact_on=date(2026, 11, 26))
        accept_referral(referral=Referral.objects.get(), acceptance=taken, by=by, at=cast.at)
    assert owed(cast, record) == (date(2026, 12, 10), "本人とつながったかを確かめる")
    with cast.acting("elderly") as by:
        finish_referral(referral=Referral.objects.get(), outcome="会えた", by=by, at=cast.at)
    assert owed(cast, record) == (None, "")
