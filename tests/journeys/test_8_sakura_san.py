"""「さくらさん」 gives her name later; two colleagues write it down at once and see both texts."""

import pytest

from tests.journeys.browser import barriers
from tests.journeys.story import (
    fill,
    follow,
    heading,
    names,
    path_of,
    press,
    receive,
    said,
    told,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CALLED = {"呼び名・特徴": "さくらさん"}


def test_found_under_both_names_and_nobody_overwrites(screens):
    page = screens.open_as("desk")
    reception = receive(page, "眠れない。名前は言いたくない", **CALLED)
    assert found(page, "さくらさん") == [reception]
    colleague = screens.open_as("desk_colleague", f"{reception}person/")
    page.goto(reception)
    follow(page, "名前・生年月日を直す")
    fill(page, 姓="山本", 名="桜子", せい="やまもと", めい="さくらこ")
    press(page, "保存する")
    assert said(page).endswith("さんとして登録を直しました。前の呼び名でも探せます。")
    assert found(page, "やまもと") == found(page, "さくらさん") == [reception]
    both_texts(colleague)
    assert found(page, "山元") == found(page, "さくらさん") == [reception]


def both_texts(page):
    fill(page, 姓="山元", 名="桜子")
    press(page, "保存する")
    assert page.get_by_role("heading", name="本人の登録の食い違い").count() == 1
    theirs = page.get_by_role("heading", name="保存されている文").locator("xpath=..")
    mine = page.get_by_role("heading", name="あなたの文（未保存）").locator("xpath=..")
    assert ("山本" in told(theirs.inner_text()), "山元" in told(theirs.inner_text())) == (
        True,
        False,
    )
    assert ("山本" in told(mine.inner_text()), "山元" in told(mine.inner_text())) == (False, True)
    assert page.get_by_text("相田 まどかが「本人の登録」を先に保存しました").count() == 1
    assert page.get_by_label("姓", exact=True).input_value() == "山元"
    assert barriers(page) == []
    press(page, "保存する")
    assert heading(page).startswith("相談受付 受R")


def found(page, words):
    """Searched from the top of any page; the addresses of what was found."""
    search = page.get_by_role("search")
    search.get_by_role("searchbox").fill(words)
    press(page, "さがす", within=search)
    assert heading(page) == "さがす"
    links = page.get_by_role("main").get_by_role("listitem").get_by_role("link").all()
    return [one.get_attribute("href") for one in links]


def test_a_call_without_any_name(screens):
    page = screens.open_as("desk")
    page.goto("/desk/consultations/new/")
    page.get_by_label("相談の内容（話されたことばで）").fill("名前は言えないが、隣が心配")
    page.get_by_label("名前は聞いていない").check()
    press(page, "受け付ける")
    assert path_of(page).startswith("/desk/consultations/")
    page.goto("/desk/queue/")
    assert len(names(page, "終わっていない相談")) == 1
