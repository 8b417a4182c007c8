"""月の件数: what happened in a calendar month, net of what was taken back.

Seed 第3節(4): 「各事業の取組状況や方向性を定期的に確認し」. A month is one of Tokyo's calendar,
by the moment of the fact, not of its writing.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Sum

from ikue.kernel.clock import TOKYO
from ikue.tally.models import Event


@dataclass(frozen=True, kw_only=True)
class Figure:
    """How often one thing happened at one window in one month (件, 延べ)."""

    what: str
    window: str
    times: int


def monthly_figures(month: date) -> list[Figure]:
    """Every figure of the month of that day; a figure of zero is not listed."""
    first, after = _bounds(month)
    rows = (
        Event.objects.filter(at__gte=first, at__lt=after)
        .values_list("what", "window")
        .annotate(times=Sum("amount"))
        .order_by("what", "window")
    )
    return [Figure(what=what, window=window, times=times) for what, window, times in rows if times]


def _bounds(month: date) -> tuple[datetime, datetime]:
    first = month.replace(day=1)
    after = (
        first.replace(year=first.year + 1, month=1)
        if first.month == 12
        else first.replace(month=first.month + 1)
    )
    return (
        datetime.combine(first, time.min, TOKYO),
        datetime.combine(after, time.min, TOKYO),
    )
