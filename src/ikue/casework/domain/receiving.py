"""Taking up what was sent: duty in the sender's circle, or a circle of one's own.

A window with hidden involvement keeps its own circle and never stands in a shared one; so where
either end is hidden, the receiver begins a circle of its own with what the packet carries.
"""

from datetime import datetime
from uuid import UUID

from ikue.casework.models import Packet, Referral
from ikue.directory.models import Window
from ikue.directory.viewers import Viewer
from ikue.kernel.wareki import PartialDate
from ikue.people.domain.households import add_member, form_household, household_label
from ikue.people.domain.persons import PersonFacts, register_person, support_person
from ikue.people.enums import Relationship
from ikue.people.models import Person
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.domain.opening import begin_circle, take_duty


def receiving_circle(*, referral: Referral, by: Viewer, at: datetime) -> UUID:
    """The circle in which the receiver works from now on, with its duty opened there."""
    packet = Packet.objects.get(referral=referral)
    if stays_apart(referral):
        return _own_circle(packet, by, at)
    if not rights_of(by, [referral.circle_id]).on_duty_in(referral.circle_id):
        take_duty(circle_id=referral.circle_id, what="つなぎの引受け", by=by, at=at)
    for identity in packet.persons:
        support_person(
            person_id=UUID(str(identity["id"])), circle_id=referral.circle_id, by=by, at=at
        )
    return referral.circle_id


def stays_apart(referral: Referral) -> bool:
    """One of its ends keeps its involvement hidden."""
    ends = [pk for pk in (referral.owner_window_id, referral.to_window_id) if pk]
    return Window.objects.filter(pk__in=ends, hidden_involvement=True).exists()


def _own_circle(packet: Packet, by: Viewer, at: datetime) -> UUID:
    circle = begin_circle(by=by, at=at)
    take_duty(circle_id=circle.pk, what="つなぎの引受け", by=by, at=at)
    persons = [
        (register_person(facts=_facts(identity), circle_id=circle.pk, by=by, at=at), identity)
        for identity in packet.persons
    ]
    _settle(persons, circle.pk, by, at)
    return circle.pk


def _settle(
    persons: list[tuple[Person, dict[str, object]]], circle_id: UUID, by: Viewer, at: datetime
) -> None:
    household = form_household(circle_id=circle_id, label=household_label(persons[0][0]), by=by)
    for person, identity in persons:
        relationship = str(identity["relationship"]) or Relationship.UNKNOWN.value
        add_member(household=household, person=person, relationship=relationship, by=by)
        support_person(person_id=person.pk, circle_id=circle_id, by=by, at=at)


def _facts(identity: dict[str, object]) -> PersonFacts:
    names = {
        name: str(identity[name])
        for name in (
            "family_name", "given_name", "family_kana", "given_kana", "latin_name", "known_as",
            "sex", "language", "interpreter",
        )
    }  # fmt: skip
    birth = identity["birth"]
    year, month, day = birth if isinstance(birth, list) else (None, None, None)
    return PersonFacts(
        **names,
        birth=PartialDate(year, month, day) if year else None,
        birth_is_approximate=bool(identity["birth_is_approximate"]),
    )
