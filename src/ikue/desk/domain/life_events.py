"""節目 ahead: shown on the case, and on home for the cases one answers for (F3, own window's)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from ikue.desk.domain.my_cases import MyCase
from ikue.desk.domain.rows import UNNAMED, Row, Target
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.people.domain.life_events import (
    AHEAD_DAYS,
    LifeEvent,
    life_events_of,
)
from ikue.sharing.domain.deciding import Information, Rights
from ikue.sharing.domain.naming import Naming
from ikue.sharing.domain.showing import shown
from ikue.sharing.enums import FieldClass

MOST = 8
"""Of the nearest on home; every case shows its own."""


@dataclass(frozen=True, kw_only=True)
class LifeDay:
    """One 節目 as a page shows it; `who` only where the member may be named."""

    on: date
    label: str
    who: str
    note: str
    is_ahead: bool


def life_days(
    viewer: Viewer, circle_id: UUID, names: Iterable[tuple[UUID, str]], *, rights: Rights
) -> tuple[LifeDay, ...]:
    """Every 節目 of a circle by date; whoever is shown is noted."""
    today, called = clock.today(viewer.at), dict(names)
    return tuple(
        LifeDay(
            on=row.on, label=row.get_kind_display(), who=called.get(row.person_id, ""),
            note=row.note, is_ahead=today <= row.on <= today + timedelta(days=AHEAD_DAYS),
        )
        for row in life_events_of(circle_id)
        if _noted(rights, row)
    )  # fmt: skip


def nearest(cases: Iterable[MyCase]) -> list[LifeEvent]:
    """Of the households of all these cases."""
    return sorted((event for case in cases for event in case.ahead), key=lambda one: one.on)[:MOST]


def ahead_rows(
    events: Iterable[LifeEvent], cases: Iterable[MyCase], naming: Naming
) -> tuple[Row, ...]:
    by_circle = {case.lying.circle_id: case for case in cases}
    return tuple(
        Row(
            target=Target.CASE,
            record_id=by_circle[event.circle_id].id,
            name=naming.name(event.circle_id, otherwise=by_circle[event.circle_id].number)
            or UNNAMED,
            what="：".join(filter(None, (event.get_kind_display(), event.note))),
            verb="開く",
            due=event.on,
        )
        for event in events
        if _noted(naming.rights, event)
    )


def _noted(rights: Rights, event: LifeEvent) -> bool:
    return shown(rights, Information.of(event, FieldClass.F3, person_id=event.person_id)).allowed
