"""期限, every expected moment computed by hand from the calendar of 2026 and 2027."""

from datetime import UTC, date, datetime

import pytest

from ikue.casework.domain.clocks import (
    answer_due,
    answer_limit,
    arrival_limit,
    escalation,
    first_contact_limit,
    overdue_since,
)
from ikue.casework.enums import Escalation, ReferralClock, ReferralState
from ikue.casework.models import Referral
from ikue.kernel.clock import TOKYO

pytestmark = pytest.mark.django_db
ORDINARY, TODAY, ABUSE = ReferralClock.ORDINARY, ReferralClock.TODAY, ReferralClock.CHILD_ABUSE


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def referral(clock=ORDINARY, *, sent: str, state=ReferralState.SENT, hold: str = "") -> Referral:
    return Referral(
        clock=clock,
        state=state,
        sent_at=at(sent),
        limit_at=answer_limit(clock, at(sent)),
        hold_until=date.fromisoformat(hold) if hold else None,
    )


@pytest.mark.parametrize(
    ("clock", "sent", "limit"),
    [
        # Three business days, the day of sending not counted, until closing time.
        (ORDINARY, "2026-11-16T09:00", "2026-11-19T17:15"),
        (ORDINARY, "2026-11-16T20:00", "2026-11-19T17:15"),
        # Thursday; Saturday, Sunday and Monday 11-23 (勤労感謝の日) lie between.
        (ORDINARY, "2026-11-19T10:00", "2026-11-25T17:15"),
        # Friday before the long weekend: Tue, Wed, Thu.
        (ORDINARY, "2026-11-20T17:10", "2026-11-26T17:15"),
        # Sent on the holiday itself and on the Saturday before: the same limit.
        (ORDINARY, "2026-11-23T12:00", "2026-11-26T17:15"),
        (ORDINARY, "2026-11-21T12:00", "2026-11-26T17:15"),
        # Over the year end: 12-28 is the last business day, 2027-01-04 (Mon) the next one.
        (ORDINARY, "2026-12-25T10:00", "2027-01-05T17:15"),
        (ORDINARY, "2026-12-28T10:00", "2027-01-06T17:15"),
        (ORDINARY, "2026-12-31T10:00", "2027-01-06T17:15"),
        # One hour and 48 hours run on the calendar, nights, weekends and holidays included.
        (TODAY, "2026-11-20T17:10", "2026-11-20T18:10"),
        (TODAY, "2026-12-31T23:30", "2027-01-01T00:30"),
        (ABUSE, "2026-11-20T17:10", "2026-11-22T17:10"),
        (ABUSE, "2026-12-31T08:00", "2027-01-02T08:00"),
    ],
)
def test_an_answer_is_owed_until(clock, sent, limit):
    assert answer_limit(clock, at(sent)) == at(limit).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "whose"),
    [
        ("2026-11-20T17:10", Escalation.NONE),
        ("2026-11-26T17:15", Escalation.NONE),
        ("2026-11-26T17:16", Escalation.SENDER),
        ("2026-11-26T23:59", Escalation.SENDER),
        ("2026-11-27T00:00", Escalation.MANAGER),
        ("2026-11-29T12:00", Escalation.MANAGER),
        ("2026-11-30T08:30", Escalation.COORDINATOR),
        ("2027-03-01T08:30", Escalation.COORDINATOR),
    ],
)
def test_an_ordinary_one_climbs_by_business_days(now, whose):
    assert escalation(referral(sent="2026-11-20T17:10"), at(now)) == whose


@pytest.mark.parametrize(
    ("clock", "now", "whose"),
    [
        # Friday 17:10 before three days off.
        (TODAY, "2026-11-20T18:10", Escalation.NONE),
        (TODAY, "2026-11-20T18:11", Escalation.MANAGER),
        (TODAY, "2026-11-20T19:10", Escalation.MANAGER),
        (TODAY, "2026-11-20T19:11", Escalation.NIGHT_DUTY),
        (TODAY, "2026-11-23T09:00", Escalation.NIGHT_DUTY),
        (ABUSE, "2026-11-22T17:10", Escalation.NONE),
        (ABUSE, "2026-11-22T17:11", Escalation.MANAGER),
        (ABUSE, "2026-11-22T18:11", Escalation.NIGHT_DUTY),
    ],
)
def test_an_urgent_one_climbs_by_the_hour_on_any_day(clock, now, whose):
    assert escalation(referral(clock, sent="2026-11-20T17:10"), at(now)) == whose


@pytest.mark.parametrize(
    ("hold", "due"),
    [
        ("2026-11-27", "2026-11-27T17:15"),
        ("2026-11-28", "2026-11-30T17:15"),
        ("2026-12-30", "2027-01-04T17:15"),
    ],
)
def test_a_hold_moves_the_limit_to_the_end_of_its_day(hold, due):
    held = referral(sent="2026-11-16T09:00", state=ReferralState.ON_HOLD, hold=hold)
    assert answer_due(held) == at(due)
    assert overdue_since(held, at(due)) is None
    assert overdue_since(held, at(due.replace("17:15", "17:16"))) == at(due)


def test_a_hold_never_stops_an_urgent_clock():
    held = referral(TODAY, sent="2026-11-20T17:10", state=ReferralState.ON_HOLD, hold="2026-12-01")
    assert answer_due(held) == at("2026-11-20T18:10")
    assert escalation(held, at("2026-11-20T19:11")) == Escalation.NIGHT_DUTY


@pytest.mark.parametrize("state", ["accepted", "declined", "recalled", "arrived", "done"])
def test_an_answered_one_is_never_overdue(state):
    answered = referral(sent="2026-11-16T09:00", state=state)
    assert overdue_since(answered, at("2027-11-16T09:00")) is None
    assert escalation(answered, at("2027-11-16T09:00")) == Escalation.NONE


def test_arrival_is_checked_fourteen_days_after_the_first_contact():
    accepted = referral(sent="2026-11-16T09:00", state=ReferralState.ACCEPTED)
    assert arrival_limit(accepted) is None
    accepted.first_contact_on = date(2026, 12, 20)
    assert arrival_limit(accepted) == date(2027, 1, 3)


@pytest.mark.parametrize(
    ("now", "day"),
    [("2026-11-20T10:00", date(2026, 11, 30)), ("2026-12-25T10:00", date(2027, 1, 7))],
)
def test_first_contact_within_five_business_days(now, day):
    assert first_contact_limit(at(now)) == day
