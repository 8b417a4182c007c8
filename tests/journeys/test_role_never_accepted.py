"""The role of one agency is never accepted: the plan runs, and the gap is seen by everybody."""

from datetime import timedelta

import pytest

from tests.cast import MORNING
from tests.factories.plans import in_force
from tests.journeys.browser import barriers
from tests.journeys.story import (
    answer,
    fact,
    fill,
    follow,
    go,
    names,
    open_row,
    press,
    rows,
    said,
    says,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ESCORT, BUDGET, HOSPITAL = "受診の同行", "家計の相談", "荒川まちなか病院（架空）"
OPEN = "未了（返事がまだ）"
FIFTH_DAY, AFTER, MONTHS_LATER = (MORNING + timedelta(days=days) for days in (7, 8, 60))


def test_the_plan_runs_and_the_gap_is_seen(screens):
    with screens.on(MORNING - timedelta(hours=1)):
        made = in_force(screens.cast)
        plan, case = f"/desk/plans/{made.pk}/", f"/desk/cases/{made.case_id}/"
    with screens.on(MORNING):
        desk, elderly, coordinator = (
            screens.open_as(name) for name in ("desk", "elderly", "coordinator")
        )
        two_accept(desk, coordinator, plan)
        assert "返事をする番です" in rows(elderly, "新しく届きました")[0]
    with screens.on(FIFTH_DAY):
        coordinator.goto(plan)
        assert (says(coordinator, "返事待ち"), says(coordinator, OPEN)) == (1, 0)
    for at in (AFTER, MONTHS_LATER):
        with screens.on(at):
            shown_to_all(coordinator, desk, elderly, plan, case)
            the_board_names_the_window(coordinator)
    with screens.on(MONTHS_LATER):
        taken_over_by_another(coordinator, plan)


def two_accept(desk, coordinator, plan):
    open_row(desk, f"の役割に、返事をする番です：{BUDGET}")
    answer(desk, "役割を引き受ける")
    coordinator.goto(plan)
    follow(coordinator, "診察")
    coordinator.get_by_role("radio", name="先方から聞いた").first.check()
    answer(coordinator, "役割を引き受ける", 先方のどなたの返事か="地域連携室 山本さん")
    assert said(coordinator) == "役割の引受けを記録しました。プランの役割表に出ています。"


def shown_to_all(coordinator, desk, elderly, plan, case):
    for page in (coordinator, desk, elderly):
        page.goto(plan)
        assert fact(page, "状態") == "実施中（第1版）"
        assert says(page, OPEN) == 1
        assert says(page, f"地域包括支援センター 荒川「{ESCORT}」") == 1
    assert barriers(coordinator) == []
    desk.goto(f"{case}?tab=plans")
    assert desk.get_by_role("cell", name="1件").count() == 1
    elderly.goto("/desk/")
    assert any(ESCORT in row for row in rows(elderly, "期限を過ぎています"))


def the_board_names_the_window(coordinator):
    go(coordinator, "多機関協働")
    part = coordinator.get_by_role("region", name="役割の返事が未了")
    assert part.get_by_role("heading", level=3).all_inner_texts() == ["包括 荒川"]
    assert names(coordinator, "役割の返事が未了") == ["髙橋さん世帯"]
    assert "返事がまだです" in rows(coordinator, "役割の返事が未了")[0]


def taken_over_by_another(coordinator, plan):
    """Nobody is forced: the role ends unaccepted, and somebody else is asked."""
    coordinator.goto(plan)
    follow(coordinator, ESCORT)
    answer(coordinator, "役割を終える")
    follow(coordinator, "役割を加える")
    coordinator.get_by_label("機関・窓口").select_option(
        label="仕事・生活サポートデスク(自立相談支援機関)"
    )
    fill(coordinator, 役割=ESCORT)
    press(coordinator, "お願いする")
    assert (says(coordinator, OPEN), says(coordinator, "返事待ち")) == (0, 1)
    go(coordinator, "多機関協働")
    assert coordinator.get_by_role("region", name="役割の返事が未了").count() == 0
