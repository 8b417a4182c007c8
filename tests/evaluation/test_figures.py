import uuid
from datetime import date, datetime

import pytest

from ikue.evaluation.domain.figures import Figure, monthly_figures
from ikue.kernel.clock import TOKYO
from ikue.tally.counting import Keys, count
from tests.cast import assemble


@pytest.fixture
def cast(db):
    return assemble()


@pytest.fixture
def happened(cast):
    """Something at a window, counted by whoever of the cast works there."""
    working = {cast[name].window_code: name for name in ("women", "desk")}

    def counted(what, window, at, *, taken_back=False):
        with cast.acting(working[window]):
            event = count(what=what, at=at, window=window, keys=Keys(record=uuid.uuid4()))
            if taken_back:
                event.pk, event.amount = uuid.uuid4(), -1
                event.save(force_insert=True)

    return counted


def test_a_month_is_tokyos_and_a_reversal_takes_away(cast, happened):
    first = datetime(2026, 11, 1, 0, 0, tzinfo=TOKYO)
    last = datetime(2026, 11, 30, 23, 59, tzinfo=TOKYO)
    happened("consultation_received", "women", first)
    happened("consultation_received", "women", last)
    happened("consultation_received", "self_reliance", last)
    happened("consultation_received", "women", datetime(2026, 12, 1, tzinfo=TOKYO))
    happened("case_opened", "self_reliance", datetime(2026, 10, 31, 23, 59, tzinfo=TOKYO))
    happened("case_opened", "women", first, taken_back=True)

    with cast.acting("auditor"):
        figures = monthly_figures(date(2026, 11, 15))
    assert figures == [
        Figure(what="consultation_received", window="self_reliance", times=1),
        Figure(what="consultation_received", window="women", times=2),
    ]


def test_december_ends_with_the_year(cast, happened):
    happened("case_opened", "self_reliance", datetime(2026, 12, 31, 23, tzinfo=TOKYO))
    happened("case_opened", "self_reliance", datetime(2027, 1, 1, tzinfo=TOKYO))
    with cast.acting("auditor"):
        assert [figure.times for figure in monthly_figures(date(2026, 12, 1))] == [1]


def test_nobody_in_particular_counts_nothing(cast, happened):
    happened("case_opened", "women", datetime(2026, 12, 31, 23, tzinfo=TOKYO))
    assert monthly_figures(date(2026, 12, 1)) == []
