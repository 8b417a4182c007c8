"""A telephone call that information answers: closed, and on nobody's list any more."""

import pytest

from tests.cast import PASSWORD
from tests.journeys.browser import barriers
from tests.journeys.story import (
    EMPTY,
    fact,
    fill,
    follow,
    go,
    heading,
    names,
    next_verbs,
    press,
    receive,
    said,
    says,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OUTCOMES = [
    "情報提供で終える", "ほかの窓口へつなぐ", "この窓口で支援する", "多機関協働へつなぐ",
    "同意に向けて関わる", "判断の前に中断する",
]  # fmt: skip


def log_in(page, cast, name):
    account = cast.appointment(name).account
    account.set_password(PASSWORD)
    account.save()
    assert heading(page) == "ログイン"
    fill(page, 利用者ID=name, パスワード=PASSWORD)
    press(page, "ログインする")


def test_information_is_enough(screens, cast):
    page = screens.open_at_the_door()
    assert barriers(page) == []
    log_in(page, cast, "desk")
    assert (heading(page), page.get_by_text(EMPTY).count()) == ("いま私に", 1)
    receive(page, "介護保険の申請はどこでできるか", 姓="髙橋")
    assert fact(page, "状態") == "受付"
    assert next_verbs(page) == OUTCOMES
    assert barriers(page) == []
    go(page, "受付箱")
    assert names(page, "終わっていない相談") == ["髙橋さん世帯"]
    follow(page, "髙橋さん世帯")
    follow(page, "情報提供で終える")
    fill(page, **{"伝えたこと（制度・窓口・助言）": "荒川の地域包括支援センターの場所と電話"})
    press(page, "情報提供で終える")
    assert said(page) == "情報提供で終えたことを記録しました。"
    assert (fact(page, "状態"), next_verbs(page)) == ("情報提供で終わり", [])
    in_no_list(page)
    in_no_list(screens.open_as("desk_colleague"))
    in_no_list(screens.open_as("manager"))


def in_no_list(page):
    for place, words in (
        ("ホーム", EMPTY),
        ("受付箱", "受付箱は空です。"),
        ("担当ケース", "担当しているケースはありません。"),
    ):
        go(page, place)
        assert page.get_by_text(words).count() == 1
        assert says(page, "髙橋") == 0
        assert barriers(page) == []
