"""One household or person for a verb; whoever shows them goes through `sharing`."""

from uuid import UUID

from ikue.people.models import Household, Membership, Person


def find_household(household_id: UUID, *, circle_id: UUID) -> Household:
    """Raises DoesNotExist for a household the viewer cannot see, or one of another circle."""
    return Household.objects.get(pk=household_id, circle_id=circle_id)


def find_person(person_id: UUID, *, circle_id: UUID) -> Person:
    return Person.objects.get(pk=person_id, circle_id=circle_id)


def find_membership(person_id: UUID, *, circle_id: UUID) -> Membership:
    """The standing membership of this person; of two households the one entered last."""
    standing = Membership.objects.filter(person_id=person_id, circle_id=circle_id, until=None)
    return standing.latest("recorded_at")


def circle_of(person_id: UUID) -> UUID:
    """The one circle in which this row of a person lies. Raises DoesNotExist for a stranger."""
    return Person.objects.only("circle_id").get(pk=person_id).circle_id
