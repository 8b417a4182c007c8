"""Unanswered referrals without persons (coordinator_oversight): for the coordinator and 夜間当番.

Who asked, who was asked, how long: enough to telephone, nothing about anybody.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from ikue.casework.domain.clocks import due_of
from ikue.casework.enums import ReferralClock, ReferralKind
from ikue.directory.models import Agency, Window
from ikue.directory.viewers import Viewer
from ikue.kernel.businessdays import elapsed_business_days

HIDDEN = "（窓口名は伏せています）"


@dataclass(frozen=True, kw_only=True)
class Stub:
    sender: str
    sender_phone: str
    receiver: str
    receiver_phone: str
    kind: str
    sent_at: datetime
    days: int
    """Business days since it was sent."""
    due: datetime


def waiting_stubs(viewer: Viewer) -> list[Stub]:
    """What the coordinator watches over; empty for everybody else."""
    sql = (
        "SELECT from_window, to_window, agency, kind, sent_at, limit_at, clock, hold_until"
        " FROM wall.unanswered_referrals() ORDER BY sent_at"
    )
    return _stubs(viewer, sql, ReferralKind) if viewer.is_coordinator else []


def urgent_stubs(viewer: Viewer) -> list[Stub]:
    """Urgent ones that nobody answered twice over; for the 夜間当番 alone."""
    sql = (
        "SELECT from_window, to_window, agency, clock, sent_at, limit_at, clock, NULL"
        " FROM wall.urgent_unanswered() ORDER BY sent_at"
    )
    return _stubs(viewer, sql, ReferralClock) if viewer.window_code == "night_duty" else []


def _stubs(viewer: Viewer, sql: str, kinds: type[ReferralKind] | type[ReferralClock]) -> list[Stub]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall()
    windows = {row.pk: (row.short_name, row.phone) for row in Window.objects.all()} if rows else {}
    stubs = [_stub(row, windows, kinds, viewer.at) for row in rows]
    return sorted(stubs, key=lambda stub: stub.due)


def _stub(
    row: tuple[UUID | None, UUID | None, str, str, datetime, datetime, str, date | None],
    windows: dict[UUID, tuple[str, str]],
    kinds: type[ReferralKind] | type[ReferralClock],
    at: datetime,
) -> Stub:
    sender, receiver, agency, kind, sent_at, limit_at, clock, hold_until = row
    return Stub(
        sender=_name(windows, sender, "")[0],
        sender_phone=_name(windows, sender, "")[1],
        receiver=_name(windows, receiver, agency)[0],
        receiver_phone=_name(windows, receiver, agency)[1],
        kind=str(kinds(kind).label),
        sent_at=sent_at,
        days=elapsed_business_days(sent_at, at),
        due=due_of(kind=clock, limit_at=limit_at, held_until=hold_until),
    )


def _name(
    windows: dict[UUID, tuple[str, str]], window_id: UUID | None, agency: str
) -> tuple[str, str]:
    if window_id in windows and window_id is not None:
        return windows[window_id]
    if agency:
        found = Agency.objects.filter(code=agency).first()
        return (found.name if found else agency, "")
    return (HIDDEN, "")
