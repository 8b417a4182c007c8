from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from ikue.kernel import clock


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC


def test_frozen_holds_the_clock_nests_and_lets_go() -> None:
    outer = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    inner = datetime(2026, 4, 1, 9, 0, tzinfo=clock.TOKYO)
    with clock.frozen(outer) as at:
        assert at == clock.now() == outer
        with clock.frozen(inner):
            assert clock.now() == datetime(2026, 4, 1, 0, 0, tzinfo=UTC)
            assert clock.now().tzinfo is UTC
        assert clock.now() == outer
    assert clock.now() > datetime(2026, 1, 1, tzinfo=UTC)
    assert clock.now() != outer


def test_frozen_lets_go_after_a_failure() -> None:
    at = datetime(2000, 1, 1, tzinfo=UTC)
    with pytest.raises(KeyError), clock.frozen(at):
        raise KeyError
    assert clock.now() != at


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 22, 14, 59, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 15, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 1, 1, 1, 0, tzinfo=timezone(timedelta(hours=10))), date(2026, 1, 1)),
        (datetime(2026, 1, 1, 0, 59, tzinfo=timezone(timedelta(hours=10))), date(2025, 12, 31)),
    ],
)
def test_today_is_the_day_in_tokyo(at: datetime, day: date) -> None:
    assert clock.today(at) == day


def test_a_moment_without_zone_is_refused() -> None:
    naive = datetime(2026, 11, 23, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError):
        clock.today(naive)
    with pytest.raises(ValueError), clock.frozen(naive):
        pass


def test_a_day_is_over_at_midnight_in_tokyo() -> None:
    over = clock.end_of(date(2026, 12, 31))
    assert over == datetime(2026, 12, 31, 15, 0, tzinfo=UTC)
    assert clock.today(over - timedelta(microseconds=1)) == date(2026, 12, 31)
