"""追記: what the caller said besides, or a correction; the first words stay as they were said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ikue.directory.models import Appointment
from ikue.directory.viewers import Viewer
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.consultation.models import Addition, Consultation
from ikue.programmes.consultation.rules import received_it


class AdditionEmpty(Expected):
    """Nothing was written; the message is for the clerk."""


@dataclass(frozen=True, kw_only=True)
class Added:
    """An addition as the page of the reception shows it."""

    body: str
    at: datetime
    who: str


def add_to_reception(
    *, consultation: Consultation, body: str, by: Viewer, at: datetime
) -> Addition:
    """Written below 話されたこと with time and writer. Raises NotAllowed, AdditionEmpty."""
    if not received_it(by, consultation):
        raise NotAllowed("add_to_reception")
    if not body:
        raise AdditionEmpty("書き足すことを書いてください。")
    return Addition.objects.create(
        circle_id=consultation.circle_id, owner_window_id=consultation.owner_window_id,
        written_by_id=by.appointment_id, consultation=consultation,
        person_id=consultation.person_id, body=body, added_at=at,
    )  # fmt: skip


def additions_of(consultation: Consultation) -> tuple[Added, ...]:
    """In the order in which they were written; whoever may read the reception reads them."""
    rows = list(Addition.objects.filter(consultation=consultation).order_by("added_at"))
    names = _names({row.written_by_id for row in rows})
    return tuple(
        Added(body=row.body, at=row.added_at, who=names.get(row.written_by_id, "")) for row in rows
    )


def _names(appointment_ids: Iterable[UUID]) -> dict[UUID, str]:
    wanted = list(appointment_ids)
    rows = Appointment.objects.filter(pk__in=wanted) if wanted else Appointment.objects.none()
    return dict(rows.values_list("pk", "account__name"))
