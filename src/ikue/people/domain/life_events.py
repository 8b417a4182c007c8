"""節目: known days ahead on which support may break off, so that the next window can be there."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from ikue.audit.perform import Actor
from ikue.people.models import LifeEvent, Person

__all__ = [
    "AHEAD_DAYS",
    "LifeEvent",
    "life_events_ahead",
    "life_events_of",
    "life_events_within",
    "note_life_event",
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


def life_events_ahead(*, circle_id: UUID, on: date) -> list[LifeEvent]:
    """The days of this circle from today on, within ninety days, the nearest first.

    Nobody is reminded of what lies ahead of somebody who died.
    """
    return list(
        LifeEvent.objects.filter(
            circle_id=circle_id,
            on__gte=on,
            on__lte=on + timedelta(days=AHEAD_DAYS),
            person__died_on=None,
        ).order_by("on")
    )


def life_events_of(circle_id: UUID) -> list[LifeEvent]:
    """Every day ever noted for this circle, the earliest first."""
    return list(LifeEvent.objects.filter(circle_id=circle_id).order_by("on"))


def life_events_within(circle_ids: Collection[UUID], *, on: date, most: int) -> list[LifeEvent]:
    """As `life_events_ahead` for several circles in one query; none where there is no circle."""
    if not circle_ids:
        return []
    rows = LifeEvent.objects.filter(
        circle_id__in=circle_ids,
        on__gte=on,
        on__lte=on + timedelta(days=AHEAD_DAYS),
        person__died_on=None,
    )
    return list(rows.order_by("on")[:most])
