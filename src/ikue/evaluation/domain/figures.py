"""月の件数: what happened in a calendar month, net of what was taken back.

Seed 第3節(4): 「各事業の取組状況や方向性を定期的に確認し」. A month is one of Tokyo's calendar,
by the moment of the fact, not of its writing.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection


@dataclass(frozen=True, kw_only=True)
class Figure:
    """How often one thing happened at one window in one month (件, 延べ)."""

    what: str
    window: str
    times: int


def monthly_figures(month: date) -> list[Figure]:
    """Every figure of the month of that day; a figure of zero is not listed.

    Summed by the keeper: single events are read by nobody.
    """
    with connection.cursor() as cursor:
        cursor.execute('SELECT what, "window", times FROM wall.monthly_figures(%s)', [month])
        rows = cursor.fetchall()
    return [Figure(what=what, window=window, times=times) for what, window, times in rows]
