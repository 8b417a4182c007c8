"""担当: every open case has one lead window, one person there and a next date, at every instant.

A planned move hands over in one transaction. When an account is stopped nothing waits: whoever
manages the window is responsible from that instant, derived from the appointment, and the case is
shown as waiting for its hand-over.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from ikue.directory.domain.queries import manager_of
from ikue.directory.models import Appointment, Window
from ikue.kernel.expected import Expected


@dataclass(frozen=True, kw_only=True)
class Responsible:
    """The person who answers for a case now; `awaits_hand_over` when it fell to the manager."""

    name: str
    awaits_hand_over: bool


def responsible_now(*, appointment_id: UUID, window_id: UUID, at: datetime) -> Responsible:
    found = responsibles_now([(appointment_id, window_id)], at=at)
    return found[(appointment_id, window_id)]


def responsibles_now(
    pairs: Iterable[tuple[UUID, UUID]], *, at: datetime
) -> dict[tuple[UUID, UUID], Responsible]:
    """For many records at once: (responsible appointment, lead window) → who answers now."""
    wanted = set(pairs)
    named = {
        row.pk: row
        for row in Appointment.objects.filter(
            pk__in={appointment for appointment, _ in wanted}
        ).select_related("account", "window")
    }
    managers: dict[UUID, Appointment | None] = {}
    return {pair: _responsible(pair, named, managers, at) for pair in wanted}


def _responsible(
    pair: tuple[UUID, UUID],
    named: dict[UUID, Appointment],
    managers: dict[UUID, Appointment | None],
    at: datetime,
) -> Responsible:
    appointment = named.get(pair[0])
    if appointment is not None and is_serving(appointment, pair[1], at):
        return Responsible(name=appointment.account.name, awaits_hand_over=False)
    if pair[1] not in managers:
        window = Window.objects.select_related("parent").get(pk=pair[1])
        managers[pair[1]] = manager_of(window, at)
    manager = managers[pair[1]]
    name = f"{manager.account.name}（課長・引継ぎ待ち）" if manager else "（課長も不在）"
    return Responsible(name=name, awaits_hand_over=True)


def is_serving(appointment: Appointment, window_id: UUID, at: datetime) -> bool:
    """Appointed at that window, in force, and able to open the door."""
    return appointment.window_id == window_id and appointment.is_serving(at)


class NobodyToAnswer(Expected):
    """The appointment cannot carry the work: wrong window, ended, or a stopped account."""


def require_serving(appointment: Appointment, *, window_id: UUID, at: datetime) -> None:
    if not is_serving(appointment, window_id, at):
        raise NobodyToAnswer(
            "選んだ担当者は、この窓口に今は所属していないか、利用を止められています。"
            "別の担当者を選んでください。"
        )


def require_admitted(appointment: Appointment, *, circle_id: UUID) -> None:
    """Nobody answers for a household from which they are excluded: kin, conflict, or whoever has
    answered for the other side of a separation."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.admits(%s, %s)", [circle_id, appointment.pk])
        if cursor.fetchone()[0]:
            return
    raise NobodyToAnswer(
        "選んだ担当者は、この世帯には関われません。別の担当者を選んでください。"
        "窓口にほかの人がいないときは、「つなぐ」で別の窓口に加わってもらい、"
        "受けてもらえたら、その窓口に担当を引き継いでください。"
    )
