"""本人同意: per person, dated, scoped, revocable; felt at the next request."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from ikue.casework.domain.cases import Next, open_case
from ikue.casework.models import Case
from ikue.kernel.clock import TOKYO
from ikue.kernel.transitions import NotAllowed, NotPossible
from ikue.people.models import ContactPoint, Person
from ikue.sharing.domain.consents import (
    ConsentAnswer,
    ConsentNotValid,
    ConsentScope,
    ask_consent,
    give_consent,
    refuse_consent,
    withdraw_consent,
)
from ikue.sharing.domain.deciding import Information, rights_of
from ikue.sharing.enums import Act, ConsentGiver, ConsentMethod, ConsentState, FieldClass
from ikue.sharing.models import Consent, Grant
from tests.cast import assemble
from tests.factories.receptions import household_8050
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]

SPOKEN = ConsentAnswer(words="荒川の包括さんには話していいよ")
UNTIL = date(2026, 12, 24)


def scope(**changes):
    values = {"window_codes": ("support_center_arakawa",), "purpose": "介護の相談", "until": UNTIL}
    return ConsentScope(**(values | changes))


@standing
def cast():
    return assemble()


@standing
def consultation(cast):
    with cast.acting("desk") as by:
        return household_8050(by=by, at=cast.at)


@standing
def asked(cast, consultation):
    with cast.acting("desk") as by:
        return ask_consent(
            person_id=consultation.person_id, circle_id=consultation.circle_id, by=by, at=cast.at
        )


def give(cast, consent, **changes):
    with cast.acting("desk") as by:
        return give_consent(
            consent=consent, answer=SPOKEN, scope=scope(**changes), by=by, at=cast.at
        )


def names_read_by(cast, name) -> list[str]:
    with cast.acting(name):
        return sorted(person.name for person in Person.objects.all())


def decided_for(cast, name, consultation, field_class, act=Act.READ) -> bool:
    with cast.acting(name) as viewer:
        asked = Information.of(consultation, field_class, person_id=consultation.person_id)
        return rights_of(viewer, [consultation.circle_id]).decide(asked, act).allowed


class TestReading:
    def test_before_the_answer_nobody_reads(self, cast, asked):
        assert names_read_by(cast, "elderly") == []

    def test_given_opens_the_person_who_consented_and_nobody_else(self, cast, asked):
        assert names_read_by(cast, "desk") == ["髙橋 トメ", "髙橋 一郎"]
        give(cast, asked)
        assert names_read_by(cast, "elderly") == ["髙橋 トメ"]
        assert names_read_by(cast, "disability") == []
        assert names_read_by(cast, "outsider") == []

    def test_decide_says_the_same(self, cast, consultation, asked):
        """The wall and `decide` must not differ: a lock that is too strong is a fault as well."""
        give(cast, asked)
        table = {FieldClass.F1: True, FieldClass.F3: True, FieldClass.F2: False,
                 FieldClass.F4: False}  # fmt: skip
        assert {c: decided_for(cast, "elderly", consultation, c) for c in table} == table
        assert decided_for(cast, "elderly", consultation, FieldClass.F1, Act.PRINT) is True
        assert decided_for(cast, "elderly", consultation, FieldClass.F1, Act.WRITE) is False
        assert decided_for(cast, "outsider", consultation, FieldClass.F1) is False

    def test_whereabouts_only_where_the_consent_names_them(self, cast, asked):
        give(cast, asked)
        with cast.acting("elderly"):
            assert ContactPoint.objects.count() == 0

    def test_whereabouts_where_it_does(self, cast, asked):
        give(cast, asked, classes=FieldClass.F1 | FieldClass.F2)
        with cast.acting("elderly"):
            assert ContactPoint.objects.count() == 2

    def test_a_consent_to_the_own_window_can_be_recorded(self, cast, asked):
        give(cast, asked, window_codes=("self_reliance", "youth"))
        with cast.acting("desk") as by:
            grants = Grant.objects.filter(ground=asked.ground_id, window_id=by.window_id)
            assert grants.count() == 1


class TestInvolvement:
    """F0 stands on the grant by which one is in the circle: consent is one such grant."""

    @pytest.fixture
    def case(self, cast, asked):
        with cast.acting("desk") as by:
            return open_case(
                circle_id=asked.circle_id, responsible=cast.appointment("desk"), by=by, at=cast.at,
                next_action=Next(what="電話をする", due_on=date(2026, 11, 30)),
            )  # fmt: skip

    def test_the_receiver_of_a_consent_knows_of_the_case(self, cast, asked, case):
        give(cast, asked)
        with cast.acting("elderly"):
            assert [one.number for one in Case.objects.all()] == [case.number]
        with cast.acting("disability"):
            assert list(Case.objects.all()) == []

    def test_a_withdrawal_takes_it_away(self, cast, asked, case):
        consent = give(cast, asked)
        cast.later(minutes=1)
        with cast.acting("desk") as by:
            withdraw_consent(consent=consent, by=by, at=cast.at)
        with cast.acting("elderly"):
            assert list(Case.objects.all()) == []


class TestEnding:
    def test_withdrawal_closes_at_the_next_request(self, cast, asked):
        consent = give(cast, asked)
        assert names_read_by(cast, "elderly") == ["髙橋 トメ"]
        cast.later(minutes=1)
        with cast.acting("desk") as by:
            withdraw_consent(consent=consent, by=by, at=cast.at)
        assert names_read_by(cast, "elderly") == []
        with cast.acting("desk"):
            stored = Consent.objects.get()
            assert (stored.state, stored.withdrawn_at) == (ConsentState.WITHDRAWN, cast.at)

    # 有効期限の日は、その日の終わりまで（日本時間）。
    @pytest.mark.parametrize(
        ("moment", "expected"),
        [
            (datetime(2026, 12, 24, 0, 0, tzinfo=TOKYO), ["髙橋 トメ"]),
            (datetime(2026, 12, 24, 23, 59, 59, tzinfo=TOKYO), ["髙橋 トメ"]),
            (datetime(2026, 12, 25, 0, 0, tzinfo=TOKYO), []),
            (datetime(2027, 1, 4, 9, 0, tzinfo=TOKYO), []),
        ],
    )
    def test_the_day_named_is_the_last(self, cast, consultation, asked, moment, expected):
        give(cast, asked)
        cast.at = moment
        assert names_read_by(cast, "elderly") == expected
        assert decided_for(cast, "elderly", consultation, FieldClass.F1) is bool(expected)

    def test_a_consent_of_tomorrow_opens_nothing_today(self, cast, asked):
        today = cast.at
        cast.later(days=1)
        give(cast, asked)
        cast.at = today
        assert names_read_by(cast, "elderly") == []

    def test_refusal_opens_nothing_and_says_when_to_ask_again(self, cast, asked):
        with cast.acting("desk") as by:
            refuse_consent(
                consent=asked, reason="知られたくない", ask_again_on=date(2026, 12, 8), by=by,
                at=cast.at,
            )  # fmt: skip
            stored = Consent.objects.get()
        assert (stored.state, stored.ask_again_on) == (ConsentState.REFUSED, date(2026, 12, 8))
        assert names_read_by(cast, "elderly") == []


class TestPath:
    def test_only_the_window_that_asked_records_the_answer(self, cast, asked):
        with cast.acting("elderly") as by, pytest.raises((NotAllowed, Consent.DoesNotExist)):
            withdraw_consent(consent=asked, by=by, at=cast.at)

    def test_given_after_a_refusal(self, cast, asked):
        with cast.acting("desk") as by:
            refuse_consent(
                consent=asked, reason="", ask_again_on=date(2026, 12, 8), by=by, at=cast.at
            )
        give(cast, asked)
        assert names_read_by(cast, "elderly") == ["髙橋 トメ"]

    def test_withdrawn_is_not_given_again(self, cast, asked):
        consent = give(cast, asked)
        with cast.acting("desk") as by:
            withdraw_consent(consent=consent, by=by, at=cast.at)
        with pytest.raises(NotPossible):
            give(cast, consent)

    def test_withdrawing_what_was_never_given(self, cast, asked):
        with cast.acting("desk") as by, pytest.raises(NotPossible):
            withdraw_consent(consent=asked, by=by, at=cast.at)


class TestWhatMakesAConsent:
    @pytest.mark.parametrize(
        ("answer", "changes", "sentence"),
        [
            (SPOKEN, {"until": date(2026, 11, 24)},
             "同意の期限は、きょうより後の日にしてください。"),
            (ConsentAnswer(method=ConsentMethod.ORAL), {},
             "口頭の同意は、ご本人の言葉をひとこと書いてください。"),
            (ConsentAnswer(giver=ConsentGiver.GUARDIAN, method=ConsentMethod.WRITTEN), {},
             "ご本人以外が同意したときは、その方の氏名を書いてください。"),
        ],
        ids=["a day to come", "the words of an oral consent", "the name of the guardian"],
    )  # fmt: skip
    def test_is_said_to_the_clerk(self, cast, asked, answer, changes, sentence):
        with cast.acting("desk") as by, pytest.raises(ConsentNotValid) as refusal:
            give_consent(consent=asked, answer=answer, scope=scope(**changes), by=by, at=cast.at)
        assert str(refusal.value) == sentence

    def test_asking_again_lies_in_the_future(self, cast, asked):
        with cast.acting("desk") as by, pytest.raises(ConsentNotValid) as refusal:
            refuse_consent(consent=asked, reason="", ask_again_on=cast.at.date(), by=by, at=cast.at)
        assert str(refusal.value) == "次にお願いする日は、きょうより後の日にしてください。"

    def test_family_is_never_the_giver(self):
        assert set(ConsentGiver.values) == {"person", "parental", "guardian", "curator"}

    @pytest.mark.parametrize("state", ["given", "refused"])
    def test_the_database_keeps_the_scope(self, cast, asked, state):
        with cast.acting("desk"), pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.filter(pk=asked.pk).update(state=state)


def test_a_consent_ends_at_most_once_a_year_by_its_own_date(cast, asked):
    consent = give(cast, asked, until=date(2027, 11, 24))
    with cast.acting("desk"):
        (end,) = set(
            Grant.objects.filter(ground=consent.ground_id).values_list("ends_at", flat=True)
        )
    assert end == datetime(2027, 11, 25, tzinfo=TOKYO)
    assert end - cast.at < timedelta(days=366)
