"""会議の案件 on the home: what is asked of a member before it, of the host until it is closed."""

from datetime import timedelta

import pytest

from ikue.desk.domain.home import home
from ikue.programmes.multi_agency.domain.items import adjourn_item, close_item
from ikue.programmes.multi_agency.domain.meetings import close_meeting
from ikue.programmes.multi_agency.models import Meeting
from tests.cast import assemble
from tests.factories.conferences import SITS_AT, coordinated
from tests.standing import standing

pytestmark = pytest.mark.django_db
ASKED = "会議の前に答える四つの問い（{}）"
TODAY = "きょうの会議の案件（{}）"
TO_RECORD = "会議の案件。話し合いを記録する番です（{}）"
TO_CLOSE = "会議は閉じました。案件を終えるか、次の会議に延ばす番です（{}）"
LISTS = ("overdue", "new", "answers", "today", "waiting")


@standing
def cast():
    return assemble()


@standing
def household(cast):
    return coordinated(cast)


def shown(cast, name):
    """(list, words) of every row about an item, the number of the meeting left out."""
    with cast.acting(name) as viewer:
        found = home(viewer)
        numbers = Meeting.objects.values_list("number", flat=True)
        return [
            (wanted, row.what.replace(numbers[0], "{}") if numbers else row.what)
            for wanted in LISTS
            for row in getattr(found, wanted)
            if row.target == "multi_agency:item"
        ]


def test_a_member_is_asked_until_the_meeting_begins_and_not_after_an_answer(cast, household):
    item = household.invited("elderly", "member")
    assert shown(cast, "elderly") == [("new", ASKED)]
    household.answer(item, "elderly")
    assert shown(cast, "elderly") == []
    cast.at = SITS_AT - timedelta(hours=2)
    assert shown(cast, "member") == [("today", ASKED), ("today", TODAY)]
    assert shown(cast, "elderly") == [("today", TODAY)]
    for moment in (SITS_AT, SITS_AT + timedelta(hours=1)):
        cast.at = moment
        assert shown(cast, "member") == [("today", TODAY)]
    cast.later(days=1)
    assert [shown(cast, name) for name in ("member", "elderly", "outsider")] == [[], [], []]


def test_the_host_is_told_until_the_discussion_is_recorded(cast, household):
    item = household.invited("elderly")
    assert shown(cast, "coordinator") == []
    cast.at = SITS_AT - timedelta(hours=2)
    assert shown(cast, "coordinator") == [("today", TO_RECORD)]
    cast.later(days=1)
    assert shown(cast, "coordinator") == [("overdue", TO_RECORD)]
    cast.later(days=30)
    assert shown(cast, "coordinator") == [("overdue", TO_RECORD)]
    household.record(item)
    assert shown(cast, "coordinator") == []


def test_what_was_discussed_is_told_once_its_meeting_is_closed_until_the_item_is(cast, household):
    item = household.invited("elderly")
    household.record(item)
    assert shown(cast, "coordinator") == []
    with cast.acting("coordinator") as by:
        close_meeting(meeting=Meeting.objects.get(), by=by, at=by.at)
    assert shown(cast, "coordinator") == [("new", TO_CLOSE)]
    assert shown(cast, "elderly") == []
    with cast.acting("coordinator") as by:
        close_item(item=household.now(item), by=by, at=by.at)
    assert shown(cast, "coordinator") == []


def test_what_is_begun_or_put_off_is_prepared_by_the_host(cast, household):
    household.item()
    assert shown(cast, "coordinator") == [("new", "案件の準備（会議は未定）")]
    item = household.invited("elderly")
    with cast.acting("coordinator") as by:
        adjourn_item(item=household.now(item), reason="座長が不在", by=by, at=by.at)
    assert sorted(shown(cast, "coordinator")) == [
        ("new", "案件の準備（会議は未定）"), ("new", "案件の準備（会議は未定）"),
    ]  # fmt: skip
    assert shown(cast, "elderly") == []


def test_what_was_put_off_is_not_late_after_the_meeting_that_is_over(cast, household):
    item = household.invited("elderly")
    with cast.acting("coordinator") as by:
        adjourn_item(item=household.now(item), reason="座長が不在", by=by, at=by.at)
    cast.at = SITS_AT + timedelta(days=3)
    assert shown(cast, "coordinator") == [("new", "案件の準備（会議は未定）")]
