"""Circles, households and persons, as `receive` writes them down; search keys included."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bench import names
from bench.copying import fresh
from bench.staff import Clerk, Place
from bench.stock import Stock
from ikue.people.domain.persons import PersonFacts
from ikue.people.domain.spelling import names_of
from ikue.people.enums import NameKind, Relationship
from ikue.sharing.domain.opening import DUTY_ENDS
from ikue.sharing.enums import Act, Basis, FieldClass
from ikue.synth.names import Family

OTHER_MEMBERS = tuple(Relationship.values[1:])
OTHER_NAME = 0.02
SUPPORTED_TOO = 0.3
"""How often another member of the household is one the window supports."""


@dataclass
class Home:
    """One circle while it is written: `standing` are the windows on duty in it."""

    circle_id: str
    place: Place
    clerk: Clerk
    began: datetime
    persons: list[tuple[str, PersonFacts]] = field(default_factory=list)
    standing: list[Place] = field(default_factory=list)
    household_id: str = ""

    @property
    def principal_id(self) -> str:
        return self.persons[0][0]

    def lying(self, at: datetime, place: Place | None = None, clerk: Clerk | None = None) -> Any:
        """Where a row of this circle lies, who wrote it, when."""
        return {
            "circle_id": self.circle_id,
            "owner_window_id": (place or self.place).window_id,
            "written_by_id": (clerk or self.clerk).appointment_id,
            "recorded_at": at,
        }


def begin_home(
    stock: Stock, *, place: Place, clerk: Clerk, began: datetime, members: int, family: Family
) -> Home:
    home = Home(fresh(stock.random), place, clerk, began)
    stock.add(
        "sharing.Circle", id=home.circle_id, owner_window_id=place.window_id,
        written_by_id=clerk.appointment_id, started_at=began,
    )  # fmt: skip
    for number in range(members):
        _person(stock, home, names.person(stock.random, family=family, year=began.year), number)
    return home


def take_duty(
    stock: Stock,
    home: Home,
    *,
    place: Place,
    clerk: Clerk,
    at: datetime,
    left: datetime | None = None,
) -> None:
    """The window stands in the circle from now on, or until it `left`; a second time it opens no
    second duty."""
    if place not in home.standing:
        duty_ground(stock, home, place=place, clerk=clerk, at=at, left=left)
        support(stock, home, place=place, clerk=clerk, at=at, left=left)


def support(
    stock: Stock,
    home: Home,
    *,
    place: Place,
    clerk: Clerk,
    at: datetime,
    left: datetime | None = None,
) -> None:
    """The person at the centre, and now and then another member of the household."""
    if left is None:
        home.standing.append(place)
    for number, (person_id, _) in enumerate(home.persons):
        if number == 0 or stock.random.random() < SUPPORTED_TOO:
            stock.add(
                "people.Support", person_id=person_id, since=at, until=left,
                **home.lying(at, place, clerk),
            )  # fmt: skip


def duty_ground(
    stock: Stock,
    home: Home,
    *,
    place: Place,
    clerk: Clerk,
    at: datetime,
    left: datetime | None = None,
) -> str:
    """own_duty, and the grant that hangs on it."""
    lying = home.lying(at, place, clerk)
    ground_id = ground(stock, basis=Basis.OWN_DUTY, what="相談受付", at=at, ended=left, **lying)
    grant(
        stock, ground_id, window_id=place.window_id, classes=FieldClass.F0, at=at,
        end_event=DUTY_ENDS, **lying,
    )  # fmt: skip
    return ground_id


def ground(
    stock: Stock, *, basis: str, what: str, at: datetime, ended: datetime | None = None, **more: Any
) -> str:
    """`more` says where it lies, and on which consents it rests."""
    ground_id = fresh(stock.random)
    stock.add(
        "sharing.Ground",
        id=ground_id,
        basis=basis,
        what=what,
        started_at=at,
        ended_at=ended,
        **more,
    )
    return ground_id


def grant(
    stock: Stock,
    ground_id: str,
    *,
    classes: FieldClass,
    at: datetime,
    end_event: str,
    acts: Act = Act.READ | Act.PRINT,
    **more: Any,
) -> None:
    """`more` names the grantee, what it is bound to, and where it lies."""
    stock.add(
        "sharing.Grant", ground_id=ground_id, classes=int(classes), acts=int(acts), starts_at=at,
        end_event=end_event, **more,
    )  # fmt: skip


def _person(stock: Stock, home: Home, facts: PersonFacts, number: int) -> None:
    person_id, lying = fresh(stock.random), home.lying(home.began)
    home.persons.append((person_id, facts))
    stock.add("people.Person", id=person_id, **_columns(facts), **lying)
    stock.change(home, "人", person_id, "register", "", "", "人を登録した", home.began)
    if number == 0:
        home.household_id = fresh(stock.random)
        label = f"{facts.family_name or facts.family_kana}さん世帯"
        stock.add("people.Household", id=home.household_id, label=label, **lying)
    relationship = Relationship.SELF if number == 0 else stock.random.choice(OTHER_MEMBERS)
    stock.add(
        "people.Membership", household_id=home.household_id, person_id=person_id,
        relationship=relationship, birth_band_year=_band(facts), **lying,
    )  # fmt: skip
    _index(stock, home, person_id, facts)


def _index(stock: Stock, home: Home, person_id: str, facts: PersonFacts) -> None:
    others: list[tuple[str, str]] = []
    if stock.random.random() < OTHER_NAME:
        family = names.family(stock.random)
        others = [(f"{family.name} {facts.given_name}".strip(), family.kana)]
        stock.add(
            "people.PersonName", person_id=person_id, kind=NameKind.FORMER, name=others[0][0],
            kana=others[0][1], **home.lying(home.began),
        )  # fmt: skip
    for gram in stock.grams(facts, others):
        stock.add(
            "people.Gram", gram=gram, person_id=person_id, circle_id=home.circle_id,
            owner_window_id=home.place.window_id,
        )  # fmt: skip


def grams_of(facts: PersonFacts, others: list[tuple[str, str]]) -> list[str]:
    """The keys under which the product itself would store this person."""
    found = {gram for name in names_of(facts, others) for gram in name.grams}  # type: ignore[arg-type]
    return sorted(found)


def _columns(facts: PersonFacts) -> dict[str, Any]:
    names_and_more = {
        name: getattr(facts, name)
        for name in (
            "family_name", "given_name", "family_kana", "given_kana", "sex", "language",
            "interpreter",
        )
    }  # fmt: skip
    birth = facts.birth
    assert birth is not None
    return names_and_more | {
        "birth_year": birth.year, "birth_month": birth.month, "birth_day": birth.day,
    }  # fmt: skip


def _band(facts: PersonFacts) -> int | None:
    return facts.birth.year - facts.birth.year % 5 if facts.birth else None
