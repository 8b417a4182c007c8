"""節目: known days ahead on which support may break off, so that the next window can be there."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from ikue.audit.perform import Actor
from ikue.people.models import LifeEvent, Person

__all__ = [
    "AHEAD_DAYS",
    "LifeEvent",
    "life_events_ahead",
    "life_events_of",
    "note_life_event",
    "upcoming",
]

AHEAD_DAYS = 90


def note_life_event(*, person: Person, kind: str, on: date, by: Actor, note: str = "") -> LifeEvent:
    """Write the day down; it may lie in the past (an eviction that has come)."""
    event = LifeEvent(
        circle_id=person.circle_id, owner_window_id=by.window_id,
        written_by_id=by.appointment_id, person=person, kind=kind, on=on, note=note,
    )  # fmt: skip
    event.save(force_insert=True)
    return event


def upcoming(on: date) -> QuerySet[LifeEvent]:
    """From that day on, within ninety days. Nobody is reminded of what lies ahead of somebody who
    died."""
    return LifeEvent.objects.filter(
        on__gte=on, on__lte=on + timedelta(days=AHEAD_DAYS), person__died_on=None
    )


def life_events_ahead(*, circle_id: UUID, on: date) -> list[LifeEvent]:
    """The `upcoming` days of this circle, the nearest first."""
    return list(upcoming(on).filter(circle_id=circle_id).order_by("on"))


def life_events_of(circle_id: UUID) -> list[LifeEvent]:
    """Every day ever noted for this circle, the earliest first."""
    return list(LifeEvent.objects.filter(circle_id=circle_id).order_by("on"))
