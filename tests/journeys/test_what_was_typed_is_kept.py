"""A crash and an expired session: what was typed is never lost (invariant 13)."""

import pytest
from playwright.sync_api import expect

from tests.cast import PASSWORD
from tests.journeys.story import (
    CALL,
    day,
    fill,
    follow,
    go,
    heading,
    path_of,
    press,
    receive_takahashi,
    support_here,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WORDS = "相談の内容（話されたことばで）"
KEPT = "書きかけを保存しました"
MORE = f"{CALL}あしたの食べ物もない。"


def type_call(page, text=CALL):
    page.get_by_label(WORDS).fill(text)
    fill(page, 姓="髙橋")
    expect(page.get_by_text(KEPT)).to_be_visible()


def test_the_tab_was_closed(screens):
    page = screens.open_as("desk", "/desk/consultations/new/")
    type_call(page)
    context = page.context
    page.close()
    again = context.new_page()
    again.goto("/desk/")
    go(again, "書きかけ")
    again.get_by_role("main").get_by_role("link", name="相談受付", exact=True).click()
    assert again.get_by_text("の書きかけを元に戻しました。").count() == 1
    assert again.get_by_label(WORDS).input_value() == CALL
    assert again.get_by_label("姓", exact=True).input_value() == "髙橋"
    press(again, "受け付ける")
    go(again, "書きかけ")
    assert again.get_by_text("書きかけはありません。").count() == 1


def test_a_page_that_came_back_is_kept_as_it_was_sent(screens):
    page = screens.open_as("desk", "/desk/")
    receive_takahashi(page)
    support_here(page, next_what="受診の同行", on="11/30", reason="本人の希望")
    page.get_by_role("link", name="つなぐ", exact=True).first.click()
    ask = page.get_by_label("お願いしたいこと")
    ask.fill("はじめの文")
    expect(page.get_by_text(KEPT)).to_be_visible()
    ask.fill("あとの文")
    address = page.url
    press(page, "相手に見える内容を確かめる")
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.goto(address)
    assert page.get_by_label("お願いしたいこと").input_value() == "あとの文"


def another_tab(page):
    other = page.context.new_page()
    other.goto("/desk/")
    return other


def log_out(other):
    other.get_by_role("link", name="ログアウト").click()
    press(other, "ログアウトする")


def log_in_again(other):
    assert heading(other) == "ログイン"
    fill(other, 利用者ID="desk", パスワード=PASSWORD)
    press(other, "ログインする")
    assert heading(other) == "いま私に"


@pytest.fixture
def page(screens, cast):
    account = cast.appointment("desk").account
    account.set_password(PASSWORD)
    account.save()
    page = screens.open_as("desk", "/desk/consultations/new/")
    type_call(page)
    return page


def test_the_session_ended_before_the_words_left(page):
    """The form stays with what was typed, says so, and goes once somebody has logged in again."""
    other = another_tab(page)
    log_out(other)
    page.get_by_role("button", name="受け付ける").click()
    expect(page.get_by_text("もう一度押してください", exact=False)).to_be_visible()
    expect(page.get_by_role("link", name="別のタブでログインし直して")).to_be_visible()
    assert page.get_by_label(WORDS).input_value() == CALL
    log_in_again(other)
    press(page, "受け付ける")
    assert heading(page).startswith("相談受付 受R")


def test_the_session_ended_while_one_was_typing(page):
    other = another_tab(page)
    log_out(other)
    page.get_by_label(WORDS).fill(MORE)
    expect(page.get_by_text("保存できていません。この画面を閉じないでください")).to_be_visible()
    log_in_again(other)
    expect(page.get_by_text(KEPT)).to_be_visible(timeout=10_000)
    press(page, "受け付ける")
    # Once in the form, once in the text for the other system.
    assert page.get_by_text("あしたの食べ物もない。").count() == 2


def test_the_telephone_rings_again(page):
    """Two callers, two tabs: each has a page of its own, and both calls are still there."""
    second = another_tab(page)
    go(second, "相談を受け付ける")
    assert second.get_by_label(WORDS).input_value() == ""
    assert second.get_by_text(CALL[:20], exact=False).count() == 0
    assert second.get_by_text("ほかの書きかけ").get_by_role("link").count() == 1
    type_call(second, "Bさんの電話。子どもが泣いている。")
    page.close()
    go(second, "書きかけ")
    assert second.get_by_role("main").get_by_text("に保存：", exact=False).count() == 2


def supported(screens):
    page = screens.open_as("desk", "/desk/consultations/new/")
    receive_takahashi(page)
    support_here(page, next_what="電話する", on=day(3), reason="まず家賃のこと")
    return page


def entry_box(page):
    return page.locator("textarea[name=body]")


def test_one_entry_box_in_two_tabs(screens):
    """The second tab is told that it is not kept, instead of overwriting the first."""
    first = supported(screens)
    second = first.context.new_page()
    second.goto(first.url)
    entry_box(first).fill("一枚目の文")
    expect(first.get_by_text(KEPT)).to_be_visible()
    entry_box(second).fill("二枚目の文")
    expect(second.get_by_text("同じところを別の画面でも書いています。")).to_be_visible()
    first.reload()
    assert [entry_box(first).input_value(), entry_box(second).input_value()] == [
        "一枚目の文", "二枚目の文",
    ]  # fmt: skip


def test_the_caller_turns_out_to_be_known(screens):
    """続きを書く: the words of the call go on in the open case, typed once."""
    page = supported(screens)
    case = path_of(page)
    go(page, "相談を受け付ける")
    type_call(page, "また電話があった。息子が出てきたという。")
    press(page, "続きを書く（ケースの経過へ移す）")
    assert path_of(page) == case
    assert entry_box(page).input_value() == "また電話があった。息子が出てきたという。"
    go(page, "書きかけ")
    assert page.get_by_role("main").get_by_role("link", name="相談受付").count() == 0


def test_the_caller_is_known_under_another_spelling(screens):
    """この方として受け付ける: the second call joins the household, and stands beside the first."""
    page = supported(screens)
    go(page, "相談を受け付ける")
    page.get_by_label(WORDS).fill("また電話があった。")
    fill(page, せい="たかはし", めい="とめ")
    expect(page.get_by_role("heading", name="知っている方")).to_be_visible()
    press(page, "この方として受け付ける")
    assert heading(page) == "相談受付 受R8-00002"
    assert page.get_by_role("main").get_by_text("髙橋 トメ").count() > 0


def test_it_asks_before_a_second_person_of_one_name(screens):
    page = supported(screens)
    go(page, "相談を受け付ける")
    page.get_by_label(WORDS).fill("また電話があった。")
    fill(page, 姓="高橋", 名="トメ")
    page.keyboard.press("Control+Enter")
    asked = page.get_by_role("alert").filter(has_text="別の方として登録しますか。")
    expect(asked).to_be_visible()
    press(page, "この方として受け付ける", within=asked)
    assert heading(page) == "相談受付 受R8-00002"


def test_one_page_sent_from_two_tabs(screens):
    page = screens.open_as("desk", "/desk/consultations/new/")
    type_call(page)
    second = page.context.new_page()
    second.goto(page.url)
    second.get_by_label(WORDS).fill(MORE)
    expect(second.get_by_text(KEPT)).to_be_visible()
    press(page, "受け付ける")
    press(second, "受け付ける")
    assert second.get_by_text("受R8-00001 で受け付け済みです。").count() == 1
    expect(second.get_by_text(KEPT)).to_be_visible()
    press(second, "この文を 受R8-00001 に追記する")
    assert second.get_by_label("書き足すこと・訂正").input_value() == MORE
    press(second, "追記する")
    assert second.get_by_text("追記しました。").count() == 1
    go(second, "書きかけ")
    assert second.get_by_text("書きかけはありません。").count() == 1


def test_words_go_to_the_advice_without_names(screens):
    page = screens.open_as("desk", "/desk/consultations/new/")
    type_call(page, "髙橋さんの息子が部屋から出ない。")
    press(page, "名前を出さずに助言を求める")
    assert page.get_by_label("聞きたいこと").input_value() == "〇〇さんの息子が部屋から出ない。"
    follow(page, "相談受付へ戻る")
    assert page.get_by_label(WORDS).input_value() == "髙橋さんの息子が部屋から出ない。"
