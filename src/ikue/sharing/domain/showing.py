"""Showing persons: the one way in which a name reaches a page, noted in the record of looking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import FilteredRelation, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from ikue.audit import looking
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.people.domain.households import age_band
from ikue.people.enums import Relationship
from ikue.people.models import Household, Membership, Person, SafeContact
from ikue.sharing.domain.deciding import Decision, Information, Rights, rights_of
from ikue.sharing.enums import Act, FieldClass

SAFE_FIELDS = {
    name: name for name in ("hours", "secret_from_family", "no_message", "written_only", "note")
}


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

    @property
    def may_be_asked(self) -> bool:
        """For consent, by this window."""
        return self.person is not None and not (self.has_left or self.has_died)


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


def shown(rights: Rights, asked: Information, act: Act = Act.READ) -> Decision:
    """The answer, and where it is yes the record of looking: a page may now show it."""
    decision = rights.decide(asked, act)
    if decision.allowed:
        note_shown(
            decision, circle_id=asked.circle_id, person_id=asked.person_id,
            classes=asked.field_class,
        )  # fmt: skip
    return decision


def show_persons(
    viewer: Viewer, person_ids: Iterable[UUID], *, rights: Rights | None = None
) -> dict[UUID, Person]:
    """The persons among these whom the viewer may know by name, recorded as shown (F1)."""
    persons = list(Person.objects.filter(pk__in=set(person_ids)))
    rights = rights or rights_of(viewer, {person.circle_id for person in persons})
    return {person.pk: person for person in persons if _noted(rights, person)}


def _noted(rights: Rights, person: Person) -> bool:
    return shown(rights, Information.of(person, FieldClass.F1, person_id=person.pk)).allowed


def show_households(
    viewer: Viewer, circle_id: UUID, *, rights: Rights | None = None
) -> tuple[ShownHousehold, ...]:
    """Every household of a circle: supported members by name, the others by 続柄 and age band."""
    rights = rights or rights_of(viewer, [circle_id])
    today = clock.today(viewer.at)
    households: dict[UUID, Household] = {}
    members: dict[UUID, list[ShownPerson]] = {}
    for row in _memberships(circle_id):
        person = vars(row)["known"]
        shown = _shown(row, person if person and _noted(rights, person) else None, today)
        households[row.household_id] = row.household
        members.setdefault(row.household_id, []).append(shown)
    return tuple(
        ShownHousehold(household_id=pk, label=row.label, members=tuple(members[pk]))
        for pk, row in households.items()
    )


def nameable(viewer: Viewer, circle_id: UUID) -> list[tuple[str, str]]:
    """The members of a circle's households whom the viewer may call by name, as choices."""
    return [
        (str(member.person_id), f"{member.label}（{member.relationship}・{member.age_words}）")
        for household in show_households(viewer, circle_id)
        for member in household.members
        if member.person is not None and not member.has_left
    ]


def _memberships(circle_id: UUID) -> QuerySet[Membership]:
    """With their household, the person as far as the wall shows one (`known`), and how that person
    may be reached as agreed last (`safe`)."""
    agreed = SafeContact.objects.filter(person_id=OuterRef("person_id")).order_by("-recorded_at")
    return (
        Membership.objects.filter(household__circle_id=circle_id)
        .annotate(
            known=FilteredRelation("person"),
            safe=Subquery(agreed.values(promise=JSONObject(**SAFE_FIELDS))[:1]),
        )
        # The stubs do not know a FilteredRelation.
        .select_related("household", "known")  # type: ignore[misc]
        .order_by("household__recorded_at", "household_id", "recorded_at")
    )


def _shown(row: Membership, person: Person | None, today: date) -> ShownPerson:
    safe = vars(row)["safe"] if person else None
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
        safe_contact=SafeContact(**safe).sentence() if safe else "",
        why="" if person else "この窓口が支援している方ではないため、続柄と年齢層だけが見えます。",
    )
