"""聞こえた名前: how near what was typed comes to a name, before anything is read."""

import pytest

from ikue.people.domain.spelling import (
    Closeness,
    Spelling,
    closeness,
    names_of,
    spell,
    typed_words,
)
from ikue.people.models import Person

RYO = Person(family_name="齋藤原", given_name="亮", family_kana="さいとうばら", given_kana="りょう")


def test_both_keys_of_a_name():
    assert spell("サイトウばら") == Spelling("さいとうばら", "サイトハラ")
    assert spell("齋藤原") == Spelling("斉藤原", "")


def test_the_names_of_a_person():
    assert names_of(RYO, [("原 亮", "")]) == [
        Spelling("斉藤原", ""),
        Spelling("亮", ""),
        Spelling("斉藤原亮", ""),
        Spelling("さいとうばら", "サイトハラ"),
        Spelling("りょう", "リヨ"),
        Spelling("さいとうばらりょう", "サイトハラリヨ"),
        Spelling("原", ""),
        Spelling("亮", ""),
        Spelling("原亮", ""),
    ]


def test_what_a_name_is_stored_under():
    assert spell("ばら").grams == {"ばら", "ば", "ら", "=ハラ"}
    assert spell("原田").grams == {"原田", "原", "田"}
    assert spell("さとばら").grams == {
        "さと", "とば", "ばら", "さ", "と", "ば", "ら", "サト", "トハ", "ハラ",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("さいとうばら", Closeness.SAME),
        ("齊藤原", Closeness.SAME),
        ("斉藤原亮", Closeness.SAME),
        ("斉藤原 亮", Closeness.SAME),
        ("斉 藤 原", Closeness.SAME),
        ("さいとう", Closeness.WITHIN),
        ("さいとう りょう", Closeness.WITHIN),
        ("りょう さいとう", Closeness.WITHIN),
        ("斉藤 亮", Closeness.WITHIN),
        ("斉藤 りょう", Closeness.WITHIN),
        ("ばら", Closeness.WITHIN),
        ("さいとうはら", Closeness.SOUNDS_SAME),
        ("さいとうはら りょう", Closeness.SOUNDS_SAME),
        ("ざいとおばら", Closeness.SOUNDS_SAME),
        ("りよ", Closeness.SOUNDS_SAME),
        ("とうはら", Closeness.SOUNDS_WITHIN),
        ("さいどう りょう", Closeness.SOUNDS_WITHIN),
        ("はら", Closeness.ABSENT),  # two sounds by ear: only a whole name
        ("さいとう まこと", Closeness.ABSENT),
        ("斉藤 誠", Closeness.ABSENT),
        ("さとう りょう", Closeness.ABSENT),
        ("さいとうかわ", Closeness.ABSENT),
        ("は", Closeness.ABSENT),  # one character is taken as written
    ],
)
def test_closeness(typed, near):
    assert closeness(names_of(RYO, []), typed_words(typed)) == near
