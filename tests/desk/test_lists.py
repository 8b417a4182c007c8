"""受付箱 and 担当ケース: what stands there, and how many queries it takes."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ikue.desk.domain.queue import my_named_cases, queue
from ikue.kernel.clock import TOKYO


def test_the_queue_holds_what_waits_for_the_windows_hand(ward):
    ward.reception()
    ward.case(due_on=date(2026, 11, 24))
    ward.cast.later(days=1)
    with ward.cast.acting("desk_colleague") as viewer:
        found = queue(viewer)
    assert [(row.what, row.mark) for row in found.receptions] == [
        (
            "相談受付（受付）：母の物忘れがひどく、息子は二十年部屋から出ない。お金のことも…",
            "担当：相田 まどかさん",
        )
    ]
    assert [row.what for row in found.neglected] == ["担当 相田 まどかさん"]
    with ward.cast.acting("elderly") as viewer:
        assert queue(viewer).is_empty


def test_what_is_of_today_stands_first_and_the_rest_by_its_date(ward):
    """Received at 9:30, 8:10 and 8:50; an urgent one has one hour, an ordinary one three days."""
    ordinary = ward.reception()
    fresh, oldest, between = ward.urgent(), ward.urgent(ago=80), ward.urgent(ago=40)
    with ward.cast.acting("desk_colleague") as viewer:
        found = queue(viewer)
    day = (2026, 11, 24)
    assert [(row.record_id, row.due) for row in found.urgent] == [
        (oldest.pk, datetime(*day, 9, 10, tzinfo=TOKYO)),
        (between.pk, datetime(*day, 9, 50, tzinfo=TOKYO)),
        (fresh.pk, datetime(*day, 10, 30, tzinfo=TOKYO)),
    ]
    assert {row.mark for row in found.urgent} == {"担当：相田 まどかさん"}
    assert [(row.record_id, row.due) for row in found.receptions] == [
        (ordinary.pk, date(2026, 11, 27))
    ]


def test_on_the_page_the_urgent_one_is_above_every_other_row(ward, visit):
    ordinary, urgent = ward.reception(), ward.urgent(ago=75)
    page = visit("desk_colleague", "get", "/desk/queue/").content.decode()
    assert page.index(str(urgent.pk)) < page.index(str(ordinary.pk))
    assert "15分超過" in page
    assert page.index('id="urgent"') < page.index('id="receptions"')


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_lists(ward, count):
    for _ in range(count):
        ward.reception()
        ward.urgent()
        ward.case(due_on=date(2026, 11, 24))
    ward.cast.later(days=1)
    with ward.cast.acting("desk") as viewer:
        with CaptureQueriesContext(connection) as of_queue:
            queue(viewer)
        with CaptureQueriesContext(connection) as of_cases:
            my_named_cases(viewer)
    assert (len(of_queue), len(of_cases)) == (5, 3)


@pytest.mark.parametrize("change", ["death", "member", "leave"])
def test_a_page_about_a_household_says_whose_it_is(ward, visit, change):
    case = ward.case()
    text = visit("desk", "get", f"/desk/cases/{case.pk}/household/{change}/").content.decode()
    assert "髙橋さん世帯" in text


def test_passing_on_can_be_left_where_it_was_begun(ward, visit):
    case, reception = ward.case(), ward.reception()
    for begun, back in (
        (reverse("casework:send", args=[case.pk]), reverse("desk:case", args=[case.pk])),
        (
            reverse("consultation:refer", args=[reception.pk]),
            reverse("consultation:detail", args=[reception.pk]),
        ),
    ):
        text = visit("desk", "get", begun).content.decode()
        assert f'href="{back}">やめて戻る</a>' in text
