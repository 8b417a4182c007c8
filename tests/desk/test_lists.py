"""受付箱 and 担当ケース: what stands there, and how many queries it takes."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ikue.desk.domain.queue import my_named_cases, queue


def test_the_queue_holds_what_waits_for_the_windows_hand(ward):
    ward.reception()
    ward.case(due_on=date(2026, 11, 24))
    ward.cast.later(days=1)
    with ward.cast.acting("desk_colleague") as viewer:
        found = queue(viewer)
    assert [(row.what, row.mark) for row in found.receptions] == [
        (
            "相談受付（受付）：母の物忘れがひどく、息子は二十年部屋から出ない。お金のことも…",
            "担当 相田 まどかさん",
        )
    ]
    assert [row.what for row in found.neglected] == ["担当 相田 まどかさん"]
    with ward.cast.acting("elderly") as viewer:
        assert queue(viewer).is_empty


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_lists(ward, count):
    for _ in range(count):
        ward.reception()
        ward.case(due_on=date(2026, 11, 24))
    ward.cast.later(days=1)
    with ward.cast.acting("desk") as viewer:
        with CaptureQueriesContext(connection) as of_queue:
            queue(viewer)
        with CaptureQueriesContext(connection) as of_cases:
            my_named_cases(viewer)
    assert (len(of_queue), len(of_cases)) == (7, 5)
