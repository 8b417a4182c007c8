"""Hand-written stories from `data/stories/`: what people ask, what staff write and answer."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from ikue.people.domain.persons import PersonFacts, SafeContactFacts
from ikue.people.enums import ContactKind, Relationship, Sex
from ikue.programmes.consultation.domain.receiving import MemberFacts, Principal
from ikue.synth.names import Family, address, draw_family, draw_person, phone

FOLDER = Path(__file__).parent / "data" / "stories"


@dataclass(frozen=True, kw_only=True)
class Role:
    """Whom a story is about, or another member of that household."""

    sex: str = Sex.UNKNOWN
    age: tuple[int, int]
    relationship: str = Relationship.SELF
    supported: bool = False
    known_as: str = ""
    interpreted: bool = False
    hours: str = ""
    secret: bool = False
    no_message: bool = False


@dataclass(frozen=True, kw_only=True)
class Story:
    """One file entry. `windows` and `to` name windows, or listed windows routed by address."""

    code: str
    windows: tuple[str, ...]
    complaint: str
    principal: Role
    channel: str
    caller: str
    issues: tuple[str, ...]
    worst: str
    entries: tuple[tuple[str, str, str, str], ...]
    next: tuple[str, ...]
    told: str
    refused: str
    ask: str
    afterwards: str
    members: tuple[Role, ...] = ()
    origin: str = ""
    wish: str = ""
    caller_name: str = ""
    caller_relation: str = ""
    known_by: str = ""
    work: str = ""
    housing: str = ""
    health_insurance: str = ""
    pension: str = ""
    to: tuple[str, ...] = ()
    to_agency: str = ""
    question: str = ""
    done: str = ""
    keep: str = ""
    hold: str = ""
    decline: str = ""
    proposed: str = ""
    outcome: str = ""


@cache
def stories() -> dict[str, Story]:
    found: dict[str, Story] = {}
    for file in sorted(FOLDER.glob("*.toml")):
        for row in tomllib.loads(file.read_text(encoding="utf-8"))["story"]:
            found[row["code"]] = _story(row)
    return found


def _story(row: dict[str, Any]) -> Story:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.items()
    }
    values["principal"] = _role(row["principal"])
    values["members"] = tuple(_role(member) for member in row.get("members", ()))
    values["entries"] = tuple(tuple(entry) for entry in row["entries"])
    return Story(**values)


def _role(row: dict[str, Any]) -> Role:
    return Role(**{**row, "age": tuple(row["age"])})


@dataclass(frozen=True, kw_only=True)
class Cast:
    """The people of one household, drawn for a story."""

    principal: Principal
    members: tuple[MemberFacts, ...] = field(default=())


def draw_cast(story: Story, *, random: Random, town: str, year: int) -> Cast:
    family = draw_family(random, story.origin)
    members = tuple(
        MemberFacts(
            facts=_draw(role, family, random, year),
            relationship=role.relationship,
            supported=role.supported,
        )
        for role in story.members
    )
    return Cast(principal=_principal(story.principal, family, random, town, year), members=members)


def _principal(role: Role, family: Family, random: Random, town: str, year: int) -> Principal:
    contact = SafeContactFacts(
        hours=role.hours, secret_from_family=role.secret, no_message=role.no_message
    )
    points = ((ContactKind.ADDRESS.value, address(random, town)),
              (ContactKind.PHONE.value, phone(random)))  # fmt: skip
    return Principal(
        facts=_draw(role, family, random, year),
        safe_contact=contact,
        contact_points=() if role.known_as else points,
    )


def _draw(role: Role, family: Family, random: Random, year: int) -> PersonFacts:
    age = random.randint(*role.age)
    if role.known_as:
        return PersonFacts(known_as=role.known_as, sex=role.sex)
    return draw_person(
        random, family=family, sex=role.sex, age=age, year=year, interpreted=role.interpreted
    )
