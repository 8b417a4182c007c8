from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikue.kernel.businessdays import (
    add_business_days,
    business_days_between,
    elapsed_business_days,
    is_business_day,
    limit_after,
)

DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2026, 11, 20), True),  # Friday
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 11, 23), False),  # 勤労感謝の日
        (date(2026, 9, 22), False),  # 国民の休日
        (date(2026, 5, 6), False),  # 振替休日
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),
        (date(2027, 1, 3), False),
        (date(2027, 1, 4), True),
    ],
)
def test_business_days(day: date, open_: bool) -> None:
    assert is_business_day(day) is open_


@pytest.mark.parametrize(
    ("start", "n", "day"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 24)),  # over a weekend and a holiday
        (date(2026, 11, 20), 3, date(2026, 11, 26)),
        (date(2026, 11, 22), 1, date(2026, 11, 24)),
        (date(2026, 12, 28), 1, date(2027, 1, 4)),
        (date(2026, 4, 28), 5, date(2026, 5, 11)),  # 4/30, 5/1, 5/7, 5/8, 5/11
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2026, 11, 21), 0, date(2026, 11, 24)),
        (date(2026, 11, 24), -1, date(2026, 11, 20)),
    ],
)
def test_the_nth_business_day(start: date, n: int, day: date) -> None:
    assert add_business_days(start, n) == day


@given(DAYS, st.integers(-40, 40))
def test_a_limit_never_falls_on_a_closed_day(start: date, n: int) -> None:
    assert is_business_day(add_business_days(start, n))


@given(DAYS, st.integers(1, 40))
def test_counting_undoes_adding(start: date, n: int) -> None:
    assert business_days_between(start, add_business_days(start, n)) == n


@given(DAYS, DAYS, DAYS)
def test_counts_add_up(a: date, b: date, c: date) -> None:
    total = business_days_between(a, b) + business_days_between(b, c)
    assert total == business_days_between(a, c)


def test_a_limit_is_closing_time_in_tokyo() -> None:
    # Friday 20 November 2026, 23:30 in Tokyo; three business days on is Thursday the 26th
    at = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
    assert limit_after(at, 3) == datetime(2026, 11, 26, 8, 15, tzinfo=UTC)
    assert limit_after(at, 3).tzinfo is UTC
    assert limit_after(at, 3, closing=time(17, 0)) == datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
    half_an_hour_later = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)  # Saturday there
    assert limit_after(half_an_hour_later, 1) == datetime(2026, 11, 24, 8, 15, tzinfo=UTC)


def test_elapsed_business_days() -> None:
    friday = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    assert elapsed_business_days(friday, datetime(2026, 11, 20, 9, 0, tzinfo=UTC)) == 0
    assert elapsed_business_days(friday, datetime(2026, 11, 23, 9, 0, tzinfo=UTC)) == 0
    assert elapsed_business_days(friday, datetime(2026, 11, 25, 1, 0, tzinfo=UTC)) == 2
    assert elapsed_business_days(friday, datetime(2026, 11, 2, 1, 0, tzinfo=UTC)) == 0
