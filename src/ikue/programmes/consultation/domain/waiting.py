"""Which receptions still wait for the window that received them, and until when."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from ikue.casework.domain.clocks import URGENT_HOURS
from ikue.casework.domain.origins import Origin
from ikue.casework.enums import TAKEN
from ikue.directory.models import WardSetting
from ikue.kernel import clock
from ikue.programmes.consultation.enums import OPEN_STATES, ConsultationState, Urgency
from ikue.programmes.consultation.models import Consultation

UNSCREENED_TODAY = Q(urgency=Urgency.TODAY, state=ConsultationState.RECEIVED)
"""今日中, and nobody has screened it yet: the whole window's matter."""


def still_open() -> QuerySet[Consultation]:
    """Open, and if it was passed on, not yet taken by anybody (as invariant 1 counts them)."""
    taken = Q(referral__state__in=TAKEN)
    return Consultation.objects.filter(~taken, state__in=OPEN_STATES)


def on_the_clock(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """With what `due_of` asks for: the hours of an urgent one, as set on the day it came in."""
    day: Any = OuterRef("received_on")
    hours = WardSetting.objects.in_force(day).filter(key=URGENT_HOURS)
    return rows.annotate(
        received_on=TruncDate("received_at", tzinfo=clock.TOKYO),
        urgent_hours=Subquery(hours.values("value")[:1]),
    )


def is_urgent(consultation: Consultation) -> bool:
    """今日中, until it is screened; afterwards the date that was set then counts."""
    return (
        consultation.urgency == Urgency.TODAY and consultation.state == ConsultationState.RECEIVED
    )


def due_of(consultation: Consultation) -> date | datetime | None:
    """次の期日: of an urgent one the moment its clock runs out, of all others the day written down.

    `consultation` comes from `on_the_clock`.
    """
    if not is_urgent(consultation):
        return consultation.next_on
    return consultation.received_at + timedelta(hours=vars(consultation)["urgent_hours"])


def origin(circle_id: UUID) -> Origin | None:
    """The last reception of the circle, where this viewer may read it."""
    record = Consultation.objects.filter(circle_id=circle_id).order_by("received_at").last()
    if record is None:
        return None
    return Origin(
        reception_id=record.pk,
        window_id=record.owner_window_id,
        referral_id=record.referral_id,
        is_today=record.urgency == Urgency.TODAY,
        is_open=record.state in OPEN_STATES,
        caller=record.get_caller_display(),
        channel=record.get_channel_display(),
        urgency_reason=record.urgency_reason,
        person_id=record.person_id,
        complaint=record.complaint,
    )
