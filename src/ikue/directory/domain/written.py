"""発令・解任・代理 as the keeper writes them: it asks who may, the application cannot write."""

from datetime import date, datetime
from typing import Any

from django.db import connection

from ikue.directory.models import Appointment, Cover


def write_appointment(appointment: Appointment) -> Appointment:
    """By a manager for the own window (`GIVEN_BY_MANAGER`) or by システム管理者, never for oneself
    and never for days that have passed; `appointed_by` is whoever acts, and kept as it stands where
    the ward's staff is loaded. Raises DatabaseError."""
    one = appointment
    _ask(
        "appoint", one.pk, one.account_id, one.window_id, one.role, one.starts_at, one.ends_at,
        one.concurrent, one.secrecy_acknowledged_on, one.order_number, one.appointed_by_id,
    )  # fmt: skip
    return appointment


def write_end(appointment: Appointment, *, at: datetime) -> None:
    """By システム管理者; by the window's manager, the own office and what a manager gives. Never
    for a moment that has passed, nor for a later one than stands there. Raises DatabaseError."""
    _ask("end_appointment", appointment.pk, at)


def write_secrecy(appointment: Appointment, *, on: date) -> None:
    """By the one appointed, or by a window in whose item they are a member; not for a day to come.
    Raises DatabaseError."""
    _ask("acknowledge_secrecy", appointment.pk, on)


def write_cover(cover: Cover) -> Cover:
    """By the window's manager or 主任, within the window. Raises DatabaseError."""
    _ask(
        "add_cover", cover.pk, cover.absent_id, cover.deputy_id, cover.from_on, cover.to_on,
        cover.reason,
    )  # fmt: skip
    return cover


def write_cover_end(cover: Cover, *, at: datetime) -> None:
    """By whoever arranges covers, from now on or later. Raises DatabaseError."""
    _ask("end_cover", cover.pk, at)


def _ask(function: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT wall.{function}({', '.join(['%s'] * len(values))})", values)
