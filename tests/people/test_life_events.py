from datetime import date

import pytest

from ikue.people.domain.life_events import life_events_ahead, note_life_event
from ikue.people.enums import LifeEventKind
from ikue.people.models import LifeEvent, Person
from tests.cast import assemble
from tests.factories.receptions import household_8050

TODAY = date(2026, 11, 24)


@pytest.mark.django_db
def test_ninety_days_ahead_nearest_first():
    cast = assemble()
    with cast.acting("desk") as by:
        person = Person.objects.get(pk=household_8050(by=by, at=cast.at).person_id)
        for on in (
            date(2027, 2, 22), date(2027, 2, 23), date(2026, 11, 24), date(2026, 11, 23),
        ):  # fmt: skip
            note_life_event(person=person, kind=LifeEventKind.DISCHARGE, on=on, by=by)
        ahead = life_events_ahead(circle_id=person.circle_id, on=TODAY)
        assert [event.on for event in ahead] == [TODAY, date(2027, 2, 22)]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["elderly", "coordinator", "outsider", "retired"])
def test_nobody_else_learns_of_a_release(name):
    cast = assemble()
    with cast.acting("desk") as by:
        person = Person.objects.get(pk=household_8050(by=by, at=cast.at).person_id)
        note_life_event(person=person, kind=LifeEventKind.RELEASE, on=TODAY, by=by)
        assert LifeEvent.objects.count() == 1
    with cast.acting(name):
        assert LifeEvent.objects.count() == 0
