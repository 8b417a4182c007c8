"""What was said when consent was asked stays with the window that asked; the scope is read by every
window on duty in the circle, and none of them learns of a receiver whose involvement is hidden."""

from datetime import timedelta

import pytest
from django.db import connection

from ikue.directory.models import Window
from ikue.sharing.domain.consents import add_receiver, ask_consent, refuse_consent
from ikue.sharing.domain.standing import words_of
from ikue.sharing.models import Consent, ConsentAddition, ConsentWords
from tests.factories.referrals import accept
from tests.sharing.raw import REFUSED, insert
from tests.sharing.test_self_granting import consented

pytestmark = pytest.mark.django_db


def everything_read(table) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(one) FROM {table} one")
        return str(cursor.fetchall())


def test_the_words_of_a_consent_are_read_by_its_own_window(cast, consultation, sent):
    consented(cast, consultation)
    accept(cast, sent)
    with cast.acting("desk"):
        assert words_of(Consent.objects.get()) == "はい、伝えてください"
    with cast.acting("elderly"):
        assert Consent.objects.get().window_codes == ["support_center_arakawa"]
        assert words_of(Consent.objects.get()) == ""
        assert ConsentWords.objects.count() == 0
        assert "はい、" not in everything_read("sharing_consent")


def test_the_reason_of_a_refusal_too(cast, consultation, sent):
    accept(cast, sent)
    with cast.acting("desk") as by:
        asked = ask_consent(
            person_id=consultation.person_id, circle_id=consultation.circle_id, by=by, at=by.at
        )
        again = by.at.date() + timedelta(days=30)
        refuse_consent(consent=asked, reason="夫が怒るから", ask_again_on=again, by=by, at=by.at)
        assert ConsentWords.objects.get().refused_reason == "夫が怒るから"
    with cast.acting("elderly"):
        assert Consent.objects.get().state == "refused"
        assert ConsentWords.objects.count() == 0
        assert "夫" not in everything_read("sharing_consent")


def test_nobody_puts_words_to_a_consent_of_another_window(cast, consultation, sent):
    given = consented(cast, consultation)
    accept(cast, sent)
    with cast.acting("elderly") as by:
        assert insert(
            "sharing_consentwords", id=given.pk, circle_id=given.circle_id,
            owner_window_id=by.window_id, written_by_id=by.appointment_id, recorded_at=by.at,
            consent_id=given.pk, words="捏造", refused_reason="",
        ) == REFUSED  # fmt: skip


@pytest.mark.parametrize(("code", "seen"), [("women", 0), ("youth", 1)])
def test_an_added_window_is_hidden_where_its_involvement_is(cast, consultation, sent, code, seen):
    window = Window.objects.get(code=code)
    given = consented(cast, consultation, codes=(), agency_kinds=(window.agency.kind,))
    accept(cast, sent)
    with cast.acting("desk") as by:
        add_receiver(consent=given, window=window, by=by, at=by.at)
        assert ConsentAddition.objects.count() == 1
    with cast.acting("elderly"):
        assert ConsentAddition.objects.count() == seen
