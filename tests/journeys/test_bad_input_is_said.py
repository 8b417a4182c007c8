"""Somebody else was faster, or has gone: a sentence says so, and what was typed is still there."""

from datetime import timedelta

import pytest

from ikue.casework.domain.ending import Completion, complete_case
from ikue.casework.models import Case
from ikue.directory.domain.appointments import stop_account
from tests.cast import MORNING
from tests.factories.conferences import SITS_AT, coordinated
from tests.factories.coordination import in_days, supported_8050
from tests.factories.plans import coordinated_8050, drafted
from tests.journeys.council import open_record
from tests.journeys.story import fill, follow, press, says

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
GONE, CHANGED = "いまは選べません。一覧から選び直してください。", "ほかの人が先に書き換えました。"
FIRST, SECOND = "一人目の記録", "二人目の記録"
TYPED = "夕方に訪ね、二人と話せた"
AN_HOUR = timedelta(hours=1)


def test_a_member_who_has_left(screens, cast):
    with screens.on(MORNING - AN_HOUR):
        household = coordinated(cast)
        item = household.item(meeting=household.meeting())
        household.list_member(item, "disability")
    with screens.on(MORNING):
        address = f"/desk/multi-agency/items/{item.pk}/"
        page = screens.open_as("coordinator", f"{address}invite/")
        page.get_by_label("加藤 あや").check()
        leaves(cast, "disability")
        press(page, "構成員を招く")
        assert says(page, "加藤 あやさんの所属は終わっているか、利用を止められています。") == 1
        assert page.get_by_label("加藤 あや").is_checked()
        follow(page, "職員を加える")
        page.get_by_label("招く職員").select_option(label="大山 ふみ（包括 荒川・窓口の相談員）")
        leaves(cast, "elderly")
        press(page, "名簿に入れる")
        assert says(page, GONE) >= 1


def test_a_role_for_an_account_that_is_closed(screens, cast):
    with screens.on(MORNING - AN_HOUR):
        plan = drafted(cast, coordinated_8050(cast))
    with screens.on(MORNING):
        page = screens.open_as("coordinator", f"/desk/plans/{plan.pk}/edit/")
        row = page.get_by_role("group", name="役割2")
        row.get_by_label("担当者").select_option(label="大山 ふみ（窓口の相談員）")
        page.get_by_label("支援の方向性").fill(TYPED)
        leaves(cast, "elderly")
        press(page, "保存する")
        assert says(page, f"役割分担2行目：「担当者」で選ばれたものは、{GONE}") == 1
        assert page.get_by_label("支援の方向性").input_value() == TYPED
        row.get_by_label("担当者").select_option(index=0)
        press(page, "保存する")
        assert says(page, TYPED) == 1


def test_two_people_record_one_item(screens, cast):
    with screens.on(MORNING - AN_HOUR):
        item = coordinated(cast).invited("elderly")
    with screens.on(SITS_AT + AN_HOUR):
        address = f"/desk/multi-agency/items/{item.pk}/"
        first, second = (
            screens.open_as(name, address) for name in ("coordinator", "coordination_manager")
        )
        open_record(first, address, minutes=FIRST)
        open_record(second, address, minutes=SECOND)
        press(first, "記録する")
        press(second, "記録する")
        assert (says(second, CHANGED), says(second, FIRST)) == (1, 1)
        assert second.get_by_label("話し合いの記録").input_value() == SECOND
        fill(second, 話し合いの記録=f"{FIRST}。{SECOND}")
        press(second, "記録する")
        assert says(second, f"{FIRST}。{SECOND}") == 1


def test_a_completed_case_from_an_old_tab(screens, cast):
    with screens.on(MORNING - AN_HOUR):
        case = supported_8050(cast)
    with screens.on(MORNING):
        address = f"/desk/cases/{case.pk}/"
        entry, verb = (
            screens.open_as("desk", address),
            screens.open_as("desk", f"{address}suspend/"),
        )
        fill(entry, 内容=TYPED, 次にすること="様子を聞く", いつまでに="あした")
        verb.get_by_label("中断の理由").select_option(label="入院・入所")
        fill(verb, 次に見直す日="あした")
        completed(cast, case)
        press(entry, "記録する")
        assert says(entry, "終結") >= 1
        assert entry.get_by_label("内容").first.input_value() == TYPED
        press(verb, "中断する")
        assert says(verb, "この支援ケースは今「終結」です。") >= 1
        assert verb.get_by_label("次に見直す日").input_value() == "あした"


def leaves(cast, name):
    stop_account(account=cast.appointment(name).account, at=cast.at)


def completed(cast, case):
    with cast.acting("desk_colleague") as by:
        ended = Completion(
            reason="stable", lead_afterwards="地域包括 荒川", follow_up_on=in_days(cast, 90)
        )
        complete_case(case=Case.objects.get(pk=case.pk), completion=ended, by=by, at=by.at)
