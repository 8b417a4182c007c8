"""つなぎの情報: the least that the receiver needs to answer, shown to the sender before sending."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from ikue.people.models import ContactPoint, Membership, Person, SafeContact


@dataclass(frozen=True, kw_only=True)
class PacketContents:
    """What will be copied: F1 of the persons asked about, the safe way of contact, F2 by name."""

    persons: tuple[dict[str, object], ...]
    safe_contact: str
    contact_points: tuple[dict[str, str], ...]


def packet_contents(*, circle_id: UUID, person_ids: Iterable[UUID]) -> PacketContents:
    """Exactly what the receiver will read of these persons; nobody else of the household."""
    wanted = list(person_ids)
    persons = {row.pk: row for row in Person.objects.filter(pk__in=wanted, circle_id=circle_id)}
    relationships = dict(
        Membership.objects.filter(person__in=persons).values_list("person_id", "relationship")
    )
    ordered = [persons[pk] for pk in wanted if pk in persons]
    return PacketContents(
        persons=tuple(_identity(person, relationships.get(person.pk, "")) for person in ordered),
        safe_contact=_safe_contact(ordered),
        contact_points=tuple(_references(ordered)),
    )


def _identity(person: Person, relationship: str) -> dict[str, object]:
    return {
        "id": str(person.pk),
        "relationship": relationship,
        "family_name": person.family_name,
        "given_name": person.given_name,
        "family_kana": person.family_kana,
        "given_kana": person.given_kana,
        "latin_name": person.latin_name,
        "known_as": person.known_as,
        "sex": person.sex,
        "birth": [person.birth_year, person.birth_month, person.birth_day],
        "birth_is_approximate": person.birth_is_approximate,
        "language": person.language,
        "interpreter": person.interpreter,
    }


def _safe_contact(persons: list[Person]) -> str:
    latest = {
        row.person_id: row.sentence()
        for row in SafeContact.objects.filter(person__in=persons).order_by("recorded_at")
    }
    return "　".join(
        f"{person.name}さん: {latest[person.pk]}" for person in persons if latest.get(person.pk)
    )


def _references(persons: list[Person]) -> list[dict[str, str]]:
    points = ContactPoint.objects.filter(person__in=persons, ended_on=None).order_by("recorded_at")
    return [
        {"id": str(point.pk), "person": str(point.person_id), "kind": point.kind}
        for point in points
    ]
