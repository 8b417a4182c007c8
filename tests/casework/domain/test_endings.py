"""How a case ends: with somebody who accompanies, asked after; by death; by moving away."""

import pytest

from ikue.casework.domain.cases import (
    HandOverBook,
    Next,
    hand_over_case,
    reopen_case,
    set_next_action,
    suspend_case,
)
from ikue.casework.domain.ending import (
    Completion,
    FollowUp,
    complete_case,
    follow_up,
    record_death,
)
from ikue.casework.domain.referrals import recall_referral
from ikue.casework.models import Case, Entry, Plan, Referral
from ikue.desk.domain.papers import write_note
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed, NotPossible
from ikue.people.domain.persons import support_person
from ikue.people.models import Person
from ikue.sharing.enums import Basis
from tests.factories.coordination import in_days, supported_8050
from tests.factories.referrals import send
from tests.standing import standing

pytestmark = pytest.mark.django_db
OUTSIDERS = ("elderly", "coordinator", "women", "outsider", "auditor")


@standing
def case(cast):
    return supported_8050(cast)


def completed(cast, *, by="desk", **changes):
    ended = {"reason": "achieved", "lead_afterwards": "包括", "follow_up_on": in_days(cast, 90)}
    with cast.acting(by) as viewer:
        return complete_case(
            case=Case.objects.get(), completion=Completion(**(ended | changes)), by=viewer,
            at=viewer.at,
        )  # fmt: skip


def asked_after(cast, *, by="desk", **changes):
    found = FollowUp(**({"found": "元気に過ごしている"} | changes))
    with cast.acting(by) as viewer:
        return follow_up(case=Case.objects.get(), follow_up=found, by=viewer, at=viewer.at)


# what stands in the way


def test_a_running_plan_is_ended_first(cast, case):
    """Kept by whom it may: the lead need not read it to be told."""
    with cast.acting("desk") as by:
        Plan.objects.create(
            circle_id=case.circle_id, owner_window_id=by.window_id, case_id=case.pk, edition=1,
            written_by_id=by.appointment_id, state="in_force", lead_window_id=by.window_id,
            next_review_on=in_days(cast, 30), decided_on=in_days(cast, 0),
            decided_by_id=by.appointment_id,
        )  # fmt: skip
    with pytest.raises(Expected, match="先に評価をして、プランを終えてください"):
        completed(cast)
    with cast.acting("desk"):
        Plan.objects.update(state="ended")
    assert completed(cast).state == "completed"


# death


def died(cast, given_name, by="desk"):
    with cast.acting(by) as viewer:
        person = Person.objects.get(given_name=given_name)
        record_death(person=person, on=in_days(cast, -1), by=viewer, at=viewer.at)


def test_death_ends_a_case_without_a_follow_up(cast, case):
    with pytest.raises(Expected, match="支援している方がほかにいます"):
        completed(cast, reason="died", lead_afterwards="", follow_up_on=None)
    died(cast, "トメ")
    ended = completed(cast, reason="died", lead_afterwards="")
    assert (ended.state, ended.follow_up_on, ended.awaits_follow_up) == ("completed", None, False)


def test_not_while_somebody_else_is_supported(cast, case):
    with cast.acting("desk") as by:
        son = Person.objects.get(given_name="一郎")
        support_person(person_id=son.pk, circle_id=son.circle_id, by=by, at=by.at)
    died(cast, "トメ")
    with pytest.raises(Expected, match="ケースは続けるか、ほかの理由で終えてください"):
        completed(cast, reason="died")
    with cast.acting("desk"):
        assert Case.objects.get().state == "open"


# moving away


def to_other_municipality(cast, case, basis=Basis.OTHER_PUBLIC_BODY):
    return send(cast, case.circle_id, to_agency="other_municipality", basis=basis)


def test_a_move_is_passed_on_or_said_why_not(cast, case):
    with pytest.raises(Expected, match="転出先の自治体へまだ引き継いでいません"):
        completed(cast, reason="moved", lead_afterwards="", follow_up_on=None)
    to_other_municipality(cast, case)
    assert completed(cast, reason="moved", lead_afterwards="転出先の自治体").state == "completed"


def test_what_was_recalled_was_not_passed_on(cast, case):
    sent = to_other_municipality(cast, case)
    with cast.acting("desk") as by:
        referral = Referral.objects.get(pk=sent.pk)
        recall_referral(referral=referral, reason="行き先ちがい", by=by, at=by.at)
    with pytest.raises(Expected, match="転出先の自治体へまだ引き継いでいません"):
        completed(cast, reason="moved")


def test_a_telephone_call_in_an_emergency_is_no_hand_over(cast, case):
    to_other_municipality(cast, case, basis=Basis.EMERGENCY_DISCLOSURE)
    with pytest.raises(Expected, match="転出先の自治体へまだ引き継いでいません"):
        completed(cast, reason="moved")


def test_not_passed_on_with_a_reason(cast, case):
    ended = completed(
        cast,
        reason="moved",
        lead_afterwards="",
        follow_up_on=None,
        not_transferred="本人が望まない",
    )
    assert ended.lead_afterwards == "引き継がない（本人が望まない）"


# asked after


def test_at_three_and_six_months_and_then_let_be(cast, case):
    completed(cast)
    cast.later(days=90)
    asked_after(cast, next_on=in_days(cast, 92), counterpart="family")
    cast.later(days=92)
    asked_after(cast)
    with cast.acting("desk"):
        found = Case.objects.get()
        assert (found.state, found.awaits_follow_up, found.follow_up_done_at) == (
            "completed", False, cast.at,
        )  # fmt: skip
        entries = Entry.objects.order_by("at")
        assert [(one.kind, one.counterpart) for one in entries] == [
            ("follow_up", "family"), ("follow_up", "person"),
        ]  # fmt: skip
    with pytest.raises(Expected, match="残っているフォローはありません"):
        asked_after(cast)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"found": ""}, "分かったことを書いてください。"),
        ({"next_on": "today"}, "次のフォローの日は、きょうより後の日にしてください。"),
    ],
)
def test_what_is_missing_is_said(cast, case, changes, sentence):
    completed(cast)
    if "next_on" in changes:
        changes = {"next_on": in_days(cast, 0)}
    with pytest.raises(Expected, match=sentence):
        asked_after(cast, **changes)


def test_who_is_supported_is_not_asked_after(cast, case):
    with pytest.raises(Expected, match="このケースは終結していません"):
        asked_after(cast)


@pytest.mark.parametrize("name", OUTSIDERS)
def test_nobody_else_asks(cast, case, name):
    completed(cast)
    asked_after(cast, by="desk_colleague", next_on=in_days(cast, 30))
    with pytest.raises((NotAllowed, Case.DoesNotExist)):
        asked_after(cast, by=name)


def test_taken_up_again_from_a_follow_up(cast, case):
    completed(cast)
    cast.later(days=90)
    asked_after(cast, found="また部屋から出られない", next_on=in_days(cast, 30))
    with cast.acting("desk") as by:
        again = reopen_case(
            case=Case.objects.get(), responsible=cast.appointment("desk"),
            next_action=Next(what="訪問", due_on=in_days(cast, 2)), by=by, at=by.at,
        )  # fmt: skip
        assert (again.state, again.follow_up_on, again.follow_up_done_at) == ("open", None, None)


# suspended


def test_a_suspended_case_is_looked_at_monthly(cast, case):
    def suspended(on):
        with cast.acting("desk") as by:
            suspend_case(
                case=Case.objects.get(), reason="hospital", look_again_on=on, by=by, at=by.at
            )

    for days in (0, 31):
        with pytest.raises(Expected, match="令和8年12月24日までの日にしてください"):
            suspended(in_days(cast, days))
    suspended(in_days(cast, 30))
    later = Next(what="見直し", due_on=in_days(cast, 40))
    with cast.acting("desk") as by, pytest.raises(Expected, match="月に一度は様子を見ます"):
        set_next_action(case=Case.objects.get(), next_action=later, by=by, at=by.at)


# from an old tab


def old_tab(cast, case):
    """Every verb of a case with the copy that was on the screen before it ended."""
    later = Next(what="訪問", due_on=in_days(cast, 3))
    ended = Completion(reason="declined")
    return {
        "next": lambda by: set_next_action(case=case, next_action=later, by=by, at=by.at),
        "suspend": lambda by: suspend_case(
            case=case, reason="hospital", look_again_on=in_days(cast, 3), by=by, at=by.at
        ),
        "complete": lambda by: complete_case(case=case, completion=ended, by=by, at=by.at),
        "hand_over": lambda by: hand_over_case(
            case=case, to=cast.appointment("chief"), reason="異動", book=HandOverBook(), by=by,
            at=by.at,
        ),
        "note": lambda by: write_note(
            case=case, book=HandOverBook(promise="火曜"), by=by, at=by.at
        ),
    }  # fmt: skip


@pytest.mark.parametrize("verb", ["next", "suspend", "complete", "hand_over", "note"])
def test_a_completed_case_is_not_changed_from_an_old_tab(cast, case, verb):
    with cast.acting("desk"):
        held = Case.objects.get()
    completed(cast, by="desk_colleague")
    with cast.acting("desk") as by, pytest.raises((Expected, NotPossible), match="終結"):
        old_tab(cast, held)[verb](by)
    with cast.acting("desk"):
        assert Case.objects.get().state == "completed"
