"""The mother agrees, the son does not: papers carry her alone, he is asked again another day."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import barriers
from tests.journeys.story import (
    day,
    fact,
    fill,
    follow,
    heading,
    press,
    receive,
    said,
    says,
    support_here,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ELDERLY = "地域包括支援センター 荒川"
WORDS = "包括さんには話していいよ"
NAMES = {"姓": "髙橋", "名": "トメ", "せい": "たかはし", "めい": "とめ"}


def test_one_member_consents_and_another_does_not(screens):
    desk = screens.open_as("desk")
    case = a_case_of_two(desk)
    before_consent(desk)
    the_mother_agrees(desk)
    the_son_does_not(desk)
    at_a_glance(desk, case)
    sent_about_the_mother(desk)
    the_receiver_reads_her_alone(screens.open_as("elderly"))
    the_son_speaks_for_himself(desk, case)
    assert screens.open_as("outsider").goto(case).status == 404


def a_case_of_two(page):
    reception = receive(page, **NAMES, 生年月日="s19.3.2")
    assert fact(page, "同意") == "まだ聞いていない"
    case = support_here(page, next_what="訪問する", on=day(5), reason="こちらで聞く")
    page.goto(f"{case}?tab=household")
    follow(page, "世帯員を加える")
    fill(page, 姓="髙橋", 名="一郎")
    page.get_by_label("続柄").select_option(label="子")
    press(page, "加える")
    assert reception.startswith("/desk/consultations/")
    return case


def before_consent(page):
    follow(page, "聞く・変える・取り消す")
    assert heading(page) == "同意 髙橋さん世帯"
    assert says(page, "この世帯では、いま有効な同意がありません。") == 1
    assert barriers(page) == []


def the_mother_agrees(page):
    follow(page, re.compile("同意を聞く.*トメ"))
    page.get_by_role("radio", name="同意を得た").check()
    page.get_by_label(ELDERLY).check()
    page.get_by_label("ご本人の言葉・様子").fill(WORDS)
    assert barriers(page) == []
    press(page, "記録する")
    assert said(page).startswith("同意を記録しました。これから")
    assert "包括 荒川が、髙橋 トメさんの氏名など・支援の内容を読めます。" in said(page)


def the_son_does_not(page):
    follow(page, re.compile("同意を聞く.*一郎"))
    page.get_by_role("radio", name="得られなかった").check()
    expect(page.get_by_label("ご本人の言葉・様子")).to_be_hidden()
    page.get_by_label("同意しない理由").fill("いまは放っておいてほしい")
    press(page, "記録する")
    assert says(page, "次にお願いする日を書いてください。") >= 1
    fill(page, 次にお願いする日=day(14))
    press(page, "記録する")
    assert said(page).startswith("同意が得られなかったことを記録しました。だれにも伝わりません。")


def at_a_glance(page, case):
    page.goto(case)
    lines = page.locator(".agreed li").all_inner_texts()
    assert [line.split()[:3] for line in lines] == [
        ["髙橋", "トメ", "同意あり"], ["髙橋", "一郎", "同意なし"],
    ]  # fmt: skip
    assert page.get_by_text("同意前").count() == 0


def sent_about_the_mother(page):
    follow(page, "つなぐ", exact=True)
    page.get_by_label("つなぐ先").select_option(label=ELDERLY)
    page.get_by_label("髙橋 トメ").check()
    fill(page, お願いしたいこと="介護の相談をお願いしたい")
    page.get_by_role("button", name="相手に見える内容を確かめる").last.click()
    shown = page.get_by_role("region", name="相手に見える内容")
    assert shown.get_by_role("radio", name="本人同意").is_checked()
    assert shown.get_by_text("一郎").count() == 0
    press(page, f"{ELDERLY}へ送る")


def the_receiver_reads_her_alone(page):
    follow(page, "髙橋さん世帯")
    assert says(page, "髙橋 トメ") >= 1
    assert page.get_by_text("一郎").count() == 0


def the_son_speaks_for_himself(page, case):
    """His own word, said while sending, is recorded with the つなぎ."""
    page.goto(case)
    follow(page, "つなぐ", exact=True)
    page.get_by_label("つなぐ先").select_option(label="女性相談")
    page.get_by_label("髙橋 一郎").check()
    fill(page, お願いしたいこと="話を聞いてほしい")
    page.get_by_role("button", name="相手に見える内容を確かめる").last.click()
    page.get_by_role("radio", name="本人同意を、いま口頭で得た").check()
    page.get_by_label("ご本人の言葉").fill("そこなら話してもいい")
    assert barriers(page) == []
    press(page, "女性相談へ送る")
    page.goto(case)
    assert "女性相談に、氏名など・支援の内容を" in page.locator(".agreed li").nth(1).inner_text()
