"""Invented people: names with readings, from here and from abroad, by age and sex."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from ikue.kernel.wareki import PartialDate
from ikue.people.domain.persons import PersonFacts
from ikue.people.enums import Interpreter, Sex

FILE = Path(__file__).parent / "data" / "names.toml"
GENERATIONS = ((18, "child"), (40, "young"), (63, "middle"), (200, "old"))
"""Upper age (years, excluded) of each generation of given names."""


@dataclass(frozen=True)
class Family:
    """A family name to be shared by a household; `origin` is empty for a Japanese one."""

    name: str
    kana: str
    latin: str = ""
    origin: str = ""


@cache
def _stock() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def draw_family(random: Random, origin: str = "") -> Family:
    if not origin:
        name, kana = random.choice(_stock()["families"])
        return Family(name, kana)
    latin, kana, name = random.choice(_stock()["origins"][origin]["families"])
    return Family(name, kana, latin, origin)


def draw_person(
    random: Random, *, family: Family, sex: str, age: int, year: int, interpreted: bool = False
) -> PersonFacts:
    """A person of that age in that year; where the family comes from abroad, with its language."""
    birth = PartialDate(year - age - 1, random.randint(1, 12), random.randint(1, 28))
    if not family.origin:
        given, kana = random.choice(_stock()[_sex(sex)][_generation(age)])
        return PersonFacts(
            family_name=family.name, given_name=given, family_kana=family.kana, given_kana=kana,
            sex=sex, birth=birth,
        )  # fmt: skip
    origin = _stock()["origins"][family.origin]
    latin, kana, given = random.choice(origin[_sex(sex)])
    return PersonFacts(
        family_name=family.name or family.latin, given_name=given or latin,
        family_kana=family.kana, given_kana=kana,
        latin_name=f"{family.latin} {latin}", sex=sex, birth=birth, language=origin["language"],
        interpreter=Interpreter.LANGUAGE if interpreted else Interpreter.NONE,
    )  # fmt: skip


def _sex(sex: str) -> str:
    return "male" if sex == Sex.MALE else "female"


def _generation(age: int) -> str:
    return next(name for limit, name in GENERATIONS if age < limit)


def address(random: Random, town: str) -> str:
    """A 番地 that does not exist: no block of the ward has a number above 900."""
    house = f"{town}{random.randint(990, 999)}番{random.randint(1, 40)}号"
    if random.random() < 0.5:
        return house
    building = random.choice(("コーポ幾重", "メゾン見本", "架空荘", "ハイツそらいろ"))
    return f"{house} {building}{random.randint(1, 4)}0{random.randint(1, 5)}"


def phone(random: Random) -> str:
    """03-0000-xxxx: a number that nobody has."""
    return f"03-0000-{random.randint(5000, 9999)}"
