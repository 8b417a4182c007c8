"""Unanswered referrals without persons (coordinator_oversight): for the coordinator and 夜間当番.

Who asked, who was asked, how long: enough to telephone, nothing about anybody.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from ikue.casework.domain.clocks import due_of
from ikue.casework.enums import ReferralClock, ReferralKind
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
    if not viewer.is_coordinator:
        return []
    return _stubs(viewer, WAITING, ReferralKind)


def urgent_stubs(viewer: Viewer) -> list[Stub]:
    """Urgent ones that nobody answered twice over; for the 夜間当番 alone."""
    return _stubs(viewer, URGENT, ReferralClock) if viewer.window_code == "night_duty" else []


# With the names beside them: a stub is of use only with somebody to call.
NAMED = """
SELECT f.short_name, f.phone, coalesce(t.short_name, a.name, nullif(u.agency, '')), t.phone,
       {kind}, u.sent_at, u.limit_at, u.clock, {hold_until}
FROM wall.{function}() u
LEFT JOIN directory_window f ON f.id = u.from_window
LEFT JOIN directory_window t ON t.id = u.to_window
LEFT JOIN directory_agency a ON a.code = u.agency
ORDER BY u.sent_at
"""
WAITING = NAMED.format(function="unanswered_referrals", kind="u.kind", hold_until="u.hold_until")
URGENT = NAMED.format(function="urgent_unanswered", kind="u.clock", hold_until="NULL::date")


def _stubs(viewer: Viewer, sql: str, kinds: type[ReferralKind] | type[ReferralClock]) -> list[Stub]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        stubs = [_stub(row, kinds, viewer.at) for row in cursor.fetchall()]
    return sorted(stubs, key=lambda stub: stub.due)


def _stub(
    row: tuple[Any, ...], kinds: type[ReferralKind] | type[ReferralClock], at: datetime
) -> Stub:
    sender, sender_phone, receiver, receiver_phone, kind, sent_at, limit_at, clock, held = row
    return Stub(
        sender=sender or HIDDEN,
        sender_phone=sender_phone or "",
        receiver=receiver or HIDDEN,
        receiver_phone=receiver_phone or "",
        kind=str(kinds(kind).label),
        sent_at=sent_at,
        days=elapsed_business_days(sent_at, at),
        due=due_of(kind=clock, limit_at=limit_at, held_until=held),
    )
