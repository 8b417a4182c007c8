"""Names of the made-up ward at scale: some hundred surnames, the commonest borne by 1.5 in a
hundred, and 5 in a hundred persons written otherwise (異体字, kana alone)."""

from dataclasses import replace
from itertools import accumulate
from random import Random
from typing import Final

from ikue.people.domain.persons import PersonFacts
from ikue.people.enums import Sex
from ikue.synth.names import Family, draw_person

COMMONEST: Final = ("佐藤", "さとう")
"""What the search of the benchmark looks for."""
SHARE_OF_COMMONEST: Final = 0.015
WRITTEN_OTHERWISE: Final = 0.05
_VARIANTS: Final = str.maketrans({
    "高": "髙", "崎": "﨑", "斎": "齋", "辺": "邊", "浜": "濵", "柳": "栁", "沢": "澤", "島": "嶋",
})  # fmt: skip
_FIRST: Final = (
    ("高", "たか"), ("山", "やま"), ("川", "かわ"), ("中", "なか"), ("小", "こ"), ("大", "おお"),
    ("松", "まつ"), ("竹", "たけ"), ("森", "もり"), ("石", "いし"), ("岩", "いわ"), ("浜", "はま"),
    ("柳", "やなぎ"), ("北", "きた"), ("西", "にし"), ("南", "みなみ"), ("上", "うえ"),
    ("下", "しも"), ("長", "なが"), ("宮", "みや"), ("藤", "ふじ"), ("桜", "さくら"),
)  # fmt: skip
_SECOND: Final = (
    ("田", "だ"), ("橋", "はし"), ("崎", "さき"), ("沢", "さわ"), ("島", "しま"), ("辺", "べ"),
    ("野", "の"), ("原", "はら"), ("井", "い"), ("谷", "たに"), ("村", "むら"), ("本", "もと"),
    ("木", "き"), ("口", "ぐち"), ("瀬", "せ"), ("尾", "お"),
)  # fmt: skip
_HEAD: Final = (
    COMMONEST, ("鈴木", "すずき"), ("斎藤", "さいとう"), ("渡辺", "わたなべ"), ("伊藤", "いとう"),
    ("林", "はやし"), ("原", "はら"), ("森", "もり"),
)  # fmt: skip
_FAMILIES: Final = (
    *_HEAD,
    *((one + two, first + second) for one, first in _FIRST for two, second in _SECOND),
)
_TAIL: Final = len(_FAMILIES) - 1
_WEIGHTS: Final = tuple(
    accumulate(
        [SHARE_OF_COMMONEST]
        # A straight slope from just below the head; together they make up the rest.
        + [2 * (1 - SHARE_OF_COMMONEST) * (_TAIL - rank) / _TAIL**2 for rank in range(_TAIL)]
    )
)


def family(random: Random) -> Family:
    name, kana = random.choices(_FAMILIES, cum_weights=_WEIGHTS)[0]
    return Family(name, kana)


def person(random: Random, *, family: Family, year: int, age: int | None = None) -> PersonFacts:
    facts = draw_person(
        random, family=family, year=year,
        sex=random.choice((Sex.FEMALE, Sex.MALE)),
        age=random.randint(3, 95) if age is None else age,
    )  # fmt: skip
    return _otherwise(random, facts) if random.random() < WRITTEN_OTHERWISE else facts


def _otherwise(random: Random, facts: PersonFacts) -> PersonFacts:
    written = facts.family_name.translate(_VARIANTS)
    if written != facts.family_name and random.random() < 0.7:
        return replace(facts, family_name=written)
    return replace(facts, family_name="", given_name="")
