"""What is counted of a reception, and taken back where it was nobody's (誤登録)."""

from typing import Any

from django.db import connection

from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.people.domain.households import age_band
from ikue.people.models import Person
from ikue.programmes.consultation.enums import Issue
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.models import Circle
from ikue.tally.counting import Keys, count

RECEIVED = "consultation_received"


def count_received(consultation: Consultation, person: Person, circle: Circle, by: Viewer) -> None:
    keys = Keys(record=consultation.tally_key, household=circle.tally_key, person=person.tally_key)
    count(what=RECEIVED, keys=keys, **_facts(consultation, person, by))


def take_back_counted(consultation: Consultation) -> None:
    """All that the verbs of this 誤登録 have counted, again with −1; nothing is erased. By the
    keeper, since the application reads no event, not even its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.take_back_counted(%s)", [consultation.pk])


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
