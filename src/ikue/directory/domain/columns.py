"""Names and telephones of windows, agencies, staff beside a row: a list needs no second query."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery

from ikue.directory.models import Agency, Appointment, Window


def window_name(column: str) -> Subquery:
    return Subquery(Window.objects.filter(pk=OuterRef(column)).values("short_name")[:1])


def window_phone(column: str) -> Subquery:
    return Subquery(Window.objects.filter(pk=OuterRef(column)).values("phone")[:1])


def agency_name(column: str) -> Subquery:
    return Subquery(Agency.objects.filter(code=OuterRef(column)).values("name")[:1])


def staff_name(column: str) -> Subquery:
    return Subquery(Appointment.objects.filter(pk=OuterRef(column)).values("account__name")[:1])


def is_served(responsible: str, window: str, at: datetime) -> Exists:
    """`responsibility.is_serving` for a whole list: appointed there, in force, able to come in."""
    return Exists(
        Appointment.objects.serving(at).filter(pk=OuterRef(responsible), window_id=OuterRef(window))
    )
