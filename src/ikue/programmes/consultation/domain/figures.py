"""What is counted of a reception, and taken back where it was nobody's (誤登録)."""

from typing import Any

from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.people.domain.households import age_band
from ikue.people.models import Person
from ikue.programmes.consultation.enums import Issue
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.models import Circle
from ikue.tally.counting import Keys, count, reverse
from ikue.tally.models import Event

RECEIVED = "consultation_received"


def count_received(consultation: Consultation, person: Person, circle: Circle, by: Viewer) -> None:
    keys = Keys(record=consultation.tally_key, household=circle.tally_key, person=person.tally_key)
    count(what=RECEIVED, keys=keys, **_facts(consultation, person, by))


def take_back_received(consultation: Consultation, by: Viewer) -> None:
    """The same event with −1, from the same facts: the application reads no event of its own."""
    assert consultation.person_id is not None
    person = Person.objects.get(pk=consultation.person_id)
    circle = Circle.objects.get(pk=consultation.circle_id)
    counted = Event(
        what=RECEIVED, record_key=consultation.tally_key, household_key=circle.tally_key,
        person_key=person.tally_key, **_facts(consultation, person, by),
    )  # fmt: skip
    reverse(event=counted)


def _facts(consultation: Consultation, person: Person, by: Viewer) -> dict[str, Any]:
    received_on = clock.today(consultation.received_at)
    return {
        "at": consultation.received_at,
        "window": by.window_code,
        "field": by.field_code,
        "route": consultation.route or consultation.caller,
        "issues": [issue for issue in consultation.issues if issue in Issue.values],
        "age_band": age_band(person.birth_year, on=received_on),
        "area": consultation.town_code,
    }
