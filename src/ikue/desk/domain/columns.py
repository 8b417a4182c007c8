"""Names of windows and staff fetched beside a row, so that a list needs no second query."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from ikue.casework.models import NextAction
from ikue.directory.models import Agency, Appointment, Window


def window_name(column: str) -> Subquery:
    return Subquery(Window.objects.filter(pk=OuterRef(column)).values("short_name")[:1])


def agency_name(column: str) -> Subquery:
    return Subquery(Agency.objects.filter(code=OuterRef(column)).values("name")[:1])


def staff_name(column: str) -> Subquery:
    return Subquery(Appointment.objects.filter(pk=OuterRef(column)).values("account__name")[:1])


def is_served(responsible: str, window: str, at: datetime) -> Exists:
    """`responsibility.is_serving` for a whole list: appointed there, in force, able to come in."""
    return Exists(
        Appointment.objects.serving(at).filter(pk=OuterRef(responsible), window_id=OuterRef(window))
    )


def next_action(column: str) -> Subquery:
    """`what` or `owner_window_id` of the standing action of a case, where it may be read."""
    standing: QuerySet[Any] = NextAction.objects.filter(case=OuterRef("pk"), done_at=None)
    return Subquery(standing.values(column)[:1])


def answers_for(viewer_is_manager: bool, appointments: tuple[Any, ...]) -> Q:
    """Mine and those I act for; for a manager also what has nobody else at the window."""
    mine = Q(responsible_id__in=appointments)
    return mine | Q(served=False) if viewer_is_manager else mine
