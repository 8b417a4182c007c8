"""八〇五〇 supported at the desk: written down, corrected, suspended, taken up again, completed."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import barriers
from tests.journeys.story import (
    case_verbs,
    day,
    fact,
    fill,
    follow,
    go,
    heading,
    here,
    names,
    press,
    receive_takahashi,
    rows,
    said,
    support_here,
    write_on_case,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OPEN = ["次の行動を決める", "中断する", "終える", "引き継ぐ", "つなぐ"]
WRONG, RIGHT = "電話に出られたのは息子さん", "訂正：出られたのは、お隣の方でした"


def test_supported_here_until_the_end(screens):
    page = screens.open_as("desk")
    reception = receive_takahashi(page)
    support_here(page, next_what="自宅を訪ねる", on=day(1), reason="生活の困りごとが続くため")
    assert (heading(page), here(page)) == ("髙橋さん世帯", "支援中")
    assert (fact(page, "主担当"), fact(page, "いまの担当")) == (
        "仕事・生活サポートデスク(自立相談支援機関)",
        "相田 まどか",
    )
    assert case_verbs(page) == OPEN
    assert barriers(page) == []
    wrote_and_corrected(page)
    next_action(page)
    suspended_and_taken_up_again(page)
    completed(page)
    page.goto(reception)
    assert fact(page, "支援ケース").endswith("（終結）")
    go(page, "担当ケース")
    expect(page.get_by_text("担当しているケースはありません。")).to_be_visible()


def wrote_and_corrected(page):
    write_on_case(page, WRONG)
    follow(page, "訂正を書き足す")
    assert heading(page) == "訂正を書き足す"
    fill(page, 訂正の内容=RIGHT)
    press(page, "書き足す")
    entry = page.get_by_role("article").filter(has_text=WRONG)
    assert entry.get_by_text(RIGHT).count() == 1
    assert said(page) == "記録しました。前に書いたものは消えていません。"


def next_action(page):
    follow(page, "次の行動を決める")
    fill(page, 次にすること="お母さんの受診に同行する", いつまでに="あした")
    press(page, "決める")
    assert fact(page, "次の期日").endswith("お母さんの受診に同行する")


def suspended_and_taken_up_again(page):
    follow(page, "中断する")
    page.get_by_label("中断の理由").select_option(label="入院・入所")
    fill(page, 次に見直す日=day(27))
    press(page, "中断する")
    assert (here(page), fact(page, "中断の理由")) == ("支援中（中断）", "入院・入所")
    assert case_verbs(page) == ["次の行動を決める", "再開する", "終える", "引き継ぐ", "つなぐ"]
    follow(page, "再開する")
    page.get_by_label("担当者").select_option(index=1)
    fill(page, 次にすること="退院後の様子を見に行く", いつまでに=day(3))
    press(page, "再開する")
    assert (here(page), case_verbs(page)) == ("支援中", OPEN)
    assert page.get_by_role("term").filter(has_text="中断の理由").count() == 0


def completed(page):
    follow(page, "終える", exact=True)
    page.get_by_label("終結の理由").select_option(label="目標を達成した")
    press(page, "終える")
    assert page.get_by_text("終えた後に見守るところを書いてください。").count() == 1
    fill(page, 終えた後に見守るところ="地域包括支援センター 荒川", フォローの日=day(91))
    press(page, "終える")
    assert said(page) == "支援を終えました。"
    assert (here(page), case_verbs(page)) == ("終結", ["再開する", "つなぐ"])
    assert fact(page, "終結").endswith("その後の主担当：地域包括支援センター 荒川")
    assert fact(page, "次の期日").startswith("フォロー あと91日 令和")
    go(page, "ホーム")
    assert (names(page, "期限を過ぎています"), rows(page, "新しく届きました")) == ([], [])
