"""Asked of one window, which proposes another; accepted there, met, and the sender is told.

Afterwards a curious outsider walks every address of the story and learns nothing.
"""

import re
from uuid import uuid4

import pytest

from ikue.ui.static_pages import page_bytes
from tests.journeys.browser import barriers
from tests.journeys.story import (
    answer,
    answers,
    day,
    fact,
    follow,
    go,
    heading,
    here,
    names,
    next_verbs,
    receive_takahashi,
    refer,
    rows,
    said,
    says,
    send,
    today,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BRIEF_ELDERLY, BRIEF_DISABILITY = "包括 荒川", "基幹"
ELDERLY, DISABILITY = "地域包括支援センター 荒川", "障害者基幹相談支援センター"
QUESTION = "介護の相談と、受診の同行をお願いしたい"
BELOW = {
    "consultations": ("person", "whereabouts", "screen/inform", "screen/support", "screen/refer"),
    "referrals": ("sheet", "accept", "recall"),
    "cases": ("refer", "next", "suspend", "complete", "hand_over", "promise"),
}
"""Further addresses of each record, besides those that the story opened."""
REFUSED = [(status, page_bytes(status)) for status in (404, 405)]
RECORD = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def test_declined_then_accepted_elsewhere(screens):
    desk = screens.open_as("desk")
    reception = referred(desk)
    declined(screens.open_as("elderly"))
    referred_again(desk, reception)
    receiver = screens.open_as("disability")
    accepted_and_met(receiver)
    the_sender_is_told(desk)
    learns_nothing(screens)


def referred(desk):
    reception = receive_takahashi(desk)
    follow(desk, "ほかの窓口へつなぐ")
    assert barriers(desk) == []
    refer(desk, to=ELDERLY, question=QUESTION, basis="目的内の庁内共有")
    assert fact(desk, "状態") == "ほかの窓口へつないだ"
    assert fact(desk, "つないだ先").startswith(f"{ELDERLY}（返事待ち）")
    go(desk, "ホーム")
    side = desk.get_by_role("complementary", name="この画面の補足")
    assert (
        side.get_by_text(f"{BRIEF_ELDERLY}からの返事がまだです。まだ読まれていません").count() == 1
    )
    return reception


def declined(page):
    assert names(page, "新しく届きました") == ["髙橋さん世帯"]
    follow(page, "髙橋さん世帯")
    assert answers(page) == ["引き受ける", "保留する", "引き受けられない"]
    assert says(page, QUESTION) == 1
    assert barriers(page) == []
    page.get_by_text("引き受けられない", exact=True).first.click()
    page.get_by_label("代わりにあたる窓口").select_option(label=DISABILITY)
    answer(page, "引き受けられない", 引き受けられない理由="手帳をお持ちで、基幹が合う")
    assert said(page).startswith("返事をしました。")
    assert (fact(page, "状態"), answers(page)) == ("引き受けられない", [])
    assert page.get_by_text("髙橋").count() == 0


def referred_again(desk, reception):
    desk.reload()
    came = rows(desk, "返事が来ました")
    assert len(came) == 1
    assert f"引き受けられないとの返事。代わりの案：{BRIEF_DISABILITY}" in came[0]
    desk.goto(reception)
    follow(desk, "基幹へつなぐ", exact=True)
    chosen = desk.get_by_label("つなぐ先").locator("option:checked")
    assert chosen.inner_text() == DISABILITY
    send(desk, to=DISABILITY, question=QUESTION, basis="目的内の庁内共有")
    assert fact(desk, "つないだ先").startswith(f"{DISABILITY}（返事待ち）")


def accepted_and_met(page):
    follow(page, "髙橋さん世帯")
    answer(page, "引き受ける", 最初に連絡する日=day(1))
    assert said(page) == "引き受けました。送り元に、担当者と最初に連絡する日が伝わりました。"
    assert here(page, "このつなぎのいま") == "本人とつながった"
    assert says(page, "担当 加藤 あや") == 1
    how = "自宅を訪問し、ご本人と話せた"
    answer(page, "本人とつながった", 会えた日=today().isoformat(), どのように会えたか=how)
    assert (fact(page, "状態"), answers(page)) == ("本人とつながった", ["結果を伝える"])
    answer(page, "結果を伝える", 送り元に伝える結果="計画相談を始めました")
    assert (fact(page, "状態"), answers(page)) == ("結果を伝えた", [])
    assert here(page, "このつなぎのいま") == "結果を伝えた"
    follow(page, "ケースを開く")
    assert (heading(page), here(page)) == ("髙橋さん世帯", "支援中")


def the_sender_is_told(desk):
    go(desk, "ホーム")
    came = [
        row for row in rows(desk, "返事が来ました") if BRIEF_DISABILITY in row and "結果" in row
    ]
    assert len(came) == 1
    desk.get_by_role("listitem").filter(has_text="結果が届きました").get_by_role(
        "link"
    ).first.click()
    assert says(desk, "計画相談を始めました") == 1
    assert says(desk, "担当 加藤 あや") == 1
    assert answers(desk) == []
    assert next_verbs(desk) == []


def learns_nothing(screens):
    """Each address with a record in it, and the same with a record that never was."""
    opened = {page.path for page in screens.watch.opened if RECORD.search(page.path)}
    assert {path.split("/")[2] for path in opened} == set(BELOW)
    further = {f"{path}{name}/" for path in opened if path.count("/") == 4 for name in below(path)}
    browser = screens.open_as("outsider").context.request
    inside = screens.open_as("desk").context.request
    assert {inside.get(path).status for path in opened} == {200}
    for path in sorted(opened | further):
        there, absent = browser.get(path), browser.get(RECORD.sub(str(uuid4()), path))
        assert (there.status, there.body()) == (absent.status, absent.body())
        assert (there.status, there.body()) in REFUSED, path


def below(path):
    return BELOW[path.split("/")[2]]
