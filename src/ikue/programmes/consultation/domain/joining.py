"""知っている方の相談: a new reception goes on in the circle in which the person is already known.

What is known stays; what was said besides is added to it, so that nothing typed is lost.
"""

from dataclasses import asdict, replace
from datetime import datetime

from ikue.directory.viewers import Viewer
from ikue.kernel.identifiers import identifier
from ikue.kernel.text import search_key
from ikue.people.domain.households import add_member, form_household, household_label
from ikue.people.domain.persons import PersonFacts, add_name, correct_person, support_person
from ikue.people.enums import NameKind, Relationship
from ikue.people.models import ContactPoint, Household, Membership, Person
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.domain.showing import show_persons


def known_person(viewer: Viewer, person_id: object) -> Person:
    """Somebody whom the viewer may name and in whose circle the viewer's window works.

    Raises DoesNotExist for everybody else, as for nobody.
    """
    wanted = identifier(person_id)
    person = show_persons(viewer, [wanted]).get(wanted) if wanted else None
    if person is None or not works_with(viewer, person):
        raise Person.DoesNotExist
    return person


def works_with(viewer: Viewer, person: Person) -> bool:
    return rights_of(viewer, [person.circle_id]).on_duty_in(person.circle_id)


def go_on_with(*, person: Person, facts: PersonFacts, by: Viewer, at: datetime) -> Household:
    """The window supports the person from now on, and what was said fills what was not known."""
    support_person(person_id=person.pk, circle_id=person.circle_id, by=by, at=at)
    if is_spelled_otherwise(person, facts):
        name = f"{facts.family_name} {facts.given_name}".strip()
        kana = f"{facts.family_kana} {facts.given_kana}".strip()
        add_name(person=person, kind=NameKind.VARIANT, name=name, kana=kana, by=by)
    _fill_in(person, facts, by, at)
    return _household(person, by)


def is_spelled_otherwise(person: Person, facts: PersonFacts) -> bool:
    """A name typed that the person is not found under yet."""
    typed = search_key(facts.family_name + facts.given_name)
    known = [_written(person), *(search_key(one.name) for one in person.other_names.all())]
    return bool(typed) and not any(one and (typed in one or one in typed) for one in known)


def is_there(household: Household, facts: PersonFacts, relationship: str) -> bool:
    """Somebody named alike, or for a nameless member of the same 続柄, stands there already."""
    standing = Membership.objects.filter(household=household, until=None)
    typed = search_key(facts.family_name + facts.given_name)
    if not typed:
        return standing.filter(relationship=relationship).exists()
    members = Person.objects.filter(pk__in=standing.values("person_id"))
    return any(typed in _written(one) for one in members)


def stands_there(person: Person, kind: str, value: str) -> bool:
    """An address or number that stands there already, as far as this window may know it."""
    points = ContactPoint.objects.filter(person=person, kind=kind, value=value, ended_on=None)
    return points.exists()


def _written(person: Person) -> str:
    return search_key(person.family_name + person.given_name)


def _household(person: Person, by: Viewer) -> Household:
    standing = Membership.objects.filter(person_id=person.pk, until=None)
    found = standing.select_related("household").order_by("recorded_at").last()
    if found is not None:
        return found.household
    label = household_label(person)
    household = form_household(circle_id=person.circle_id, label=label, by=by)
    add_member(household=household, person=person, relationship=Relationship.SELF, by=by)
    return household


def _fill_in(person: Person, facts: PersonFacts, by: Viewer, at: datetime) -> None:
    """Only blanks, and only on the own window's row: what others wrote is theirs to correct."""
    known = facts_known(person)
    filled = _filled(known, facts)
    if person.owner_window_id in by.window_ids and filled != known:
        correct_person(person=person, facts=filled, seen_version=person.version, by=by, at=at)


def facts_known(person: Person) -> PersonFacts:
    return PersonFacts(**{name: getattr(person, name) for name in PersonFacts.__dataclass_fields__})


def _filled(known: PersonFacts, typed: PersonFacts) -> PersonFacts:
    blank = asdict(PersonFacts())
    unknown = [name for name, value in blank.items() if getattr(known, name) == value]
    added = {name: getattr(typed, name) for name in unknown if name != "birth_is_approximate"}
    if known.birth is None:
        added["birth_is_approximate"] = typed.birth_is_approximate
    return replace(known, **added)
