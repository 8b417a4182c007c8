"""What was said when consent was asked stays with the window that asked; the scope is read by every
window on duty in the circle, and none of them learns of a receiver whose involvement is hidden."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection

from ikue.directory.models import Window
from ikue.sharing.domain.consents import (
    ConsentAnswer,
    ConsentScope,
    add_receiver,
    ask_consent,
    give_consent,
    refuse_consent,
    tell_addition,
)
from ikue.sharing.domain.standing import said_of
from ikue.sharing.models import (
    Consent,
    ConsentAddition,
    ConsentReceiver,
    ConsentTelling,
    ConsentWords,
    Ground,
)
from tests.factories.referrals import accept
from tests.sharing.raw import REFUSED, attempt, insert
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
        assert said_of(Consent.objects.get()).words == "はい、伝えてください"
    with cast.acting("elderly"):
        assert Consent.objects.get().window_codes == ["support_center_arakawa"]
        assert said_of(Consent.objects.get()).words == ""
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


TYPED = {
    "purpose": "夫からの避難の相談", "giver_name": "髙橋 みどり", "interpreted_by": "王さん",
    "language": "中国語", "how": "職場の裏口で会って",
}  # fmt: skip
CONSENT_TABLES = (
    "sharing_consent", "sharing_consentreceiver", "sharing_consentwords",
    "sharing_consentaddition", "sharing_consenttelling",
)  # fmt: skip


def to_whom(cast, consultation, *codes, kinds=()):
    """A consent in which every word was typed, and one of whose receivers was added and told."""
    with cast.acting("desk") as by:
        asked = ask_consent(
            person_id=consultation.person_id, circle_id=consultation.circle_id, by=by, at=by.at
        )
        answer = ConsentAnswer(
            giver="guardian", words="はい",
            **{name: TYPED[name] for name in ("giver_name", "interpreted_by", "language")},
        )  # fmt: skip
        scope = ConsentScope(
            window_codes=codes, agency_kinds=kinds, purpose=TYPED["purpose"],
            until=date(2027, 3, 31),
        )  # fmt: skip
        return give_consent(consent=asked, answer=answer, scope=scope, by=by, at=by.at)


def all_read(*tables) -> str:
    return " ".join(everything_read(table) for table in tables)


def test_what_was_typed_is_read_by_the_window_that_asked(cast, consultation, sent):
    """And the purpose by whoever reads on the consent: it is what they may use it for."""
    youth = Window.objects.get(code="youth")
    given = to_whom(cast, consultation, "support_center_arakawa", kinds=(youth.agency.kind,))
    accept(cast, sent)
    with cast.acting("desk") as by:
        added = add_receiver(consent=given, window=youth, by=by, at=by.at)
        tell_addition(addition=added, how=TYPED["how"], by=by, at=by.at)
        own = all_read(*CONSENT_TABLES, "sharing_ground")
        assert [word for word in TYPED.values() if word not in own] == []
    with cast.acting("elderly"):
        assert Consent.objects.count() == ConsentAddition.objects.count() == 1
        assert ConsentTelling.objects.count() == ConsentWords.objects.count() == 0
        others = all_read(*CONSENT_TABLES)
        assert [word for word in TYPED.values() if word in others] == []
        assert TYPED["purpose"] in everything_read("sharing_ground")


def test_whom_else_it_names_is_read_where_the_circle_may_know(cast, consultation, sent):
    given = to_whom(cast, consultation, "women", "youth")
    accept(cast, sent)
    with cast.acting("desk"):
        assert Consent.objects.get(pk=given.pk).window_codes == ["women", "youth"]
    with cast.acting("elderly"):
        assert ConsentReceiver.objects.values_list("code").get() == ("youth",)
        assert Ground.objects.filter(pk=given.ground_id).count() == 0
        assert TYPED["purpose"] not in all_read(*CONSENT_TABLES, "sharing_ground")
        hidden = "UPDATE sharing_consentreceiver SET code = code RETURNING code"
        assert attempt(hidden, []) == REFUSED


def test_whom_it_names_is_settled_with_the_answer(cast, consultation):
    """Nobody is added in silence to what somebody agreed to."""
    given = to_whom(cast, consultation, "youth")
    with cast.acting("desk") as by:
        asked = ask_consent(
            person_id=consultation.person_id, circle_id=consultation.circle_id, by=by, at=by.at
        )
        for consent, done in ((given, REFUSED), (asked, 1)):
            assert insert(
                "sharing_consentreceiver", id=uuid.uuid4(), circle_id=consent.circle_id,
                owner_window_id=by.window_id, written_by_id=by.appointment_id, recorded_at=by.at,
                consent_id=consent.pk, code="women", kind="",
            ) == done  # fmt: skip
        changed = "UPDATE sharing_consentreceiver SET code = 'women'"
        assert attempt(changed, []) == REFUSED
