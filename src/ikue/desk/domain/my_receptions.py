"""Open receptions (相談受付) a viewer answers for: fresh ones, and those with a date to keep."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from ikue.desk.domain.columns import answers_for, is_served, staff_name
from ikue.desk.domain.my_cases import mark_of
from ikue.desk.domain.rows import Item, Row, Section, Target
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.programmes.consultation.domain.waiting import still_open
from ikue.programmes.consultation.enums import ConsultationState, Urgency
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.domain.naming import Lying

EXCERPT = 30


@dataclass(frozen=True, kw_only=True)
class MyReception:
    id: UUID
    number: str
    state: str
    urgency: str
    lying: Lying
    received_at: datetime
    next_on: date | None
    said: str
    responsible_id: UUID
    responsible_name: str
    served: bool
    referral_id: UUID | None

    @property
    def is_urgent(self) -> bool:
        return self.urgency == Urgency.TODAY and self.state == ConsultationState.RECEIVED

    @property
    def state_words(self) -> str:
        return ConsultationState(self.state).label


def my_receptions(viewer: Viewer) -> list[MyReception]:
    rows = _open(viewer).filter(answers_for(viewer.is_manager, viewer.appointment_ids))
    return [_reception(row) for row in rows]


def window_receptions(viewer: Viewer) -> list[MyReception]:
    """Every open reception of the viewer's windows (窓口の受付箱)."""
    return [_reception(row) for row in _open(viewer)]


def count_open_receptions(viewer: Viewer) -> int:
    return still_open().filter(owner_window_id__in=viewer.window_ids).count()


def _open(viewer: Viewer) -> QuerySet[Consultation]:
    return (
        still_open()
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
        urgency=row.urgency,
        lying=Lying(circle_id=row.circle_id, owner_window_id=row.owner_window_id),
        received_at=row.received_at,
        next_on=row.next_on,
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
    if reception.next_on is not None and reception.next_on < today:
        return Section.OVERDUE
    if not reception.served:
        return Section.NEW
    return Section.TODAY if reception.next_on == today else None


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
            due=reception.received_at if reception.is_urgent else reception.next_on,
            owner="受け付けた時刻" if reception.is_urgent else "こちらの期日",
            mark=mark_of(
                viewer, reception.responsible_id, reception.responsible_name,
                served=reception.served,
            ),
        ),
    )  # fmt: skip


def _what(reception: MyReception) -> str:
    return "今日中の相談" if reception.is_urgent else f"相談受付（{reception.state_words}）"
