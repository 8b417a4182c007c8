"""One Person row per circle: who moves into another circle is written down there anew."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from ikue.audit.perform import Actor
from ikue.people.domain.households import relate
from ikue.people.domain.persons import (
    PersonFacts,
    SafeContactFacts,
    add_name,
    agree_safe_contact,
    register_person,
)
from ikue.people.models import Person, Relation

IDENTITY = (
    "family_name", "given_name", "family_kana", "given_kana", "latin_name", "known_as", "sex",
    "birth", "birth_is_approximate", "language", "interpreter",
)  # fmt: skip
AGREED = ("hours", "secret_from_family", "no_message", "written_only", "note")


def copy_person(*, person: Person, circle_id: UUID, by: Actor, at: datetime) -> Person:
    """Names, birth, language and the safe way of contact go along; where they live does not."""
    facts = PersonFacts(**{name: getattr(person, name) for name in IDENTITY})
    copy = register_person(facts=facts, circle_id=circle_id, by=by, at=at)
    for other in person.other_names.order_by("recorded_at"):
        add_name(person=copy, kind=other.kind, name=other.name, kana=other.kana, by=by)
    agreed = person.safe_contacts.order_by("recorded_at").last()
    if agreed is not None:
        safe = SafeContactFacts(**{name: getattr(agreed, name) for name in AGREED})
        agree_safe_contact(person=copy, facts=safe, by=by)
    return copy


def copy_relations(copies: Mapping[UUID, Person], *, by: Actor) -> None:
    """What those who go together are to one another; the others are not named."""
    rows = Relation.objects.filter(person_id__in=list(copies), other_id__in=list(copies))
    for row in rows.order_by("recorded_at"):
        relate(
            person=copies[row.person_id], other=copies[row.other_id], kind=row.kind, by=by,
            since=row.since, until=row.until, scope=row.scope,
        )  # fmt: skip
