from ikue.people.models.contact import ContactPoint, SafeContact
from ikue.people.models.household import Household, Membership, Relation
from ikue.people.models.life_event import LifeEvent
from ikue.people.models.person import Gram, Person, PersonName, Support

__all__ = [
    "ContactPoint",
    "Gram",
    "Household",
    "LifeEvent",
    "Membership",
    "Person",
    "PersonName",
    "Relation",
    "SafeContact",
    "Support",
]
