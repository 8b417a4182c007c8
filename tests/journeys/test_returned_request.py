"""A request to 多機関協働 goes back with advice; asked again it is taken up and given back."""

import pytest
from playwright.sync_api import expect

from tests.factories.coordination import supported_8050
from tests.journeys.browser import barriers
from tests.journeys.story import (
    answer,
    answers,
    day,
    fact,
    fill,
    follow,
    go,
    heading,
    names,
    press,
    rows,
    said,
    says,
    send,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MULTI_AGENCY, QUESTION = "多機関協働", "家族全体の役割分担を整理してほしい"
DONE, KEEP = "電話と訪問で話を聞いた", "家計の相談は続ける"
ADVICE = "先に長男の受診を一緒に。受診できたら、また依頼してください"
TOLD = "役割が決まり、サポートデスクが続けて関わります"


def test_returned_then_taken_up_and_given_back(screens, cast):
    case = supported_8050(cast)
    desk = screens.open_as("desk", f"/desk/cases/{case.pk}/refer/")
    asked_without_its_own_part(desk)
    coordinator = screens.open_as("coordinator")
    returned(coordinator)
    asked_again(desk)
    taken_up(coordinator)
    given_back(coordinator)
    the_requester_is_told(desk)


def asked_without_its_own_part(desk):
    desk.get_by_label("つなぐ先").select_option(label=MULTI_AGENCY)
    fill(desk, お願いしたいこと=QUESTION)
    desk.get_by_label("髙橋 トメ").check()
    desk.get_by_role("button", name="相手に見える内容を確かめる").last.click()
    lacking = desk.get_by_text("こちらで続けることを書いてください。").first
    expect(lacking).to_be_visible()
    fill(desk, こちらでしたこと=DONE, こちらで続けること=KEEP)
    send(desk, to=MULTI_AGENCY, question=QUESTION, basis="目的内の庁内共有")


def returned(page):
    go(page, MULTI_AGENCY)
    assert names(page, "返事を待っている依頼") == ["髙橋さん世帯"]
    assert barriers(page) == []
    follow(page, "髙橋さん世帯")
    assert answers(page) == ["引き受ける", "保留する", "差し戻す"]
    assert [says(page, words) for words in (QUESTION, DONE, KEEP)] == [1, 1, 1]
    page.get_by_text("差し戻す", exact=True).first.click()
    answer(page, "差し戻す", 差し戻す理由="まだ一つの窓口で進められる", 助言=ADVICE)
    assert said(page).startswith("差し戻しました。")
    assert fact(page, "状態") == "差し戻し"


def asked_again(desk):
    go(desk, "ホーム")
    came = rows(desk, "返事が来ました")
    assert len(came) == 1
    assert f"多機関協働から差し戻し。助言：{ADVICE}" in came[0]
    follow(desk, "髙橋さん世帯")
    follow(desk, "次の先へつなぐ")
    desk.get_by_label("つなぐ先").select_option(label=MULTI_AGENCY)
    send(desk, to=MULTI_AGENCY, question=QUESTION, basis="目的内の庁内共有")


def taken_up(page):
    go(page, MULTI_AGENCY)
    follow(page, "髙橋さん世帯")
    answer(page, "引き受ける", 最初に連絡する日=day(1))
    assert said(page).startswith("引き受けました。依頼した窓口も")


def given_back(page):
    go(page, MULTI_AGENCY)
    follow(page, "髙橋さん世帯")
    assert heading(page) == "髙橋さん世帯"
    assert barriers(page) == []
    follow(page, "主担当に戻して手を離す")
    fill(page, 依頼した窓口に伝える結果=TOLD, フォローの日=day(30))
    press(page, "手を離す")
    assert heading(page) == MULTI_AGENCY
    assert names(page, "手を離した後のフォロー") == ["（手を離した世帯）"]
    assert page.get_by_text("髙橋").count() == 0


def the_requester_is_told(desk):
    go(desk, "ホーム")
    told = desk.get_by_role("listitem").filter(has_text="多機関協働から結果が届きました")
    told.get_by_role("link").first.click()
    expect(desk.get_by_text(TOLD, exact=True)).to_be_visible()
