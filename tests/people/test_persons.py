"""人: nobody needs a legal name to be helped; nothing that stood there is lost."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from ikue.audit.models import Change
from ikue.kernel.expected import EditedMeanwhile
from ikue.kernel.wareki import PartialDate
from ikue.people.domain.persons import (
    NobodyDescribed,
    PersonFacts,
    correct_person,
    register_person,
)
from ikue.people.domain.queries import persons_named
from ikue.people.models import Person, PersonName
from ikue.sharing.domain.opening import begin_circle, take_duty
from tests.cast import assemble

pytestmark = pytest.mark.django_db

BENCH = "公園のベンチにいる男性"


@pytest.fixture
def cast():
    return assemble()


@pytest.fixture
def by(cast):
    """A worker of the desk inside a circle of the desk's own."""
    with cast.acting("desk") as viewer:
        yield viewer


@pytest.fixture
def circle(by):
    circle = begin_circle(by=by, at=by.at)
    take_duty(circle_id=circle.pk, what="相談受付", by=by, at=by.at)
    return circle.pk


@pytest.fixture
def register(by, circle):
    def register(**facts):
        return register_person(facts=PersonFacts(**facts), circle_id=circle, by=by, at=by.at)

    return register


class TestNames:
    @pytest.mark.parametrize(
        ("facts", "name", "kana", "is_named"),
        [
            ({"family_name": "髙橋", "given_name": "トメ", "family_kana": "たかはし",
              "given_kana": "とめ"}, "髙橋 トメ", "たかはし とめ", True),
            ({"family_name": "王"}, "王", "", True),
            ({"family_kana": "たかはし", "given_kana": "とめ"}, "たかはし とめ", "たかはし とめ",
             False),
            ({"given_kana": "さくら"}, "さくら", "さくら", False),
            ({"latin_name": "Nguyen Thi Hoa"}, "Nguyen Thi Hoa", "", True),
            ({"known_as": BENCH}, f"（{BENCH}）", "", False),
            ({"family_name": "𠮷野", "known_as": "よっちゃん"}, "𠮷野", "", True),
        ],
        ids=["full", "one character", "kana only", "given kana only", "Latin", "anonymous",
             "outside the BMP"],
    )  # fmt: skip
    def test_as_called_aloud(self, register, facts, name, kana, is_named):
        stored = Person.objects.get(pk=register(**facts).pk)
        assert (stored.name, stored.kana, stored.is_named) == (name, kana, is_named)

    def test_somebody_must_be_described(self, register):
        with pytest.raises(NobodyDescribed) as refusal:
            register(sex="male", birth=PartialDate(1950, None, None))
        assert str(refusal.value) == (
            "名前がわからないときは、呼び名か特徴（例: 仮名「さくらさん」、"
            "公園のベンチにいる男性）を書いてください。"
        )
        assert Person.objects.count() == 0

    def test_the_database_holds_it_too(self, register):
        person = register(family_name="王")
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(pk=person.pk).update(family_name="")


class TestBirth:
    ON = date(2026, 11, 24)

    @pytest.mark.parametrize(
        ("birth", "birth_on", "age"),
        [
            (PartialDate(1944, 3, 2), date(1944, 3, 2), 82),
            (PartialDate(1944, 11, 24), date(1944, 11, 24), 82),
            (PartialDate(1944, 11, 25), date(1944, 11, 25), 81),
            (PartialDate(1944, 3, None), None, 82),
            (PartialDate(1944, None, None), None, 82),
            (None, None, None),
        ],
        ids=["day", "birthday today", "birthday tomorrow", "month", "year", "unknown"],
    )
    def test_as_far_as_known(self, register, birth, birth_on, age):
        stored = Person.objects.get(pk=register(family_name="王", birth=birth).pk)
        assert (stored.birth, stored.birth_on, stored.age(self.ON)) == (birth, birth_on, age)

    def test_a_day_needs_its_month(self, register):
        person = register(family_name="王", birth=PartialDate(1944, None, None))
        person.birth_day = 2
        with pytest.raises(ValidationError) as refusal:
            person.validate_constraints()
        assert refusal.value.messages == ["生まれた日だけでは登録できません。月も入れてください。"]


class TestCorrecting:
    def test_a_name_given_later_keeps_what_was_called_before(self, by, register):
        person = register(known_as="さくらさん")
        corrected = correct_person(
            person=person, facts=PersonFacts(family_name="佐藤", given_name="花子"),
            seen_version=1, by=by, at=by.at,
        )  # fmt: skip
        assert (corrected.name, corrected.version) == ("佐藤 花子", 2)
        kept = PersonName.objects.get(person=person)
        assert (kept.kind, kept.name) == ("pseudonym", "さくらさん")

    @pytest.mark.parametrize(
        ("family_name", "given_name", "kept"),
        [
            ("山元", "太郎", [("variant", "山本 太郎", "やまもと")]),
            ("山本", "太郎", []),
            ("山本", "太郎丸", []),
            ("", "", [("variant", "山本 太郎", "やまもと")]),
        ],
    )
    def test_a_name_written_otherwise_is_still_found(
        self, by, register, family_name, given_name, kept
    ):
        person = register(family_name="山本", given_name="太郎", family_kana="やまもと")
        facts = PersonFacts(family_name=family_name, given_name=given_name, known_as="たろうさん")
        correct_person(person=person, facts=facts, seen_version=1, by=by, at=by.at)
        names = PersonName.objects.filter(person=person).values_list("kind", "name", "kana")
        assert list(names) == kept
        assert [one.pk for one in persons_named("山本")] == [person.pk]

    def test_the_same_pseudonym_is_not_kept_twice(self, by, register):
        person = register(known_as="さくらさん")
        facts = PersonFacts(family_name="佐藤", known_as="さくらさん")
        correct_person(person=person, facts=facts, seen_version=1, by=by, at=by.at)
        assert PersonName.objects.count() == 0

    def test_the_later_of_two_sees_what_stands_there_now(self, by, register):
        person = register(family_name="佐藤")
        first = PersonFacts(family_name="佐藤", given_name="花子")
        correct_person(person=person, facts=first, seen_version=1, by=by, at=by.at)
        with pytest.raises(EditedMeanwhile) as conflict:
            correct_person(
                person=person,
                facts=PersonFacts(family_name="斎藤"),
                seen_version=1,
                by=by,
                at=by.at,
            )
        assert conflict.value.current.name == "佐藤 花子"
        assert str(conflict.value) == (
            "ほかの人が先に書き換えました。両方の内容を見比べて、もう一度保存してください。"
        )
        assert Person.objects.get().name == "佐藤 花子"

    def test_nobody_is_corrected_into_nothing(self, by, register):
        person = register(family_name="佐藤")
        with pytest.raises(NobodyDescribed):
            correct_person(person=person, facts=PersonFacts(), seen_version=1, by=by, at=by.at)

    def test_both_acts_stand_in_the_record_of_changes(self, by, register):
        person = register(family_name="佐藤")
        facts = PersonFacts(family_name="斎藤")
        correct_person(person=person, facts=facts, seen_version=1, by=by, at=by.at)
        lines = Change.objects.filter(record_id=person.pk).order_by("recorded_at")
        assert [line.sentence for line in lines] == ["人を登録した", "人の登録を直した"]

    def test_another_window_cannot_correct(self, cast, by, register):
        person = register(family_name="佐藤")
        with cast.acting("elderly") as other, pytest.raises(Person.DoesNotExist):
            correct_person(
                person=person, facts=PersonFacts(family_name="斎藤"), seen_version=1, by=other,
                at=other.at,
            )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "constraint", "sentence"),
    [
        ({"family_name": ""}, "person_is_called_something",
         "名前がわからないときは、呼び名か特徴を書いてください。"),
        ({"birth_year": 1944, "birth_day": 2}, "person_birth_day_needs_month",
         "生まれた日だけでは登録できません。月も入れてください。"),
    ],
)  # fmt: skip
def test_constraints_speak_japanese(by, circle, fields, constraint, sentence):
    values = {"family_name": "王", "circle_id": circle, "owner_window_id": by.window_id,
              "written_by_id": by.appointment_id}  # fmt: skip
    with pytest.raises(ValidationError) as refusal:
        Person(**(values | fields)).validate_constraints()
    assert (constraint, refusal.value.messages) == (constraint, [sentence])
