"""Showing persons: the one way in which a name reaches a page, noted in the record of looking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ikue.audit import looking
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.people.domain.households import age_band
from ikue.people.enums import Relationship
from ikue.people.models import Household, Membership, Person, SafeContact
from ikue.sharing.domain.deciding import Decision, Rights, rights_of
from ikue.sharing.enums import FieldClass


@dataclass(frozen=True, kw_only=True)
class ShownPerson:
    """A person as this viewer may know them; `person` is None for a mere 続柄 and age band."""

    person_id: UUID
    person: Person | None
    label: str
    relationship: str = ""
    age_words: str = ""
    lives_there: bool = True
    has_left: bool = False
    safe_contact: str = ""
    why: str = ""

    @property
    def has_died(self) -> bool:
        return self.person is not None and self.person.died_on is not None


@dataclass(frozen=True, kw_only=True)
class ShownHousehold:
    household_id: UUID
    label: str
    members: tuple[ShownPerson, ...]

    @property
    def anybody_died(self) -> bool:
        return any(member.has_died for member in self.members)


def note_shown(
    decision: Decision, *, circle_id: UUID, person_id: UUID | None, classes: int
) -> None:
    looking.note(
        circle_id=circle_id,
        person_id=person_id,
        classes=classes,
        basis=decision.basis,
        grant_id=decision.grant_id,
    )


def show_persons(
    viewer: Viewer, person_ids: Iterable[UUID], *, rights: Rights | None = None
) -> dict[UUID, Person]:
    """The persons among these whom the viewer may know by name, recorded as shown (F1)."""
    persons = list(Person.objects.filter(pk__in=set(person_ids)))
    rights = rights or rights_of(viewer, {person.circle_id for person in persons})
    shown: dict[UUID, Person] = {}
    for person in persons:
        decision = rights.decide(person, field_class=FieldClass.F1, person_id=person.pk)
        if decision.allowed:
            note_shown(
                decision, circle_id=person.circle_id, person_id=person.pk, classes=FieldClass.F1
            )
            shown[person.pk] = person
    return shown


def show_households(
    viewer: Viewer, circle_id: UUID, *, rights: Rights | None = None
) -> tuple[ShownHousehold, ...]:
    """Every household of a circle: supported members by name, the others by 続柄 and age band."""
    households = list(Household.objects.filter(circle_id=circle_id).order_by("recorded_at"))
    memberships = list(Membership.objects.filter(household__in=households).order_by("recorded_at"))
    persons = show_persons(viewer, [row.person_id for row in memberships], rights=rights)
    safe = _latest_safe_contacts(persons)
    today = clock.today(viewer.at)
    return tuple(
        ShownHousehold(
            household_id=household.pk,
            label=household.label,
            members=tuple(
                _shown(row, persons.get(row.person_id), safe, today)
                for row in memberships
                if row.household_id == household.pk
            ),
        )
        for household in households
    )


def _latest_safe_contacts(persons: Iterable[UUID]) -> dict[UUID, str]:
    rows = SafeContact.objects.filter(person_id__in=list(persons)).order_by("recorded_at")
    return {row.person_id: row.sentence() for row in rows}


def _shown(
    row: Membership, person: Person | None, safe: dict[UUID, str], today: date
) -> ShownPerson:
    relationship = Relationship(row.relationship).label
    if person is None:
        band = age_band(row.birth_band_year, on=today)
        label, age_words = f"{relationship}（{band}）", band
    else:
        age = person.age(today)
        label = person.name
        about = "くらい" if person.birth_is_approximate or person.birth_on is None else ""
        age_words = "年齢不明" if age is None else f"{age}歳{about}"
    return ShownPerson(
        person_id=row.person_id,
        person=person,
        label=label,
        relationship=relationship,
        age_words=age_words,
        lives_there=row.lives_there,
        has_left=row.until is not None and row.until <= today,
        safe_contact=safe.get(row.person_id, ""),
        why="" if person else "この窓口が支援している方ではないため、続柄と年齢層だけが見えます。",
    )
