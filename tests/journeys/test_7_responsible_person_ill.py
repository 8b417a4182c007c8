"""The responsible person falls ill: a deputy for the days named, then the account is stopped."""

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)

from ikue.directory.domain.appointments import cover
from tests.cast import PASSWORD
from tests.journeys.browser import barriers
from tests.journeys.story import (
    EMPTY,
    day,
    fact,
    fill,
    follow,
    go,
    heading,
    names,
    path_of,
    press,
    receive,
    receive_takahashi,
    rows,
    said,
    says,
    support_here,
    today,
    write_on_case,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
RESPONSIBLE, DEPUTY = "相田 まどか", "井上 順"
MARK = "江口 課（課長・引継ぎ待ち）"


def test_covered_then_handed_over(screens, cast):
    ill = screens.open_as("desk")
    receive_takahashi(ill)
    case = support_here(ill, next_what="自宅を訪ねる", on=day(0), reason="続けて支える")
    with cast.acting("manager"):
        cover(
            absent=cast.appointment("desk"), deputy=cast.appointment("desk_colleague"),
            from_on=today(), to_on=today(), reason="病気",
        )  # fmt: skip
    deputy = screens.open_as("desk_colleague")
    the_deputy_works(deputy, case)
    manager = logged_in_with_two_factors(screens, cast)
    stopped(manager)
    ill.goto(case)
    assert heading(ill) == "ログイン"
    falls_to_the_manager(manager, case)
    handed_over(manager)
    deputy.goto(case)
    assert fact(deputy, "いまの担当") == DEPUTY


def the_deputy_works(page, case):
    band = page.get_by_role("complementary", name="利用中の立場")
    assert band.get_by_text(f"{RESPONSIBLE}の代理").count() == 1
    assert page.get_by_text(f"{RESPONSIBLE}さんの代理").count() == 1
    go(page, "担当ケース")
    follow(page, "髙橋さん世帯")
    assert path_of(page) == case
    write_on_case(page, "代わりに訪ね、ご本人と話せた")
    assert fact(page, "いまの担当") == RESPONSIBLE


def logged_in_with_two_factors(screens, cast):
    account = cast.appointment("manager").account
    account.set_password(PASSWORD)
    account.save()
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    page = screens.open_at_the_door()
    fill(page, 利用者ID="manager", パスワード=PASSWORD)
    press(page, "ログインする")
    assert heading(page) == "二要素認証"
    assert barriers(page) == []
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    fill(page, 確認コード=code)
    press(page, "ログインする")
    assert (heading(page), page.get_by_text(EMPTY).count()) == ("いま私に", 1)
    return page


def stopped(page):
    follow(page, "異動・利用停止")
    row = page.get_by_role("row").filter(has_text=RESPONSIBLE)
    assert row.get_by_role("cell").all_inner_texts()[2:4] == ["1件", "0件"]
    assert barriers(page) == []
    row.get_by_role("link", name="利用を止める").click()
    page.get_by_role("checkbox").check()
    press(page, "利用を止める")
    assert said(page).startswith(f"{RESPONSIBLE}さんのアカウントを止めました。")
    assert page.get_by_role("row").filter(has_text=RESPONSIBLE).count() == 0


def falls_to_the_manager(page, case):
    go(page, "ホーム")
    assert names(page, "新しく届きました") == ["髙橋さん世帯"]
    assert "引継ぎ待ち" in rows(page, "新しく届きました")[0]
    page.goto(case)
    assert fact(page, "いまの担当").startswith(MARK)


def handed_over(page):
    follow(page, "引き継ぐ", exact=True)
    choice = page.get_by_label("だれに引き継ぐか")
    named = [one for one in choice.locator("option").all_inner_texts() if DEPUTY in one]
    choice.select_option(label=named[0])
    fill(page, 引き継ぐ理由="相田さんの病気", 約束していること="火曜日に訪ねる")
    press(page, "引き継ぐ")
    assert said(page) == "担当を引き継ぎました。次の担当者のホームに出ています。"
    assert fact(page, "いまの担当") == DEPUTY
    go(page, "ホーム")
    assert says(page, "引継ぎ待ち") == 0


def test_a_stopped_persons_reception_falls_to_the_manager(screens, cast):
    receive(screens.open_as("desk"), 姓="髙橋")
    stopped_by = screens.open_as("manager", f"/desk/accounts/{cast['desk'].account_id}/stop/")
    stopped_by.get_by_role("checkbox").check()
    press(stopped_by, "利用を止める")
    go(stopped_by, "ホーム")
    assert names(stopped_by, "新しく届きました") == ["髙橋さん世帯"]
