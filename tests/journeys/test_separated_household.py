"""Separated after violence: two threads, two workers, and nobody of them sees the other side."""

import re

import pytest

from ikue.people.domain.persons import support_person
from ikue.people.models import Person
from tests.factories.coordination import supported_8050
from tests.journeys.browser import barriers
from tests.journeys.story import (
    day,
    fill,
    follow,
    go,
    heading,
    path_of,
    press,
    said,
    says,
    write_on_case,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BEFORE, WHY = "二人の様子を聞いた", "長男の暴力から避難したため"
AFTER = "避難先で会えた"


def test_neither_sees_the_other(screens, cast):
    case = supported_8050(cast)
    with cast.acting("desk") as by:
        son = Person.objects.get(circle_id=case.circle_id, given_name="一郎")
        support_person(person_id=son.pk, circle_id=case.circle_id, by=by, at=by.at)
    old = f"/desk/cases/{case.pk}/"
    desk = screens.open_as("desk", old)
    write_on_case(desk, BEFORE)
    split(desk, old)
    colleague = screens.open_as("desk_colleague", "/desk/mine/")
    new = the_new_side(colleague)
    the_side_that_stays(desk, old)
    assert status(desk, new) == status(colleague, old) == 404
    for name in ("elderly", "outsider"):
        outside = screens.open_as(name)
        assert (status(outside, old), status(outside, new)) == (404, 404)


def split(page, old):
    page.goto(f"{old}?tab=household")
    follow(page, "世帯を分ける")
    assert heading(page) == "世帯を分ける"
    page.get_by_label("髙橋 トメさん").select_option(label="本人")
    page.get_by_label(re.compile("^出る側の担当者")).select_option(
        label="井上 順（サポートデスク・窓口の相談員）"
    )
    fill(
        page, 世帯が分かれた日="きょう", 世帯を分ける理由=WHY, 出る側で次にすること="避難先で会う",
        いつまでに=day(1),
    )  # fmt: skip
    assert barriers(page) == []
    press(page, "世帯を分ける")
    assert said(page).startswith("世帯を分けました。")
    assert path_of(page) == old


def the_new_side(page):
    follow(page, "髙橋さん世帯")
    assert says(page, WHY) == 1
    assert says(page, BEFORE) == 0
    assert page.get_by_text("一郎").count() == 0
    write_on_case(page, AFTER)
    return path_of(page)


def the_side_that_stays(page, old):
    page.goto(old)
    assert says(page, BEFORE) == 1
    assert [page.get_by_text(words).count() for words in (WHY, AFTER)] == [0, 0]
    assert says(page, "世帯を離れた") >= 1
    go(page, "担当ケース")
    assert page.get_by_role("link", name="髙橋さん世帯").count() == 1


def status(page, address):
    return page.context.request.get(address).status
