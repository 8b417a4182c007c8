"""Business days (開庁日): Monday to Friday, no national holiday, not 29 December to 3 January.

Holidays come from jpholiday (祝日, 振替休日, 国民の休日); a year not yet legislated follows the law
as it stands, so a limit far ahead may move when the Diet moves a holiday.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import jpholiday

from ikue.kernel.clock import TOKYO, today

CLOSING = time(17, 15)
_ONE_DAY = timedelta(days=1)
_YEAR_END = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(day for day, _name in jpholiday.year_holidays(year))


def is_business_day(day: date) -> bool:
    """Is the ward office open on that day."""
    return (
        day.weekday() < 5
        and (day.month, day.day) not in _YEAR_END
        and day not in _holidays(day.year)
    )


def add_business_days(start: date, n: int) -> date:
    """The n-th business day after `start`, which itself is never counted (初日不算入, 民法140条).

    n = 0 gives `start`, or the next business day when `start` is none; a negative n counts back."""
    step = -_ONE_DAY if n < 0 else _ONE_DAY
    day, left = start, abs(n)
    while left or not is_business_day(day):
        day += step
        if left and is_business_day(day):
            left -= 1
    return day


def business_days_between(a: date, b: date) -> int:
    """How many business days lie after `a` up to and including `b`; negative when `b` is earlier.

    `business_days_between(a, add_business_days(a, n)) == n` for n > 0."""
    if b < a:
        return -business_days_between(b, a)
    days = (a + timedelta(days=i) for i in range(1, (b - a).days + 1))
    return sum(map(is_business_day, days))


def limit_after(at: datetime, days: int, *, closing: time = CLOSING) -> datetime:
    """The limit `days` business days after the Tokyo day of `at`: closing time there, aware UTC."""
    last_day = add_business_days(today(at), days)
    return datetime.combine(last_day, closing, tzinfo=TOKYO).astimezone(UTC)


def elapsed_business_days(since: datetime, at: datetime) -> int:
    """Business days begun since the Tokyo day of `since`, that of `at` included; never below 0."""
    return max(0, business_days_between(today(since), today(at)))


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or that month's last day (応当日なし, 民法143条)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
