"""Replanned: at the review the first edition is evaluated, and the second one takes its place."""

from datetime import timedelta

import pytest

from ikue.kernel import clock
from ikue.programmes.multi_agency.domain.decisions import decide_support
from tests.cast import MORNING
from tests.factories.plans import REVIEW, in_force
from tests.journeys.browser import barriers
from tests.journeys.council import invite, lay_plan, open_record, plan_meeting, prepare, write_item
from tests.journeys.story import (
    answer,
    day,
    fact,
    fill,
    follow,
    go,
    names,
    open_row,
    path_of,
    press,
    said,
    says,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WISH, ESCORT = "この家で、息子と暮らしたい", "受診の同行"
VOICE, REASON = "病院は疲れる。家に来てくれる先生がいい", "通院が続かなかった"
NEW_GOAL, REPLACED = "往診を受けられる", "次の版に替わった（第1版）"
REVIEWED = MORNING + (REVIEW - clock.today(MORNING))


def test_the_second_edition_takes_the_place_of_the_first(screens):
    with screens.on(MORNING - timedelta(hours=1)):
        made = in_force(screens.cast)
        supported(screens.cast, made)
        first, case = f"/desk/plans/{made.pk}/", f"/desk/cases/{made.case_id}/"
    with screens.on(REVIEWED):
        coordinator, elderly = (screens.open_as(name) for name in ("coordinator", "elderly"))
        evaluated(coordinator)
        second = next_edition(coordinator, case)
        item = on_the_agenda(coordinator, case)
    with screens.on(REVIEWED + timedelta(hours=5)):
        found_fitting(coordinator, item)
        decided(screens.open_as("coordination_manager"), second)
        one_in_force(coordinator, first, second, case)
        the_holder_answers_anew(elderly, second)
        assert elderly.goto(first).status == 404
        assert screens.open_as("outsider").goto(second).status == 404


def supported(cast, plan):
    with cast.acting("coordination_manager") as by:
        decide_support(
            case=plan.case, decided_on=clock.today(cast.at), reason="世帯全体で支える", by=by,
            at=by.at,
        )  # fmt: skip


def evaluated(coordinator):
    """再プラン asks for its reason; what was typed before stays."""
    go(coordinator, "多機関協働")
    assert names(coordinator, "見直しの時期の支援プラン") == ["髙橋さん世帯"]
    follow(coordinator, "髙橋さん世帯")
    follow(coordinator, "見直しを始める")
    press(coordinator, "見直しを始める")
    follow(coordinator, "評価する")
    coordinator.get_by_role("radio", name="一部できた").check()
    coordinator.get_by_label("本人の評価（本人の言葉）").fill(VOICE)
    coordinator.get_by_role("radio", name="再プラン").check()
    press(coordinator, "プランを評価する")
    assert coordinator.get_by_label("本人の評価（本人の言葉）").input_value() == VOICE
    fill(coordinator, 判定の理由=REASON)
    press(coordinator, "プランを評価する")
    assert said(coordinator) == "評価を書きました。"
    assert says(coordinator, "再プラン") >= 1


def next_edition(coordinator, case):
    """It begins as a copy, but for the dates."""
    follow(coordinator, "ケースのプラン一覧へ")
    press(coordinator, "次の版を作り始める")
    assert coordinator.get_by_label("本人の希望（本人の言葉）").input_value() == WISH
    assert coordinator.get_by_label("次の見直しの日").input_value() == ""
    fill(coordinator.get_by_role("group", name="目標1"), 目標=NEW_GOAL)
    fill(coordinator, 期間の始まり="きょう", 期間の終わり=day(180), 次の見直しの日=day(90))
    press(coordinator, "保存する")
    second = path_of(coordinator)
    follow(coordinator, "第1版と見比べる")
    assert says(coordinator, NEW_GOAL) >= 1
    assert barriers(coordinator) == []
    coordinator.goto(second)
    follow(coordinator, "会議に諮る")
    press(coordinator, "会議に諮る")
    return second


def on_the_agenda(coordinator, case):
    plan_meeting(coordinator, on="きょう")
    write_item(
        coordinator, case, basis="重層的支援会議", persons=("髙橋 トメ",), purpose="第2版の適否"
    )
    item = prepare(coordinator)
    lay_plan(coordinator, 2)
    invite(coordinator, "大山 ふみ")
    return item


def found_fitting(coordinator, item):
    open_record(coordinator, item, minutes="往診に切り替える")
    coordinator.get_by_label("支援プランの適否").select_option(label="適切")
    press(coordinator, "記録する")


def decided(manager, second):
    manager.goto(second)
    follow(manager, "プランを決定する")
    fill(manager, プラン決定日="きょう")
    press(manager, "プランを決定する")
    assert fact(manager, "状態") == "実施中（第2版）"


def one_in_force(coordinator, first, second, case):
    coordinator.goto(first)
    assert fact(coordinator, "状態") == REPLACED
    assert says(coordinator, VOICE) == 1
    coordinator.goto(f"{case}?tab=plans")
    table = coordinator.get_by_role("table").last
    states = [
        row.get_by_role("cell").all_inner_texts()[:2] for row in table.get_by_role("row").all()
    ]
    assert sorted(states[1:]) == [["第1版", "次の版に替わった"], ["第2版", "実施中"]]


def the_holder_answers_anew(elderly, second):
    elderly.goto("/desk/")
    open_row(elderly, f"の役割に、返事をする番です：{ESCORT}")
    answer(elderly, "役割を引き受ける")
    assert path_of(elderly) == second
