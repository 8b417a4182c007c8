"""Consent is refused for months: only 支援会議 is held, no plan can be, and she is asked again."""

import re
from datetime import timedelta

import pytest

from tests.cast import MORNING
from tests.factories.conferences import SITS_AT, coordinated
from tests.journeys.browser import barriers
from tests.journeys.council import invite, open_record, plan_meeting, prepare, write_item
from tests.journeys.story import (
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
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BOTH = ("髙橋 トメ", "髙橋 一郎")
PURPOSE, MINUTES = "見守りの役割を決める", "受診までの見守りを分ける"
ROLE, STEP = "週に一度の声かけ", "包括が玄関先で様子を見る"
ASK = "同意を、もう一度お願いする日です"
FIRST, SECOND = MORNING + timedelta(days=60), MORNING + timedelta(days=150)
REFUSED = "同意が得られなかったことを記録しました。だれにも伝わりません。"


def test_only_the_support_conference_is_held(screens):
    with screens.on(MORNING - timedelta(hours=1)):
        case = f"/desk/cases/{coordinated(screens.cast).case_id}/"
    with screens.on(MORNING):
        desk, coordinator = (screens.open_as(name, case) for name in ("desk", "coordinator"))
        refused(desk, "いまは話したくない", ask_again=60)
        item = not_there_but_here(coordinator, case)
        elderly = screens.open_as("elderly")
        assert "会議の前に答える四つの問い" in rows(elderly, "新しく届きました")[0]
    with screens.on(SITS_AT + timedelta(hours=1)):
        roles_without_a_plan(coordinator, item)
        the_role_stays_with_its_window(elderly, item)
    for asked_on, days, why in ((FIRST, 90, "まだいい"), (SECOND, 30, "春になったら考える")):
        with screens.on(asked_on):
            asked_again(desk, case, why, ask_again=days)
    with screens.on(SECOND + timedelta(days=30)):
        she_agrees(desk, case)
        the_words_move_over(coordinator, item)


def refused(desk, why, *, ask_again):
    follow(desk, "聞く・変える・取り消す")
    follow(desk, re.compile("同意を聞く.*トメ"))
    desk.get_by_role("radio", name="得られなかった").check()
    desk.get_by_label("同意しない理由").fill(why)
    fill(desk, 次にお願いする日=day(ask_again))
    press(desk, "記録する")
    assert said(desk).startswith(REFUSED)


def not_there_but_here(coordinator, case):
    """The basis is changed on the same page; nothing is typed again."""
    plan_meeting(coordinator, on="r8.12.1")
    write_item(coordinator, case, basis="重層的支援会議", persons=BOTH, purpose=PURPOSE)
    press(coordinator, "案件を準備する")
    assert says(coordinator, "重層的支援会議では、同意のある方だけを話し合えます。") == 1
    assert coordinator.get_by_label("この案件の目的").input_value() == PURPOSE
    coordinator.get_by_role("radio", name="支援会議（106条の6）").check()
    item = prepare(coordinator)
    invite(coordinator, "大山 ふみ", "曽我 会")
    assert says(coordinator, "支援会議・106条の6") == 1
    assert barriers(coordinator) == []
    return item


def roles_without_a_plan(coordinator, item):
    open_record(coordinator, item, minutes=MINUTES)
    assert coordinator.get_by_label("支援プランの適否").count() == 0
    assert says(coordinator, "プランの適否や終結は、重層的支援会議で話し合います。") == 1
    fill(coordinator, 次の一歩=STEP, 次の一歩の期日=day(14))
    press(coordinator, "記録する")
    follow(coordinator, "役割を決める")
    coordinator.get_by_label("引き受けた構成員").select_option(
        label="大山 ふみ（地域包括支援センター 荒川）"
    )
    fill(coordinator, 役割=ROLE, 頻度="週に一度")
    press(coordinator, "役割表に加える")
    follow(coordinator, "案件を終える")
    press(coordinator, "終える")
    assert [says(coordinator, words) >= 1 for words in (MINUTES, STEP, ROLE)] == [True] * 3


def the_role_stays_with_its_window(elderly, item):
    """The papers close with the item; what one took on does not."""
    assert elderly.goto(item).status == 404
    elderly.goto("/desk/")
    go(elderly, "担当ケース")
    assert names(elderly, "引き受けた役割") == [ROLE]
    follow(elderly, ROLE)
    assert heading(elderly) == f"役割「{ROLE}」"
    assert fact(elderly, "返事").startswith("引き受けた 大山 ふみ・会議の場で")


def asked_again(desk, case, why, *, ask_again):
    desk.goto("/desk/")
    assert says(desk, ASK) == 1
    desk.goto(case)
    assert says(desk, "同意なし") == 1
    refused(desk, why, ask_again=ask_again)
    desk.goto("/desk/")
    assert says(desk, ASK) == 0


def she_agrees(desk, case):
    desk.goto("/desk/")
    assert says(desk, ASK) == 1
    desk.goto(case)
    follow(desk, "聞く・変える・取り消す")
    follow(desk, re.compile("同意を聞く.*トメ"))
    desk.get_by_role("radio", name="同意を得た").check()
    desk.get_by_label("地域包括支援センター 荒川").check()
    desk.get_by_label("ご本人の言葉・様子").fill("包括さんになら")
    press(desk, "記録する")
    assert said(desk).startswith("同意を記録しました。")


def the_words_move_over(coordinator, item):
    coordinator.goto(item)
    follow(coordinator, "重層的支援会議に移す")
    assert coordinator.get_by_label("この案件の目的").input_value() == PURPOSE
    coordinator.get_by_label("髙橋 一郎").uncheck()
    press(coordinator, "移す")
    assert heading(coordinator) == "髙橋 トメ"
    assert says(coordinator, "重層的支援会議・同意") == 1
