"""Suspended and looked at monthly; ended, asked after, and taken up again from the follow-up."""

from datetime import timedelta

import pytest

from ikue.casework.domain.ending import Completion, complete_case
from ikue.casework.models import Case
from tests.factories.coordination import in_days, supported_8050
from tests.journeys.browser import barriers
from tests.journeys.story import case_verbs, day, fact, fill, follow, here, press, rows, said, says

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
FOUND = "また部屋から出られなくなっている"


def test_suspended_looked_at_and_taken_up_again(screens, cast):
    page = screens.open_as("desk", f"/desk/cases/{supported_8050(cast).pk}/suspend/")
    page.get_by_label("中断の理由").select_option(label="入院・入所")
    fill(page, 次に見直す日=day(60))
    press(page, "中断する")
    assert page.get_by_text("中断していても、月に一度は様子を見ます。").count() >= 1
    fill(page, 次に見直す日=day(27))
    press(page, "中断する")
    assert here(page) == "支援中（中断）"
    taken_up(page)


def test_taken_up_again_from_the_follow_up(screens, cast):
    case = ended_a_quarter_ago(cast)
    page = screens.open_as("desk")
    assert ["終えた後のフォローの日です" in row for row in rows(page, "期限を過ぎています")] == [
        True
    ]
    follow(page, "髙橋さん世帯")
    assert barriers(page) == []
    fill(page, 分かったこと=FOUND, 次のフォローの日=day(30))
    press(page, "記録する")
    assert said(page) == "フォローを記録しました。"
    assert (says(page, FOUND), here(page)) == (1, "終結")
    assert f"/desk/cases/{case.pk}/" in page.url
    taken_up(page)


def taken_up(page):
    follow(page, "再開する")
    page.get_by_label("担当者").select_option(index=1)
    fill(page, 次にすること="自宅を訪ねる", いつまでに=day(2))
    press(page, "再開する")
    assert here(page) == "支援中"
    assert "終える" in case_verbs(page)
    assert fact(page, "次の期日").endswith("自宅を訪ねる")


def ended_a_quarter_ago(cast):
    present, cast.at = cast.at, cast.at - timedelta(days=90)
    case = supported_8050(cast)
    with cast.acting("desk") as by:
        stable = Completion(
            reason="stable", lead_afterwards="地域包括 荒川", follow_up_on=in_days(cast, 89)
        )
        complete_case(case=Case.objects.get(pk=case.pk), completion=stable, by=by, at=by.at)
    cast.at = present
    return case
