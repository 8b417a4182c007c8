"""期限: limits in business days, urgent ones by the hour, and where an unanswered referral goes.

Settings are the ward's (defaults: flow of a case, clocks). What is overdue is derived, never
stored.
"""

from datetime import date, datetime, time, timedelta

from ikue.casework.enums import (
    UNANSWERED,
    Escalation,
    ReferralClock,
    ReferralKind,
    ReferralState,
    RoleState,
)
from ikue.casework.models import Referral, RoleAssignment
from ikue.directory.domain.queries import setting_number
from ikue.kernel import clock
from ikue.kernel.businessdays import add_business_days, elapsed_business_days, limit_after

URGENT_HOURS = "urgent_accept_hours"
"""The setting: how long an urgent one may wait for somebody to take it up."""

TO_COORDINATOR_AFTER = 2
"""Business days after the limit at which the coordinator sees it; the manager sees it at one."""
NIGHT_DUTY_AFTER = timedelta(hours=1)
"""How long after the limit of an urgent one the night duty is told, whatever the day."""


ANSWER_DAYS = {ReferralKind.MULTI_AGENCY.value: "multi_agency_answer_business_days"}
"""The setting for a kind of request that has one of its own."""


def answer_limit(kind: str, sent_at: datetime, *, asked: str = ReferralKind.LINK) -> datetime:
    """When the receiver owes an answer: business days of what was asked, or the hours of an urgent
    one."""
    on = clock.today(sent_at)
    if kind == ReferralClock.TODAY:
        return sent_at + timedelta(hours=setting_number(URGENT_HOURS, on))
    if kind == ReferralClock.CHILD_ABUSE:
        return sent_at + timedelta(hours=setting_number("child_abuse_hours", on))
    days = ANSWER_DAYS.get(asked, "referral_answer_business_days")
    return limit_after(sent_at, setting_number(days, on))


def arrival_limit(referral: Referral) -> date | None:
    """By when the receiver confirms that the person was really met (arrival proof)."""
    if referral.first_contact_on is None:
        return None
    days = setting_number("arrival_check_days", referral.first_contact_on)
    return referral.first_contact_on + timedelta(days=days)


def overdue_since(referral: Referral, at: datetime) -> datetime | None:
    """The moment since which the answer is owed; None while within the limit or answered."""
    if referral.state not in UNANSWERED:
        return None
    limit = answer_due(referral)
    return limit if at > limit else None


def escalation(referral: Referral, at: datetime) -> Escalation:
    """Whose list the unanswered referral stands on besides the receiver's.

    Ordinary: sender at the limit, manager after one business day, coordinator after two. Urgent:
    the manager at the limit, the night duty one hour later, holidays included.
    """
    since = overdue_since(referral, at)
    if since is None:
        return Escalation.NONE
    if referral.clock != ReferralClock.ORDINARY:
        late = at > since + NIGHT_DUTY_AFTER
        return Escalation.NIGHT_DUTY if late else Escalation.MANAGER
    days = elapsed_business_days(since, at)
    if days >= TO_COORDINATOR_AFTER:
        return Escalation.COORDINATOR
    return Escalation.MANAGER if days >= 1 else Escalation.SENDER


def answer_due(referral: Referral) -> datetime:
    """The moment until which an answer to this referral is owed."""
    held_until = referral.hold_until if referral.state == ReferralState.ON_HOLD else None
    return due_of(kind=referral.clock, limit_at=referral.limit_at, held_until=held_until)


def due_of(*, kind: str, limit_at: datetime, held_until: date | None) -> datetime:
    """A hold moves the limit, but never that of an urgent one.

    It ends with its last day's closing time, on the next business day where it is none.
    """
    if held_until is None or kind != ReferralClock.ORDINARY:
        return limit_at
    return limit_after(datetime.combine(held_until, time(), clock.TOKYO), 0)


def first_contact_limit(at: datetime) -> date:
    """The day until which the one who accepts at that moment makes contact."""
    on = clock.today(at)
    return add_business_days(on, setting_number("first_contact_business_days", on))


def urgent_until(referral: Referral, at: datetime) -> date | None:
    """The last day on which an urgent one waits for its first contact: the day on which somebody
    accepts 今日中, the end of the 48 hours of a child-abuse report. None for an ordinary one."""
    if referral.clock == ReferralClock.ORDINARY:
        return None
    if referral.clock == ReferralClock.TODAY:
        return clock.today(at)
    return max(clock.today(at), clock.today(referral.limit_at))


ROLE_DAYS = "role_countersign_business_days"
"""The setting: how long the answer to a role is awaited before it counts as 未了."""


def role_answer_days(on: date) -> int:
    return setting_number(ROLE_DAYS, on)


def role_limit(asked_at: datetime, days: int) -> datetime:
    """Until when whoever was asked owes an answer about a role; the plan runs meanwhile."""
    return limit_after(asked_at, days)


def is_unsettled(role: RoleAssignment, at: datetime, days: int) -> bool:
    """未了: declined, or asked and unanswered past its limit. Shown on both sides."""
    if role.state == RoleState.ASKED and role.asked_at is not None:
        return at > role_limit(role.asked_at, days)
    return role.state == RoleState.DECLINED
