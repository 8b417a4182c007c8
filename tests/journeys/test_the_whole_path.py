"""From the first call to the last look: four windows, each logged in as itself, carry one case.

The desk receives and passes on; 地域包括 leads; 基幹 takes a role; 多機関協働 coordinates, and its
manager decides.
"""

import re
from datetime import timedelta

import pytest

from tests.cast import MORNING
from tests.factories.conferences import SITS_AT
from tests.journeys.browser import barriers
from tests.journeys.council import invite, lay_plan, open_record, plan_meeting, prepare, write_item
from tests.journeys.story import (
    answer,
    day,
    fact,
    fill,
    follow,
    go,
    heading,
    here,
    names,
    open_row,
    path_of,
    press,
    receive_takahashi,
    refer,
    said,
    says,
    send,
    write_on_case,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
DESK, ELDERLY = "仕事・生活サポートデスク(自立相談支援機関)", "地域包括支援センター 荒川"
DISABILITY, MULTI_AGENCY = "障害者基幹相談支援センター", "多機関協働"
HOUSEHOLD, WISH = "髙橋さん世帯", "この家で、息子と暮らしたい"
ASKED, TOLD = "家族全体の役割分担を整理してほしい", "役割が決まり、包括が続けて関わります"
PURPOSE = "プランの案を話し合い、役割を決める"
ROLES = {DISABILITY: "長男の受診の相談", DESK: "家計の相談", ELDERLY: "受診の同行"}
MEMBERS = ("大山 ふみ", "相田 まどか", "加藤 あや")
REVIEW_DAY = MORNING + timedelta(days=98)


def test_from_the_first_call_to_the_last_look(screens):
    with screens.on(MORNING):
        at = {name: screens.open_as(name) for name in ("desk", "elderly", "coordinator")}
        received_and_passed_on(at["desk"])
        case = met_and_led(at["elderly"])
        multi_agency_is_asked(at["elderly"], case)
        taken_up(at["coordinator"])
        consents_and_wishes(at["elderly"], case)
        at["manager"] = screens.open_as("coordination_manager")
        support_is_decided(at["manager"])
        plan = a_plan_is_put_forward(at["coordinator"], case)
        item = members_are_invited(at["coordinator"], case)
        at["disability"] = screens.open_as("disability")
        the_member_answers(at["disability"])
    with screens.on(SITS_AT + timedelta(hours=1)):
        talked_over(at["coordinator"], item)
        the_plan_is_decided(at["manager"], plan)
        for name, window in (("disability", DISABILITY), ("desk", DESK), ("elderly", ELDERLY)):
            countersigned(at[name], ROLES[window])
    with screens.on(REVIEW_DAY):
        reviewed_and_ended(at["coordinator"])
        handed_back(at["coordinator"], item)
        the_lead_is_told(at["elderly"])
    with screens.on(REVIEW_DAY + timedelta(days=30)):
        asked_after(at["coordinator"])
        ended(at["elderly"], case)
        assert at["coordinator"].goto(case).status == 404
        assert screens.open_as("outsider").goto(plan).status == 404


# The first day


def received_and_passed_on(desk):
    receive_takahashi(desk)
    follow(desk, "ほかの窓口へつなぐ")
    refer(desk, to=ELDERLY, question="母の介護をお願いしたい", basis="目的内の庁内共有")


def met_and_led(elderly):
    elderly.reload()
    follow(elderly, HOUSEHOLD)
    answer(elderly, "引き受ける", 最初に連絡する日=day(0))
    answer(elderly, "本人とつながった", 会えた日="きょう", どのように会えたか="玄関で話せた")
    follow(elderly, "ケースを開く")
    case = path_of(elderly)
    elderly.goto(f"{case}?tab=household")
    follow(elderly, "世帯員を加える")
    fill(elderly, 姓="髙橋", 名="一郎")
    elderly.get_by_label("続柄").select_option(label="子")
    press(elderly, "加える")
    return case


def multi_agency_is_asked(elderly, case):
    elderly.goto(case)
    follow(elderly, "つなぐ", exact=True)
    elderly.get_by_label("つなぐ先").select_option(label=MULTI_AGENCY)
    elderly.get_by_label("髙橋 トメ").check()
    elderly.get_by_label("髙橋 一郎").check()
    fill(elderly, こちらでしたこと="訪ねて話を聞いた", こちらで続けること="月に二度訪ねる")
    send(elderly, to=MULTI_AGENCY, question=ASKED, basis="目的内の庁内共有")


def taken_up(coordinator):
    go(coordinator, MULTI_AGENCY)
    assert names(coordinator, "返事を待っている依頼") == [HOUSEHOLD]
    follow(coordinator, HOUSEHOLD)
    assert says(coordinator, ASKED) == 1
    answer(coordinator, "引き受ける", 最初に連絡する日=day(1))


def consents_and_wishes(elderly, case):
    """The mother agrees that all four talk, the own window too; the son has not been asked."""
    elderly.goto(case)
    follow(elderly, "聞く・変える・取り消す")
    follow(elderly, re.compile("同意を聞く.*トメ"))
    elderly.get_by_role("radio", name="同意を得た").check()
    for window in (DESK, ELDERLY, DISABILITY):
        elderly.get_by_label(window).check()
    elderly.get_by_label("ご本人の言葉・様子").fill("みんなで考えてもらえるなら")
    press(elderly, "記録する")
    assert "基幹、サポートデスク、包括 荒川が、髙橋 トメさんの" in said(elderly)
    elderly.goto(case)
    follow(elderly, "アセスメント")
    follow(elderly, "アセスメントを書き始める")
    elderly.get_by_label("どうなりたいか（ご本人の言葉で）").fill(WISH)
    press(elderly, "保存する")
    assert says(elderly, "まとめ（背景・要因）を書いてください。") == 1
    follow(elderly, "続きを書く")
    elderly.get_by_label("まとめ（背景・要因）").fill("物忘れが進み、息子は孤立している")
    press(elderly, "保存する")
    press(elderly, "アセスメントを確定する")
    assert said(elderly) == "第1版を確定しました。"


def support_is_decided(manager):
    go(manager, MULTI_AGENCY)
    follow(manager, HOUSEHOLD)
    follow(manager, "支援を決定する")
    fill(manager, 支援決定日="きょう", 支援を決定する理由="世帯全体で支える必要がある")
    press(manager, "支援を決定する")
    assert fact(manager, "支援決定").endswith("小堀 課 世帯全体で支える必要がある")


def a_plan_is_put_forward(coordinator, case):
    """Without a lead and dates it is kept, and the page says what keeps it from the conference."""
    coordinator.goto(f"{case}?tab=plans")
    press(coordinator, "プランを作り始める")
    coordinator.get_by_label("髙橋 トメ").check()
    coordinator.get_by_label("本人の希望（本人の言葉）").fill(WISH)
    fill(coordinator.get_by_role("group", name="目標1"), 目標="物忘れ外来を受診する")
    for place, (window, what) in enumerate(ROLES.items(), 1):
        if place > 1:
            press(coordinator, "役割の行を足す")
        row = coordinator.get_by_role("group", name=f"役割{place}")
        row.get_by_label("機関・窓口").select_option(label=window)
        fill(row, 役割=what)
    press(coordinator, "保存する")
    plan = path_of(coordinator)
    lacking = "プランの期間を決めてください。次の見直しの日を決めてください。"
    assert says(coordinator, lacking) == 1
    assert coordinator.get_by_role("link", name="会議に諮る").count() == 0
    follow(coordinator, "案を書く")
    coordinator.get_by_label("主担当機関").select_option(label=ELDERLY)
    fill(coordinator, 期間の始まり="r8.12.1", 期間の終わり="r9.5.31", 次の見直しの日="r9.3.1")
    press(coordinator, "保存する")
    follow(coordinator, "会議に諮る")
    press(coordinator, "会議に諮る")
    assert fact(coordinator, "状態") == "会議に諮る案（第1版）"
    return plan


def members_are_invited(coordinator, case):
    plan_meeting(coordinator, on="r8.12.1")
    item = nobody_without_consent(coordinator, case)
    lay_plan(coordinator, 1)
    invite(coordinator, *MEMBERS)
    assert "構成員を招きました。" in said(coordinator)
    assert barriers(coordinator) == []
    return item


def nobody_without_consent(coordinator, case):
    """The son cannot be talked of there; what was typed stays, and without him it goes on."""
    both = ("髙橋 トメ", "髙橋 一郎")
    write_item(coordinator, case, basis="重層的支援会議", persons=both, purpose=PURPOSE)
    press(coordinator, "案件を準備する")
    assert says(coordinator, "髙橋 一郎さんには、いま同意がありません。") == 1
    assert coordinator.get_by_label("この案件の目的").input_value() == PURPOSE
    coordinator.get_by_label("髙橋 一郎").uncheck()
    return prepare(coordinator)


def the_member_answers(disability):
    assert "髙橋" not in disability.get_by_role("main").inner_text()
    open_row(disability, "会議の前に答える四つの問い")
    assert says(disability, "同意の期限は令和9年11月23日です。") == 1
    fill(disability, これからできること="長男の受診に付き添う")
    press(disability, "答える")
    assert says(disability, "長男の受診に付き添う") >= 1


# The meeting


def talked_over(coordinator, item):
    open_record(coordinator, item, minutes="案のとおり進める。受診の同行は包括。")
    coordinator.get_by_label("支援プランの適否").select_option(label="適切")
    assert barriers(coordinator) == []
    press(coordinator, "記録する")
    assert says(coordinator, "適切（会議の意見。決定は区が行います）") == 1


def the_plan_is_decided(manager, plan):
    manager.goto(plan)
    follow(manager, "プランを決定する")
    fill(manager, プラン決定日="r8.11.30")
    press(manager, "プランを決定する")
    assert says(manager, "プラン決定日が、会議より前です。日付を確かめてください。") == 1
    assert manager.get_by_label("プラン決定日").input_value() == "r8.11.30"
    fill(manager, プラン決定日="きょう")
    press(manager, "プランを決定する")
    assert fact(manager, "状態") == "実施中（第1版）"
    assert says(manager, "返事待ち") == len(ROLES)


def countersigned(page, what):
    page.goto("/desk/")
    open_row(page, f"の役割に、返事をする番です：{what}")
    assert says(page, WISH) == 1
    answer(page, "役割を引き受ける")
    assert said(page) == "役割の引受けを記録しました。プランの役割表に出ています。"


# Three months later


def reviewed_and_ended(coordinator):
    go(coordinator, MULTI_AGENCY)
    assert names(coordinator, "見直しの時期の支援プラン") == [HOUSEHOLD]
    follow(coordinator, HOUSEHOLD)
    assert says(coordinator, "引き受けた") == len(ROLES)
    follow(coordinator, "目標の様子を書く")
    coordinator.get_by_role("radio", name="一部できた").check()
    fill(coordinator, 達成の様子="一度受診した")
    press(coordinator, "目標の様子を書く")
    follow(coordinator, "見直しを始める")
    press(coordinator, "見直しを始める")
    assert says(coordinator, "先に評価を書いてください。") == 1
    follow(coordinator, "評価する")
    coordinator.get_by_role("radio", name="達成した").check()
    coordinator.get_by_label("本人の評価（本人の言葉）").fill("病院に行けてよかった")
    coordinator.get_by_role("radio", name="終結").check()
    press(coordinator, "プランを評価する")
    follow(coordinator, "プランを終える")
    press(coordinator, "プランを終える")
    assert fact(coordinator, "状態") == "終了（第1版）"


def handed_back(coordinator, item):
    go(coordinator, MULTI_AGENCY)
    follow(coordinator, HOUSEHOLD)
    assert says(coordinator, "終わっていない案件があります。") == 1
    assert coordinator.get_by_role("link", name="主担当に戻して手を離す").count() == 0
    coordinator.goto(item)
    follow(coordinator, "案件を終える")
    press(coordinator, "終える")
    go(coordinator, MULTI_AGENCY)
    follow(coordinator, HOUSEHOLD)
    follow(coordinator, "主担当に戻して手を離す")
    fill(coordinator, 依頼した窓口に伝える結果=TOLD, フォローの日=day(30))
    press(coordinator, "手を離す")
    assert names(coordinator, "手を離した後のフォロー") == ["（手を離した世帯）"]


def the_lead_is_told(elderly):
    elderly.goto("/desk/")
    open_row(elderly, "多機関協働から結果が届きました")
    assert says(elderly, TOLD) == 1


# A month after that


def asked_after(coordinator):
    coordinator.goto("/desk/")
    due = "多機関協働の手を離した後のフォローの日です（主担当：包括 荒川）"
    assert says(coordinator, due) == 1
    go(coordinator, MULTI_AGENCY)
    follow(coordinator, "（手を離した世帯）")
    press(coordinator, "記録する")
    assert heading(coordinator) == MULTI_AGENCY
    assert says(coordinator, "待っているものはありません。") == 1


def ended(elderly, case):
    elderly.goto(case)
    write_on_case(elderly, "受診が続き、二人とも落ち着いている")
    follow(elderly, "終える")
    elderly.get_by_label("終結の理由").select_option(label="落ち着いた（見守りへ）")
    fill(elderly, 終えた後に見守るところ="地域包括 荒川", フォローの日=day(90))
    press(elderly, "終える")
    assert here(elderly) == "終結"
    assert fact(elderly, "次の期日").startswith("フォロー")
