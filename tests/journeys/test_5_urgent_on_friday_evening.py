"""今日中 at 17:10 on a Friday: an hour of its own, holidays included, and who comes to know."""

from datetime import datetime, time, timedelta

import pytest

from ikue.casework.enums import ReferralClock
from ikue.kernel import clock
from ikue.kernel.wareki import format_wareki
from tests.journeys.browser import barriers
from tests.journeys.story import (
    answer,
    answers,
    day,
    fact,
    follow,
    names,
    receive,
    referred_at,
    rows,
    says,
    today,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NIGHT = "だれも返事をしていない「今日中」"
FRIDAY = 4


def last_friday_evening():
    """17:10 of the last Friday that is over: a whole weekend may lie between, or a night."""
    back = (today().weekday() - FRIDAY - 1) % 7 + 1
    return datetime.combine(today() - timedelta(days=back), time(17, 10), clock.TOKYO)


def test_who_sees_it_and_until_when(screens, cast):
    friday = last_friday_evening()
    assert (friday.weekday(), friday < cast.at) == (FRIDAY, True)
    sent = referred_at(cast, friday, to="support_center_arakawa", clock_kind=ReferralClock.TODAY)
    assert sent.limit_at == friday.replace(hour=18)
    receiver = screens.open_as("elderly")
    pages = [receiver, screens.open_as("desk"), screens.open_as("manager")]
    assert [names(page, "今日中") for page in pages] == [["髙橋さん世帯"]] * 3
    assert "課長へ（相田 まどかさんが送ったつなぎ）" in rows(pages[2], "今日中")[0]
    night = screens.open_as("night_duty")
    the_night_duty_telephones(night)
    assert names(screens.open_as("elderly_manager"), "今日中") == ["髙橋さん世帯"]
    assert screens.open_as("coordinator").get_by_role("heading", name=NIGHT).count() == 0
    accepted_at_last(receiver)
    for page in (pages[2], night):
        page.reload()
        assert (names(page, "今日中"), page.get_by_role("heading", name=NIGHT).count()) == ([], 0)


def the_night_duty_telephones(page):
    table = page.get_by_role("region", name=NIGHT).get_by_role("table")
    cells = table.get_by_role("row").nth(1).get_by_role("cell").all_inner_texts()
    assert cells[:3] == [
        "サポートデスク\n03-0000-1012", "包括 荒川\n03-0000-1018", "今日中（電話・1時間）"
    ]  # fmt: skip
    assert page.get_by_text("髙橋").count() == 0
    assert barriers(page) == []


def accepted_at_last(page):
    follow(page, "髙橋さん世帯")
    assert says(page, "夜間当番にも上がっています。") == 1
    assert format_wareki(last_friday_evening().date()) in fact(page, "返事の期限")
    assert answers(page) == ["引き受ける", "保留する", "引き受けられない"]
    answer(page, "引き受ける", 最初に連絡する日=day(0))
    assert fact(page, "状態") == "引き受けた"


def test_an_urgent_call_stands_first_and_says_why(screens):
    page = screens.open_as("desk")
    receive(page, "食べる物がもうない", urgent="三日食べていない", 姓="髙橋")
    assert says(page, "三日食べていない") == 1
    page.goto("/desk/")
    assert names(page, "今日中") == ["髙橋さん世帯"]
    assert "今日中の相談" in rows(page, "今日中")[0]
