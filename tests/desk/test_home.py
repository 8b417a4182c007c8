"""いま私に by hand-made situations: who sees which row, in which list, with which words."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ikue.audit import looking
from ikue.casework.domain.clocks import answer_due
from ikue.casework.domain.ending import Completion, complete_case
from ikue.casework.domain.referrals import (
    Sending,
    Words,
    confirm_arrival,
    hold_referral,
    send_referral,
)
from ikue.casework.enums import ReferralClock
from ikue.casework.models import Case, Referral
from ikue.desk.domain.casefile import open_file
from ikue.desk.domain.home import home
from ikue.desk.domain.household import add_life_event
from ikue.desk.domain.queue import queue
from ikue.desk.domain.staffing import loads
from ikue.directory.domain.appointments import cover
from ikue.directory.models import Window
from ikue.kernel.clock import TOKYO
from ikue.people.models import Person
from ikue.programmes.consultation.domain.screening import work_toward_consent
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.enums import Basis, FieldClass

pytestmark = pytest.mark.sampled

LISTS = ("urgent", "overdue", "new", "answers", "today", "waiting")


def shown(ward, name):
    """List → (household, words, mark) of every row."""
    with ward.cast.acting(name) as viewer:
        found = home(viewer)
    return {
        wanted: [(row.name, row.what, row.mark) for row in getattr(found, wanted)]
        for wanted in LISTS
        if getattr(found, wanted)
    }


def test_an_urgent_referral_is_urgent_on_both_sides_until_the_person_was_met(ward):
    ward.referral(clock=ReferralClock.TODAY)
    assert shown(ward, "elderly") == {
        "urgent": [
            ("髙橋さん世帯", "サポートデスクから今日中（電話・1時間）。返事をする番です", "")
        ]
    }
    owed = ("髙橋さん世帯", "包括 荒川からの返事がまだです。まだ読まれていません", "")
    assert shown(ward, "desk") == {"urgent": [owed]}


@pytest.mark.parametrize(
    ("clock", "days"), [(ReferralClock.TODAY, 0), (ReferralClock.CHILD_ABUSE, 2)]
)
def test_accepted_it_stays_urgent_until_the_person_was_met(ward, clock, days):
    referral = ward.referral(clock=clock)
    ward.accept(referral, in_days=days)
    day = "11月26日" if days else "11月24日"
    both = {
        "elderly": "サポートデスクから引き受けました。会えたら「本人とつながった」を記録します",
        "desk": f"包括 荒川の大山 ふみさんが引き受けました（最初の連絡 {day}）",
    }
    for name, words in both.items():
        assert shown(ward, name)["urgent"] == [("髙橋さん世帯", words, "")], name
    ward.cast.later(days=9)
    assert [row[1] for row in shown(ward, "desk")["urgent"]] == [both["desk"]]
    with ward.cast.acting("elderly") as by:
        row = Referral.objects.get(pk=referral.pk)
        confirm_arrival(referral=row, met_at=by.at, how="訪問した", by=by, at=by.at)
    assert ["urgent" in shown(ward, name) for name in both] == [False, False]


def test_refused_it_stays_urgent_until_somebody_else_is_asked(ward):
    """The person still has nowhere to sleep tonight."""
    refused = ward.referral(clock=ReferralClock.TODAY)
    ward.decline(refused)
    back = "包括 荒川が引き受けられないとの返事。代わりの案：南千住の窓口"
    assert back in [row[1] for row in shown(ward, "desk")["urgent"]]
    ward.cast.later(minutes=5)
    with ward.cast.acting("desk") as by:
        sending = Sending(
            person_ids=(Consultation.objects.get(circle_id=refused.circle_id).person_id,),
            basis=Basis.WARD_PURPOSE, clock=ReferralClock.TODAY,
            to_window=Window.objects.get(code="core_consultation_center"),
            words=Words(question="今夜の泊まる所をお願いします"),
        )  # fmt: skip
        send_referral(circle_id=refused.circle_id, sending=sending, by=by, at=by.at)
    found = shown(ward, "desk")
    assert back not in [row[1] for row in found["urgent"]]
    assert back in [row[1] for row in found["answers"]]


def test_an_ordinary_referral_is_new_to_the_receivers_window(ward):
    ward.referral()
    expected = [("髙橋さん世帯", "サポートデスクからつなぎ。返事をする番です", "")]
    assert shown(ward, "elderly") == {"new": expected}
    assert shown(ward, "elderly_manager") == {"new": expected}
    assert shown(ward, "desk_colleague") == {}


def test_past_its_limit_it_is_overdue_on_both_sides(ward):
    ward.referral()
    ward.cast.later(days=6)
    assert list(shown(ward, "elderly")) == ["overdue"]
    rows = shown(ward, "desk")["overdue"]
    assert ("髙橋さん世帯", "包括 荒川からの返事がまだです。まだ読まれていません", "") in rows


def test_after_a_business_day_more_it_stands_before_the_senders_manager(ward):
    ward.referral()
    ward.cast.later(days=3, hours=9)
    assert "overdue" not in shown(ward, "manager")
    ward.cast.later(days=3)
    assert [row[2] for row in shown(ward, "manager")["overdue"]] == [
        "課長へ（相田 まどかさんが送ったつなぎ）"
    ]


def test_a_refusal_comes_back_with_its_proposal(ward):
    ward.decline(ward.referral())
    what = "包括 荒川が引き受けられないとの返事。代わりの案：南千住の窓口"
    assert shown(ward, "desk")["answers"] == [("髙橋さん世帯", what, "")]
    assert shown(ward, "desk_colleague") == {}


def test_an_acceptance_names_who_and_when(ward):
    ward.accept(ward.referral())
    what = "包括 荒川の大山 ふみさんが引き受けました（最初の連絡 11月26日）"
    assert shown(ward, "desk")["answers"] == [("髙橋さん世帯", what, "")]


def test_a_case_is_due_today_then_overdue(ward):
    ward.case(due_on=date(2026, 11, 25))
    assert shown(ward, "desk") == {}
    ward.cast.later(days=1)
    assert shown(ward, "desk") == {"today": [("髙橋さん世帯", "訪問して話を聞く", "")]}
    ward.cast.later(days=1)
    assert shown(ward, "desk") == {"overdue": [("髙橋さん世帯", "訪問して話を聞く", "")]}


def test_a_deputy_sees_the_absent_colleagues_work_and_is_told_so(ward):
    ward.case(due_on=date(2026, 11, 25))
    cover(
        absent=ward.cast.appointment("desk"), deputy=ward.cast.appointment("desk_colleague"),
        from_on=date(2026, 11, 25), to_on=date(2026, 11, 27),
    )  # fmt: skip
    assert shown(ward, "desk_colleague") == {}
    ward.cast.later(days=1)
    assert shown(ward, "desk_colleague") == {
        "today": [("髙橋さん世帯", "訪問して話を聞く", "相田 まどかさんの代理")]
    }


def test_a_stopped_account_leaves_its_case_with_the_manager_at_once(ward):
    ward.case()
    assert shown(ward, "manager") == {}
    account = ward.cast.appointment("desk").account
    account.stopped_at = ward.cast.at
    account.save()
    words = "担当者がいなくなりました。次の担当者を決めてください：訪問して話を聞く"
    assert shown(ward, "manager") == {
        "new": [("髙橋さん世帯", words, "引継ぎ待ち（相田 まどかさんの分）")]
    }


def test_a_case_that_was_handed_over_is_new_for_a_week(ward):
    case = ward.case(due_on=date(2026, 12, 24))
    ward.hand_over(case, by="desk", to="desk_colleague")
    what = "相田 まどかさんから引き継ぎました：訪問して話を聞く"
    assert shown(ward, "desk_colleague") == {"new": [("髙橋さん世帯", what, "")]}
    assert shown(ward, "desk") == {}
    ward.cast.later(days=8)
    assert shown(ward, "desk_colleague") == {}


def test_the_coordinator_sees_a_stub_without_persons(ward):
    ward.referral()
    with ward.cast.acting("coordinator") as viewer:
        stubs = home(viewer).stubs
    assert [(stub.sender, stub.receiver, stub.kind, stub.days) for stub in stubs] == [
        ("サポートデスク", "包括 荒川", "つなぎ", 0)
    ]


def test_a_hold_moves_the_limit_of_a_stub_but_not_of_an_urgent_one(ward):
    ordinary, urgent = ward.referral(), ward.referral(clock=ReferralClock.TODAY)
    today = ward.cast.at.date()
    for one, until in ((ordinary, today + timedelta(days=20)), (urgent, today)):
        with ward.cast.acting("elderly") as viewer:
            hold_referral(
                referral=Referral.objects.get(pk=one.pk), reason="確認中", until=until,
                by=viewer, at=ward.cast.at,
            )  # fmt: skip
    with ward.cast.acting("coordinator") as viewer:
        dues = {stub.due for stub in home(viewer).stubs}
    with ward.cast.acting("desk"):
        held = Referral.objects.get(pk=ordinary.pk)
        assert dues == {answer_due(held), urgent.limit_at}
        assert answer_due(held).date() == today + timedelta(days=20) > held.limit_at.date()
    ward.cast.later(hours=2, minutes=1)
    with ward.cast.acting("night_duty") as viewer:
        assert [stub.due for stub in home(viewer).urgent_stubs] == [urgent.limit_at]


def test_the_night_duty_sees_an_urgent_one_an_hour_past_its_limit(ward):
    ward.referral(clock=ReferralClock.TODAY)
    ward.cast.later(hours=1, minutes=59)
    with ward.cast.acting("night_duty") as viewer:
        assert home(viewer).urgent_stubs == ()
    ward.cast.later(minutes=2)
    with ward.cast.acting("night_duty") as viewer:
        stubs = home(viewer).urgent_stubs
    assert [(stub.sender, stub.receiver) for stub in stubs] == [("サポートデスク", "包括 荒川")]
    with ward.cast.acting("outsider") as viewer:
        assert home(viewer).urgent_stubs == ()


def test_a_reception_whose_referral_was_taken_leaves_every_open_list(ward):
    """It never falls overdue at the sender; what was declined comes back and stays."""
    ward.accept(ward.referral())
    ward.cast.later(days=30)
    with ward.cast.acting("desk") as viewer:
        found = home(viewer)
        assert (found.open_receptions, found.overdue, queue(viewer).receptions) == (0, (), ())
    with ward.cast.acting("manager") as viewer:
        assert {load.receptions for load in loads(viewer)} == {0}
    ward.decline(ward.referral())
    with ward.cast.acting("desk") as viewer:
        assert (home(viewer).open_receptions, len(queue(viewer).receptions)) == (1, 1)
    with ward.cast.acting("manager") as viewer:
        assert [load.receptions for load in loads(viewer) if load.receptions] == [1]


def test_life_events_stand_ahead_for_ninety_days(ward):
    case = ward.case()
    today = ward.cast.at.date()
    with ward.cast.acting("desk") as viewer:
        person = Person.objects.get(given_name="トメ")
        for days, note in ((-1, "済"), (0, "今日"), (90, "間に合う"), (91, "まだ")):
            add_life_event(
                case_id=case.pk, person_id=person.pk, kind="discharge",
                on=today + timedelta(days=days), note=note, by=viewer,
            )  # fmt: skip
        assert [(row.name, row.what) for row in home(viewer).ahead] == [
            ("髙橋さん世帯", "退院：今日"),
            ("髙橋さん世帯", "退院：間に合う"),
        ]
        file = open_file(viewer, Case.objects.get().pk)
    assert [(day.who, day.note) for day in file.ahead] == [
        ("髙橋 トメ", "今日"),
        ("髙橋 トメ", "間に合う"),
    ]
    with ward.cast.acting("desk_colleague") as viewer:
        assert home(viewer).ahead == ()


def test_an_urgent_reception_is_the_whole_windows_until_it_is_screened(ward):
    reception = ward.urgent(ago=65)
    row = ("林さん世帯", "今日中の相談：今夜食べるものがない")
    assert shown(ward, "desk") == {"urgent": [(*row, "")]}
    for name in ("desk_colleague", "chief", "manager"):
        assert shown(ward, name) == {"urgent": [(*row, "担当：相田 まどかさん")]}, name
    for name in ("elderly", "coordinator", "outsider"):
        assert shown(ward, name) == {}, name
    with ward.cast.acting("desk_colleague") as viewer:
        (urgent,) = home(viewer).urgent
    assert urgent.due == datetime(2026, 11, 24, 9, 25, tzinfo=TOKYO)
    with ward.cast.acting("desk") as viewer:
        work_toward_consent(
            consultation=Consultation.objects.get(pk=reception.pk), next_what="電話する",
            next_on=date(2026, 11, 30), by=viewer, at=ward.cast.at,
        )  # fmt: skip
    for name in ("desk", "desk_colleague"):
        assert shown(ward, name) == {}, name


def test_a_deputy_stands_in_for_the_urgent_one_of_the_absent_colleague(ward):
    cover(
        absent=ward.cast.appointment("desk"), deputy=ward.cast.appointment("desk_colleague"),
        from_on=date(2026, 11, 24), to_on=date(2026, 11, 24),
    )  # fmt: skip
    ward.urgent()
    assert [row[2] for row in shown(ward, "desk_colleague")["urgent"]] == ["相田 まどかさんの代理"]


def make(ward, count):
    for _ in range(count):
        ward.urgent()
        ward.referral()
        ward.case(due_on=date(2026, 11, 25))
        ward.decline(ward.referral())
    ward.cast.later(days=2)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("desk", 9), ("elderly", 9), ("manager", 9), ("coordinator", 9)]
)
def test_queries_do_not_grow_with_the_rows(ward, name, queries, count):
    make(ward, count)
    with ward.cast.acting(name) as viewer, CaptureQueriesContext(connection) as captured:
        home(viewer)
    assert len(captured) == queries


def test_a_follow_up_after_the_end_comes_back_on_its_day(ward):
    case = ward.case(due_on=date(2026, 11, 27))
    with ward.cast.acting("desk") as viewer:
        complete_case(
            case=Case.objects.get(pk=case.pk), by=viewer, at=viewer.at,
            completion=Completion(
                reason="achieved", lead_afterwards="地域包括 荒川", follow_up_on=date(2026, 12, 1)
            ),
        )  # fmt: skip
    assert shown(ward, "desk") == {}
    ward.cast.later(days=7)
    expected = ("髙橋さん世帯", "終えた後のフォローの日です：見守り 地域包括 荒川", "")
    with looking.collect() as looked:
        assert shown(ward, "desk") == {"today": [expected]}
    assert any(classes & FieldClass.F3 for classes in looked.classes.values())
    ward.cast.later(days=1)
    assert shown(ward, "desk") == {"overdue": [expected]}
    assert shown(ward, "elderly") == {}
