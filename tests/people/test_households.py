"""世帯: memberships and relations are dated; who leaves stays in the history."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, transaction

from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.kernel.wareki import PartialDate
from ikue.people.domain.finding import find_membership
from ikue.people.domain.households import (
    add_member,
    age_band,
    birth_band_year,
    form_household,
    household_label,
    leave_household,
    relate,
)
from ikue.people.domain.persons import PersonFacts, register_person, support_person
from ikue.people.models import Membership, Person, Relation, Support
from ikue.sharing.domain.opening import begin_circle, take_duty
from tests.cast import assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    cast = assemble()
    with cast.acting("desk") as viewer:
        yield viewer


@pytest.fixture
def circle(by):
    circle = begin_circle(by=by, at=by.at)
    take_duty(circle_id=circle.pk, what="相談受付", by=by, at=by.at)
    return circle.pk


@pytest.fixture
def mother(by, circle):
    facts = PersonFacts(family_name="髙橋", given_name="トメ", birth=PartialDate(1944, 3, 2))
    return register_person(facts=facts, circle_id=circle, by=by, at=by.at)


@pytest.fixture
def son(by, circle):
    facts = PersonFacts(family_name="髙橋", given_name="一郎", birth=PartialDate(1973, 6, 15))
    return register_person(facts=facts, circle_id=circle, by=by, at=by.at)


def test_a_person_may_be_in_two_households_at_once(by, circle, son):
    for label in ("髙橋さん世帯", "別居の世帯"):
        household = form_household(circle_id=circle, label=label, by=by)
        add_member(household=household, person=son, relationship="child", by=by)
    labels = Membership.objects.filter(person=son).values_list("household__label", flat=True)
    assert sorted(labels) == ["別居の世帯", "髙橋さん世帯"]
    assert find_membership(son.pk, circle_id=circle).household.label == "別居の世帯"


def test_who_leaves_stays_in_the_history(by, circle, son):
    household = form_household(circle_id=circle, label="髙橋さん世帯", by=by)
    since = date(2020, 4, 1)
    row = add_member(household=household, person=son, relationship="child", by=by, since=since)
    leave_household(membership=row, on=date(2026, 11, 20))
    stored = Membership.objects.get()
    assert (stored.since, stored.until) == (since, date(2026, 11, 20))


def test_nobody_leaves_before_coming(by, circle, son):
    household = form_household(circle_id=circle, label="髙橋さん世帯", by=by)
    row = add_member(
        household=household, person=son, relationship="child", by=by, since=date(2026, 4, 1)
    )
    with pytest.raises(Expected) as refusal:
        leave_household(membership=row, on=date(2026, 3, 31))
    assert str(refusal.value) == "世帯を離れた日が、入った日より前になっています。"
    assert Membership.objects.get().until is None


def test_relations_are_dated_and_need_two(by, mother, son):
    relate(person=mother, other=son, kind="parent_of", by=by, since=date(1973, 6, 15))
    stored = Relation.objects.get()
    assert (stored.person_id, stored.other_id, stored.kind, stored.since) == (
        mother.pk, son.pk, "parent_of", date(1973, 6, 15),
    )  # fmt: skip
    with pytest.raises(Expected) as refusal:
        relate(person=son, other=son, kind="sibling_of", by=by)
    assert str(refusal.value) == "自分自身との関係は登録できません。もう一人を選んでください。"
    with pytest.raises(ProgrammingError), transaction.atomic():
        Relation.objects.filter(pk=stored.pk).update(other=mother)
    same = Relation(person=son, other=son, kind="sibling_of", circle_id=son.circle_id,
                    owner_window_id=by.window_id, written_by_id=by.appointment_id)  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        same.save(force_insert=True)
    with pytest.raises(ValidationError) as refusal:
        same.validate_constraints()
    assert refusal.value.messages == ["自分自身との関係は登録できません。"]


def test_nobody_of_another_circle_is_named_as_supported(by, mother):
    elsewhere = begin_circle(by=by, at=by.at)
    take_duty(circle_id=elsewhere.pk, what="相談受付", by=by, at=by.at)
    with pytest.raises(NotAllowed):
        support_person(person_id=mother.pk, circle_id=elsewhere.pk, by=by, at=by.at)


def test_supporting_twice_is_supporting_once(by, circle, mother):
    first = support_person(person_id=mother.pk, circle_id=circle, by=by, at=by.at)
    again = support_person(person_id=mother.pk, circle_id=circle, by=by, at=by.at)
    assert (first.pk, Support.objects.count()) == (again.pk, 1)


# 支援していない世帯員は、続柄と年齢層だけ
@pytest.mark.parametrize(
    ("year", "band"), [(1944, 1940), (1945, 1945), (1949, 1945), (1950, 1950), (None, None)]
)
def test_the_stub_knows_five_years_at_a_time(year, band):
    assert birth_band_year(Person(birth_year=year)) == band


@pytest.mark.parametrize(
    ("band_year", "words"),
    [(1940, "80代"), (1970, "50代"), (2020, "10歳未満"), (2010, "10代"), (None, "年齢不明")],
)
def test_age_in_words(band_year, words):
    assert age_band(band_year, on=date(2026, 11, 24)) == words


@pytest.mark.parametrize(
    ("facts", "label"),
    [
        ({"family_name": "山田", "given_name": "花"}, "山田さん世帯"),
        ({"known_as": "さくらさん"}, "さくらさん の世帯"),
        ({"family_kana": "やまだ"}, "やまだ の世帯"),
        ({"latin_name": "Hoa"}, "Hoa の世帯"),
    ],
)
def test_the_clerks_name_for_it(facts, label):
    assert household_label(Person(**facts)) == label
