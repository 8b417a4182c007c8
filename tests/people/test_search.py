"""名前で探す: two characters, variants, kana or kanji, as heard on the telephone; who is invisible
is never found."""

import pytest

from ikue.people.domain.persons import PersonFacts, add_name, register_person
from ikue.people.domain.queries import persons_named
from ikue.people.enums import NameKind
from ikue.sharing.domain.opening import begin_circle, take_duty
from ikue.sharing.enums import ExclusionKind
from ikue.sharing.models import Exclusion
from tests.cast import NEVER_READS, assemble
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.sampled, pytest.mark.every_server]

EVERYBODY = (
    {"family_name": "髙橋", "given_name": "トメ", "family_kana": "たかはし", "given_kana": "とめ"},
    {"family_name": "髙橋", "given_name": "一郎", "family_kana": "たかはし",
     "given_kana": "いちろう"},
    {"family_name": "王", "given_name": "芳", "family_kana": "おう", "given_kana": "ほう"},
    {"family_name": "𠮷野", "given_name": "健", "family_kana": "よしの", "given_kana": "けん"},
    {"latin_name": "Nguyễn Thị Hoa"},
    {"known_as": "さくらさん"},
    {"family_kana": "はしもと"},
)  # fmt: skip


@standing
def cast():
    return assemble()


@standing
def circle(cast):
    with cast.acting("desk") as by:
        circle = begin_circle(by=by, at=by.at)
        take_duty(circle_id=circle.pk, what="相談受付", by=by, at=by.at)
        for facts in EVERYBODY:
            register_person(facts=PersonFacts(**facts), circle_id=circle.pk, by=by, at=by.at)
        return circle.pk


def found(cast, text: str, name: str = "desk") -> list[str]:
    with cast.acting(name):
        return [person.name for person in persons_named(text)]


TAKAHASHI = ["髙橋 一郎", "髙橋 トメ"]
"""In the order of their readings: いちろう before とめ."""


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("髙橋", TAKAHASHI),
        ("高橋", TAKAHASHI),
        ("たかはし", TAKAHASHI),
        ("タカハシ", TAKAHASHI),
        ("ﾀｶﾊｼ", TAKAHASHI),
        ("たか", TAKAHASHI),
        ("高橋 トメ", ["髙橋 トメ"]),
        ("高橋　とめ", ["髙橋 トメ"]),
        ("トメ", ["髙橋 トメ"]),
        ("王", ["王 芳"]),
        ("王芳", ["王 芳"]),
        ("吉野", ["𠮷野 健"]),
        ("𠮷野", ["𠮷野 健"]),
        ("nguyen", ["Nguyễn Thị Hoa"]),
        ("ＨＯＡ", ["Nguyễn Thị Hoa"]),
        ("さくら", ["（さくらさん）"]),
        ("はし", ["髙橋 一郎", "髙橋 トメ", "はしもと"]),
        ("橋高", []),
        ("山田", []),
        ("", []),
        ("　", []),
        ("%", []),
        ("__", []),
    ],
)
def test_finds(cast, circle, typed, expected):
    assert found(cast, typed) == expected


def test_by_another_name(cast, circle):
    assert found(cast, "旧山") == []
    with cast.acting("desk") as by:
        person = persons_named("王")[0]
        add_name(person=person, kind=NameKind.FORMER, name="旧山 芳", kana="きゅうやま ほう", by=by)
    assert found(cast, "旧山") == ["王 芳"]
    assert found(cast, "きゅうやま") == ["王 芳"]


@pytest.mark.parametrize("name", [*NEVER_READS, "elderly", "women", "coordinator"])
def test_the_invisible_are_never_found(cast, circle, name):
    assert found(cast, "髙橋") == TAKAHASHI
    assert found(cast, "髙橋", name) == []
    assert found(cast, "王", name) == []


def test_the_excluded_find_nobody(cast, circle):
    with cast.acting("desk") as by:
        Exclusion.objects.create(
            circle_id=circle, owner_window_id=by.window_id, written_by_id=by.appointment_id,
            account_id=cast["desk_colleague"].account_id, kind=ExclusionKind.KIN,
            starts_at=cast.at,
        )  # fmt: skip
    assert found(cast, "髙橋") == TAKAHASHI
    assert found(cast, "髙橋", "desk_colleague") == []


HEARD = (
    ("齋藤原", "亮", "さいとうばら", "りょう"),
    ("斎藤", "良子", "さいとう", "りょうこ"),
    ("西東原", "誠", "さいとうはら", "まこと"),
    ("佐藤", "亮", "さとう", "りょう"),
    ("太田", "洋子", "おおた", "ようこ"),
    ("小田切", "清子", "おだぎり", "きよこ"),
    ("小田", "保", "おだ", "たもつ"),
    ("呉", "明", "ご", "あきら"),
)


@standing
def heard(cast):
    with cast.acting("desk") as by:
        circle = begin_circle(by=by, at=by.at)
        take_duty(circle_id=circle.pk, what="相談受付", by=by, at=by.at)
        for family, given, family_kana, given_kana in HEARD:
            facts = PersonFacts(
                family_name=family, given_name=given, family_kana=family_kana,
                given_kana=given_kana,
            )  # fmt: skip
            register_person(facts=facts, circle_id=circle.pk, by=by, at=by.at)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("さいとうはら", ["西東原 誠", "齋藤原 亮"]),  # as written before as heard
        ("さいとうばら", ["齋藤原 亮", "西東原 誠"]),
        ("さいとう りょう", ["斎藤 良子", "齋藤原 亮"]),
        ("りょう さいとう", ["斎藤 良子", "齋藤原 亮"]),
        ("斉藤 亮", ["齋藤原 亮"]),
        ("斉藤 りょう", ["斎藤 良子", "齋藤原 亮"]),
        ("斉藤原", ["齋藤原 亮"]),
        ("斎藤原", ["齋藤原 亮"]),
        ("ｻｲﾄｳ", ["斎藤 良子", "西東原 誠", "齋藤原 亮"]),
        ("りょう", ["齋藤原 亮", "佐藤 亮", "斎藤 良子"]),
        ("さどう りょう", ["佐藤 亮"]),
        ("さとう", ["佐藤 亮"]),
        ("佐藤 誠", []),
        ("ばら", ["齋藤原 亮"]),
        ("はら", ["西東原 誠"]),
        ("おおた", ["太田 洋子", "小田 保"]),  # not 小田切: two sounds are too few for a part
        ("おた", ["太田 洋子", "小田 保"]),  # おおた holds what was typed
        ("ようこ", ["太田 洋子"]),  # not きよこ
        ("こう", ["呉 明"]),
        ("亮", ["齋藤原 亮", "佐藤 亮"]),
        ("は", ["西東原 誠"]),
        ("斉 藤 原", ["齋藤原 亮"]),
    ],
)
def test_finds_what_was_heard(cast, heard, typed, expected):
    assert found(cast, typed) == expected


def test_a_crowd_that_sounds_alike_never_hides_whoever_is_written_so(cast, circle):
    with cast.acting("desk") as by:
        for kana in ("さいとうはら",) * 201 + ("さいとうばら",):
            facts = PersonFacts(family_kana=kana)
            register_person(facts=facts, circle_id=circle, by=by, at=by.at)
    assert found(cast, "さいとうばら") == ["さいとうばら"] + ["さいとうはら"] * 49


@pytest.mark.parametrize("name", [*NEVER_READS, "elderly", "women", "coordinator"])
def test_the_invisible_are_not_heard_either(cast, heard, name):
    assert found(cast, "さいとうはら", name) == []
    assert found(cast, "さいとう りょう", name) == []
