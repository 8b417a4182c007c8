"""Given, read on, then taken back at another window: the next request shows nothing."""

import re

import pytest

from tests.journeys.browser import barriers
from tests.journeys.story import (
    answer,
    day,
    fact,
    follow,
    go,
    path_of,
    press,
    receive_takahashi,
    refer,
    rows,
    said,
    says,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
DISABILITY, ELDERLY = "障害者基幹相談支援センター", "地域包括支援センター 荒川"
WORDS = "基幹さんには話していいよ"


def test_taken_back_where_it_is_said(screens):
    desk = screens.open_as("desk")
    reception = receive_takahashi(desk)
    consents = agreed(desk)
    reader = screens.open_as("disability")
    reads_and_is_told_why(reader, reception)
    taken_up(desk, screens, reception)
    withdrawn_elsewhere(screens.open_as("elderly"), consents)
    assert reader.goto(reception).status == 404
    the_receiver_is_told(reader)
    the_paper_follows(desk, reception)
    assert screens.open_as("outsider").goto(consents).status == 404


def agreed(page):
    follow(page, "同意を聞く・変える・取り消す")
    consents = path_of(page)
    follow(page, re.compile("同意を聞く.*トメ"))
    page.get_by_role("radio", name="同意を得た").check()
    page.get_by_label(DISABILITY).check()
    page.get_by_label("ご本人の言葉・様子").fill(WORDS)
    press(page, "記録する")
    assert "基幹が、髙橋 トメさんの氏名など・支援の内容を読めます。" in said(page)
    return consents


def reads_and_is_told_why(page, reception):
    page.goto(reception)
    assert says(page, "なぜ見られるのか") == 1
    assert says(page, "母の物忘れがひどく") == 1
    assert barriers(page) == []


def taken_up(desk, screens, reception):
    desk.goto(reception)
    assert fact(desk, "同意") == "同意あり"
    follow(desk, "ほかの窓口へつなぐ")
    refer(desk, to=ELDERLY, question="介護の相談をお願いしたい", basis="目的内の庁内共有")
    receiver = screens.open_as("elderly")
    follow(receiver, "髙橋さん世帯")
    answer(receiver, "引き受ける", 最初に連絡する日=day(1))


def withdrawn_elsewhere(page, consents):
    page.goto(consents)
    assert page.get_by_text(WORDS).count() == 0
    follow(page, "撤回を記録する")
    assert says(page, "から読んでいます") == 1
    assert barriers(page) == []
    press(page, "撤回を記録する")
    assert "すでに読んだ窓口：基幹（" in said(page)


def the_receiver_is_told(page):
    page.goto("/desk/")
    assert any("同意が撤回されました" in row for row in rows(page, "新しく届きました"))
    follow(page, "同意の終わり")
    assert says(page, "サポートデスク") == 1
    assert page.get_by_text("髙橋").count() == 0
    assert barriers(page) == []


def the_paper_follows(page, reception):
    page.goto(reception)
    assert fact(page, "同意") == "撤回"
    go(page, "ホーム")
