import uuid
from datetime import date, datetime

import pytest

from ikue.evaluation.domain.figures import Figure, monthly_figures
from ikue.kernel.clock import TOKYO
from ikue.tally.counting import Keys, count, reverse


def happened(what, window, at):
    return count(what=what, at=at, window=window, keys=Keys(record=uuid.uuid4()))


@pytest.mark.django_db
def test_a_month_is_tokyos_and_a_reversal_takes_away():
    first = datetime(2026, 11, 1, 0, 0, tzinfo=TOKYO)
    last = datetime(2026, 11, 30, 23, 59, tzinfo=TOKYO)
    happened("consultation_received", "women", first)
    happened("consultation_received", "women", last)
    happened("consultation_received", "youth", last)
    happened("consultation_received", "women", datetime(2026, 12, 1, tzinfo=TOKYO))
    happened("case_opened", "youth", datetime(2026, 10, 31, 23, 59, tzinfo=TOKYO))
    reverse(event=happened("case_opened", "women", first))

    assert monthly_figures(date(2026, 11, 15)) == [
        Figure(what="consultation_received", window="women", times=2),
        Figure(what="consultation_received", window="youth", times=1),
    ]


@pytest.mark.django_db
def test_december_ends_with_the_year():
    happened("case_opened", "youth", datetime(2026, 12, 31, 23, tzinfo=TOKYO))
    happened("case_opened", "youth", datetime(2027, 1, 1, tzinfo=TOKYO))
    assert [figure.times for figure in monthly_figures(date(2026, 12, 1))] == [1]
