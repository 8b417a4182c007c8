"""The clock: the only place that reads the system's time.

Domain functions get `at` passed in; views, commands and jobs call `now()` once, at the door.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")

_frozen_at: ContextVar[datetime | None] = ContextVar("frozen_at", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen_at.get() or datetime.now(UTC)


@contextmanager
def frozen(at: datetime) -> Iterator[datetime]:
    """Tests only: inside the block `now()` is `at`. Nests; a thread started inside does not see it.

    Raises ValueError when `at` has no time zone."""
    token = _frozen_at.set(_aware(at).astimezone(UTC))
    try:
        yield now()
    finally:
        _frozen_at.reset(token)


def today(at: datetime) -> date:
    """The calendar day in Tokyo at that moment. Raises ValueError when `at` has no time zone."""
    return _aware(at).astimezone(TOKYO).date()


def end_of(day: date) -> datetime:
    """The moment at which that day is over in Tokyo: what holds on it, holds no moment longer."""
    return datetime.combine(day + timedelta(days=1), time.min, TOKYO)


def _aware(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ValueError("a moment needs a time zone")
    return at
