"""The receiver does not answer: it comes back to the sender, the manager, the coordinator."""

from datetime import timedelta

import pytest

from ikue.casework.enums import ReferralClock
from tests.journeys.browser import barriers
from tests.journeys.story import (
    answer,
    answers,
    fact,
    follow,
    go,
    names,
    referred_at,
    rows,
    said,
    says,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ELDERLY = "包括 荒川"
WARDWIDE = "区全体で返事のないつなぎ"
UP = "返事の期限が過ぎ、課長と包括化推進員にも上がっています。"


def test_nobody_answers_for_a_month(screens, cast):
    long_ago = cast.at - timedelta(days=30)
    referred_at(cast, long_ago, to="support_center_arakawa", clock_kind=ReferralClock.ORDINARY)
    desk = screens.open_as("desk")
    it_came_back(desk)
    the_manager_sees_it(screens.open_as("manager"))
    coordinator = screens.open_as("coordinator")
    the_coordinator_sees_no_person(coordinator)
    receiver = screens.open_as("elderly")
    assert names(receiver, "期限を過ぎています") == ["髙橋さん世帯"]
    recalled(desk)
    for page in (coordinator, receiver):
        page.reload()
        assert page.get_by_role("heading", name=WARDWIDE).count() == 0
        assert names(page, "期限を過ぎています") == []


def it_came_back(page):
    assert len(rows(page, "期限を過ぎています")) == 1
    assert (
        f"{ELDERLY}からの返事がまだです。まだ読まれていません"
        in rows(page, "期限を過ぎています")[0]
    )
    assert "先方の期限" in rows(page, "期限を過ぎています")[0]
    assert barriers(page) == []
    follow(page, "髙橋さん世帯")
    assert says(page, UP) == 1
    assert answers(page) == ["電話で確かめた", "取り下げる"]


def the_manager_sees_it(page):
    assert names(page, "期限を過ぎています") == ["髙橋さん世帯"]
    assert "課長へ（相田 まどかさんが送ったつなぎ）" in rows(page, "期限を過ぎています")[0]


def the_coordinator_sees_no_person(page):
    table = page.get_by_role("region", name=WARDWIDE).get_by_role("table")
    cells = table.get_by_role("row").nth(1).get_by_role("cell").all_inner_texts()
    assert cells[:3] == ["サポートデスク", "包括 荒川", "つなぎ"]
    assert page.get_by_text("髙橋").count() == 0
    assert table.get_by_role("link").count() == 0


def recalled(page):
    answer(page, "取り下げる", 取り下げる理由="電話がつながらない。別の窓口に頼む")
    assert said(page) == "取り下げました。相手はもう、つなぎの情報を読めません。"
    assert (fact(page, "状態"), answers(page)) == ("取り下げ", [])
    go(page, "受付箱")
    follow(page, "髙橋さん世帯")
    follow(page, "この窓口で支援する")
    assert page.get_by_label("いつまでに").count() == 1
