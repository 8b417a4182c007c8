"""閲覧記録 for 個人情報管理者 and 監査: who looked, when, at what kind of thing; no names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from ikue.accounts.models import Account
from ikue.audit.chain import heads_outside
from ikue.audit.models import ReadEvent, ReadLine
from ikue.desk.domain.screens import ACTS, OTHER_SCREEN, SCREENS
from ikue.directory.models import Appointment
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.sharing.enums import CLASS_LABELS
from ikue.sharing.models import LegalBasis

MOST = 200
"""Newest events of one page; a day or a member of staff narrows them."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    account_id: UUID | None = None
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Look:
    """One answer that showed somebody: identifiers and classes, no content and no name."""

    number: int
    at: datetime
    who: str
    window: str
    screen: str
    act: str
    classes: str
    bases: str
    persons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ChainState:
    """Up to which event the chain reaches, and whether the head kept outside still fits."""

    number: int
    outside: int | None
    fits: bool


def looks(viewer: Viewer, wanted: Wanted) -> list[Look]:
    """Raises NotAllowed. Five queries, however many events."""
    require_overseer(viewer)
    events = list(_events(wanted)[:MOST])
    lines = _lines(events)
    places = _places(events)
    names = {row.pk: row.name for row in Account.objects.filter(pk__in=_ids(events))}
    bases = dict(LegalBasis.objects.values_list("code", "name"))
    return [
        _look(event, lines.get(event.pk, []), names, places.get(event.appointment_id, ""), bases)
        for event in events
    ]


def require_overseer(viewer: Viewer) -> None:
    if not viewer.oversees:
        raise NotAllowed("looks")


def _events(wanted: Wanted) -> QuerySet[ReadEvent]:
    rows = ReadEvent.objects.order_by("-number")
    if wanted.account_id:
        rows = rows.filter(account_id=wanted.account_id)
    if wanted.on:
        start = datetime.combine(wanted.on, time.min, clock.TOKYO)
        rows = rows.filter(at__gte=start, at__lt=start + timedelta(days=1))
    return rows


def _ids(events: Iterable[ReadEvent]) -> set[UUID]:
    return {event.account_id for event in events}


def _lines(events: Iterable[ReadEvent]) -> dict[UUID, list[ReadLine]]:
    found: dict[UUID, list[ReadLine]] = {}
    for line in ReadLine.objects.filter(event__in=[event.pk for event in events]):
        found.setdefault(line.event_id, []).append(line)
    return found


def _places(events: Iterable[ReadEvent]) -> dict[UUID | None, str]:
    rows = Appointment.objects.filter(pk__in={event.appointment_id for event in events})
    return dict(rows.values_list("pk", "window__short_name"))


def _look(
    event: ReadEvent,
    lines: list[ReadLine],
    names: dict[UUID, str],
    window: str,
    bases: dict[str, str],
) -> Look:
    return Look(
        number=event.number,
        at=event.at,
        who=names.get(event.account_id, ""),
        window=window,
        screen=SCREENS.get(event.screen, OTHER_SCREEN),
        act=ACTS.get(event.act, event.act),
        classes=_in_words(line.classes for line in lines),
        bases="、".join(sorted({bases.get(line.basis, "その他の根拠") for line in lines})),
        persons=tuple(sorted({str(line.person_id)[:8] for line in lines if line.person_id})),
    )


def _in_words(masks: Iterable[int]) -> str:
    shown = 0
    for mask in masks:
        shown |= mask
    return "、".join(label for one, label in CLASS_LABELS.items() if shown & one)


def staff_seen(viewer: Viewer) -> list[tuple[str, str]]:
    """Whoever has looked at anything, for the filter."""
    require_overseer(viewer)
    seen = ReadEvent.objects.values("account_id").distinct()
    rows = Account.objects.filter(pk__in=seen).order_by("name")
    return [(str(row.pk), row.name) for row in rows]


def chain_state(viewer: Viewer, var: Path) -> ChainState:
    """Held against the last head kept outside the database; the whole walk is `verify-audit`."""
    require_overseer(viewer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM wall.chain_head()")
        (number,) = cursor.fetchone()
    outside = heads_outside(var)[-1:]
    if not outside:
        return ChainState(number=number, outside=None, fits=True)
    kept = outside[0]
    found = ReadEvent.objects.filter(number=kept.number, digest=kept.digest).exists()
    return ChainState(number=number, outside=kept.number, fits=kept.number == 0 or found)
