"""匿名だった人が名前を教えてくれた: the same person, now better known."""

from datetime import datetime

from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.kernel.wareki import check_birth
from ikue.people.domain.households import household_label
from ikue.people.domain.persons import PersonFacts, correct_person
from ikue.people.models import Household, Person
from ikue.programmes.consultation.models import Consultation
from ikue.programmes.consultation.rules import received_it, wrote_down


def name_caller(
    *,
    consultation: Consultation,
    facts: PersonFacts,
    seen_version: int,
    by: Viewer,
    at: datetime,
) -> Person:
    """Correct what is known of the principal; the household's own short name follows.

    Raises NotAllowed, NobodyDescribed, DateError, EditedMeanwhile.
    """
    if not received_it(by, consultation) or consultation.person_id is None:
        raise NotAllowed("name_caller")
    person = Person.objects.get(pk=consultation.person_id)
    if not wrote_down(by, person):
        raise NotAllowed("name_caller")
    if facts.birth is not None:
        check_birth(facts.birth, today=clock.today(at))
    label_before = household_label(person)
    named = correct_person(person=person, facts=facts, seen_version=seen_version, by=by, at=at)
    if consultation.household_id is not None:
        household = Household.objects.filter(pk=consultation.household_id, label=label_before)
        household.update(label=household_label(named))
    return named
