"""世帯の年表: who was in the household from when until when, and how they belong together.

Names, other names and relations (F1) only of persons the viewer may know; the others stay as 続柄.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ikue.directory.viewers import Viewer
from ikue.people.enums import NameKind, RelationKind, Relationship
from ikue.people.models import Membership, Person, PersonName, Relation
from ikue.sharing.domain.showing import show_persons


@dataclass(frozen=True, kw_only=True)
class DatedMember:
    """One membership; `name` is empty for a mere 続柄."""

    person_id: UUID
    name: str
    kana: str
    relationship: str
    lives_there: bool
    since: date | None
    until: date | None
    died_on: date | None
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DatedRelation:
    person: str
    kind: str
    other: str
    since: date | None
    until: date | None
    scope: str = ""


@dataclass(frozen=True, kw_only=True)
class Chronicle:
    members: tuple[DatedMember, ...]
    relations: tuple[DatedRelation, ...]


def chronicle(viewer: Viewer, circle_id: UUID) -> Chronicle:
    memberships = list(Membership.objects.filter(circle_id=circle_id).order_by("recorded_at"))
    persons = show_persons(viewer, [row.person_id for row in memberships])
    names = _other_names(persons)
    return Chronicle(
        members=tuple(
            _member(row, persons.get(row.person_id), names.get(row.person_id, []))
            for row in memberships
        ),
        relations=tuple(_relations(persons)),
    )


def _other_names(persons: dict[UUID, Person]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for row in PersonName.objects.filter(person_id__in=list(persons)).order_by("recorded_at"):
        found.setdefault(row.person_id, []).append(f"{row.name}（{NameKind(row.kind).label}）")
    return found


def _member(row: Membership, person: Person | None, names: list[str]) -> DatedMember:
    return DatedMember(
        person_id=row.person_id,
        name=person.name if person else "",
        kana=person.kana if person else "",
        relationship=Relationship(row.relationship).label,
        lives_there=row.lives_there,
        since=row.since,
        until=row.until,
        died_on=person.died_on if person else None,
        other_names=tuple(names),
    )


def _relations(persons: dict[UUID, Person]) -> list[DatedRelation]:
    """Only between two persons who may both be named."""
    wanted = list(persons)
    rows = Relation.objects.filter(person_id__in=wanted, other_id__in=wanted)
    return [
        DatedRelation(
            person=persons[row.person_id].name,
            kind=RelationKind(row.kind).label,
            other=persons[row.other_id].name,
            since=row.since,
            until=row.until,
            scope=row.scope,
        )
        for row in rows.order_by("recorded_at")
    ]
