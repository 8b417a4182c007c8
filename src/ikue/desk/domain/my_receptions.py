"""Open receptions (相談受付) a viewer answers for: fresh ones, and those with a date to keep."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from ikue.desk.domain.my_cases import mark_of
from ikue.desk.domain.rows import Item, Row, Section, Target
from ikue.directory.domain.columns import is_served, staff_name
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.programmes.consultation.domain.waiting import (
    due_of,
    is_urgent,
    on_the_clock,
    still_open,
)
from ikue.programmes.consultation.enums import ConsultationState
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.domain.naming import Lying

EXCERPT = 30


@dataclass(frozen=True, kw_only=True)
class MyReception:
    id: UUID
    number: str
    state: str
    lying: Lying
    due: date | datetime | None
    is_urgent: bool
    said: str
    responsible_id: UUID
    responsible_name: str
    served: bool
    referral_id: UUID | None

    @property
    def state_words(self) -> str:
        return ConsultationState(self.state).label


def my_receptions(viewer: Viewer) -> list[MyReception]:
    """Those the viewer answers for, and the urgent ones of the whole window until screened."""
    return mine_of(viewer, window_receptions(viewer))


def mine_of(viewer: Viewer, receptions: Iterable[MyReception]) -> list[MyReception]:
    """Those of the window's that concern the viewer, as `columns.answers_for` says it in SQL; the
    home counts the others too, and asks for all of them once."""
    return [
        one
        for one in receptions
        if one.is_urgent
        or one.responsible_id in viewer.appointment_ids
        or (viewer.is_manager and not one.served)
    ]


def window_receptions(viewer: Viewer) -> list[MyReception]:
    """Every open reception of the viewer's windows (窓口の受付箱)."""
    return [_reception(row) for row in _open(viewer)]


def _open(viewer: Viewer) -> QuerySet[Consultation]:
    return (
        on_the_clock(still_open())
        .filter(owner_window_id__in=viewer.window_ids)
        .annotate(
            served=is_served("responsible_id", "owner_window_id", viewer.at),
            responsible_name=staff_name("responsible_id"),
        )
        .order_by("next_on", "received_at")
    )


def _reception(row: Consultation) -> MyReception:
    return MyReception(
        id=row.pk,
        number=row.number,
        state=row.state,
        lying=Lying(circle_id=row.circle_id, owner_window_id=row.owner_window_id),
        due=due_of(row),
        is_urgent=is_urgent(row),
        said=row.next_what or excerpt(row.complaint),
        responsible_id=row.responsible_id,
        responsible_name=vars(row)["responsible_name"] or "",
        served=vars(row)["served"],
        referral_id=row.referral_id,
    )


def excerpt(text: str) -> str:
    first = text.strip().split("\n")[0]
    return first if len(first) <= EXCERPT else f"{first[:EXCERPT]}…"


def reception_items(viewer: Viewer, receptions: list[MyReception]) -> Iterator[Item]:
    today = clock.today(viewer.at)
    for reception in receptions:
        section = _section(reception, today)
        if section is not None:
            yield reception_item(reception, viewer, section)


def _section(reception: MyReception, today: date) -> Section | None:
    if reception.is_urgent:
        return Section.URGENT
    due_on = clock.today(reception.due) if isinstance(reception.due, datetime) else reception.due
    if due_on is not None and due_on < today:
        return Section.OVERDUE
    if not reception.served:
        return Section.NEW
    return Section.TODAY if due_on == today else None


def reception_item(reception: MyReception, viewer: Viewer, section: Section) -> Item:
    return Item(
        section=section,
        lying=reception.lying,
        said=reception.said,
        row=Row(
            target=Target.CONSULTATION,
            record_id=reception.id,
            name=f"受付 {reception.number}",
            what=_what(reception),
            verb="振り分ける" if reception.state == ConsultationState.RECEIVED else "開く",
            due=reception.due,
            owner="こちらの期限" if reception.is_urgent else "こちらの期日",
            mark=_mark(viewer, reception),
        ),
    )


def _mark(viewer: Viewer, reception: MyReception) -> str:
    """A colleague's urgent one says whose it is; it is not mine to stand in for."""
    if reception.served and reception.responsible_id not in viewer.appointment_ids:
        return in_charge(reception)
    return mark_of(
        viewer, reception.responsible_id, reception.responsible_name, served=reception.served
    )


def in_charge(reception: MyReception) -> str:
    return f"担当：{reception.responsible_name}さん"


def _what(reception: MyReception) -> str:
    return "今日中の相談" if reception.is_urgent else f"相談受付（{reception.state_words}）"
