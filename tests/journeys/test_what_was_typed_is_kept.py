"""A crash and an expired session: what was typed is never lost (invariant 13)."""

import pytest
from playwright.sync_api import expect

from tests.cast import PASSWORD
from tests.journeys.story import CALL, fill, go, heading, press

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


def log_out_in_another_tab(page):
    other = page.context.new_page()
    other.goto("/desk/")
    other.get_by_role("link", name="ログアウト").click()
    press(other, "ログアウトする")


def log_in_again(page):
    assert heading(page) == "ログイン"
    fill(page, 利用者ID="desk", パスワード=PASSWORD)
    press(page, "ログインする")


@pytest.fixture
def page(screens, cast):
    account = cast.appointment("desk").account
    account.set_password(PASSWORD)
    account.save()
    page = screens.open_as("desk", "/desk/consultations/new/")
    type_call(page)
    return page


def test_the_session_ended_after_the_last_word(page):
    log_out_in_another_tab(page)
    press(page, "受け付ける")
    log_in_again(page)
    page.goto("/desk/consultations/new/")
    assert page.get_by_label(WORDS).input_value() == CALL
    press(page, "受け付ける")
    assert heading(page).startswith("相談受付 R")


def test_the_session_ended_while_one_was_typing(page):
    """The screen says at once that nothing more is kept; what was kept before is there again."""
    log_out_in_another_tab(page)
    page.get_by_label(WORDS).fill(MORE)
    expect(page.get_by_text("保存できていません。この画面を閉じないでください")).to_be_visible()
    assert page.get_by_label(WORDS).input_value() == MORE
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("/desk/consultations/new/")
    log_in_again(page)
    page.goto("/desk/consultations/new/")
    assert page.get_by_label(WORDS).input_value() == CALL
