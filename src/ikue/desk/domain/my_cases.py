"""Cases a viewer answers for: as the responsible person, as a deputy, as the window's manager."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case as Choice
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, JSONObject

from ikue.casework.enums import CaseState
from ikue.casework.models import Case, HandOver
from ikue.desk.domain.columns import answers_for, led_cases, next_action
from ikue.desk.domain.rows import Item, Row, Section, Target
from ikue.directory.domain.columns import staff_name
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.people.domain.life_events import LifeEvent, upcoming
from ikue.sharing.domain.naming import Lying

NEW_FOR_DAYS = 7
"""How long a case that was handed over stands as new."""


@dataclass(frozen=True, kw_only=True)
class MyCase:
    id: UUID
    number: str
    state: str
    lying: Lying
    next_on: date | None
    next_what: str
    next_lying: Lying | None
    responsible_id: UUID
    responsible_name: str
    served: bool
    handed_over_at: datetime | None
    handed_over_from: str
    ahead: tuple[LifeEvent, ...] = ()
    """節目 of the household within ninety days, where they were asked for."""

    @property
    def state_words(self) -> str:
        return CaseState(self.state).label


def my_cases(viewer: Viewer) -> list[MyCase]:
    """Not completed, led by a window of the viewer; one query."""
    return _listed(_rows(viewer))


def my_cases_with_events(viewer: Viewer) -> list[MyCase]:
    """The same with the 節目 ahead of each household, in the same query."""
    events = upcoming(clock.today(viewer.at)).filter(circle_id=OuterRef("circle_id"))
    shaped = events.order_by("on").values(one=JSONObject(**{name: name for name in EVENT}))
    return _listed(_rows(viewer).annotate(ahead=ArraySubquery(shaped)), "ahead")


def _listed(rows: QuerySet[Case], *more: str) -> list[MyCase]:
    return [_my_case(row) for row in rows.order_by("next_on", "number").values(*FIELDS, *more)]


FIELDS = (
    "id", "number", "state", "circle_id", "owner_window_id", "next_on", "responsible_id",
    "served", "next_what", "next_owner", "responsible_name", "handed_over_at", "handed_over_from",
)  # fmt: skip


EVENT = ("id", "circle_id", "owner_window_id", "person_id", "kind", "on", "note")


def _rows(viewer: Viewer) -> QuerySet[Case]:
    last = HandOver.objects.filter(
        case=OuterRef("pk"), to_appointment_id=OuterRef("responsible_id")
    ).order_by("-at")
    return (
        led_cases(viewer)
        .exclude(state=CaseState.COMPLETED)
        .annotate(
            next_what=next_action("what"),
            next_owner=next_action("owner_window_id"),
            responsible_name=staff_name("responsible_id"),
            handed_over_at=Coalesce(
                Subquery(last.values("at")[:1]), opened_by_another("opened_at")
            ),
            handed_over_from=Coalesce(
                Subquery(last.annotate(name=staff_name("from_appointment_id")).values("name")[:1]),
                opened_by_another(staff_name("written_by_id")),
            ),
        )
        .filter(answers_for(viewer))
    )


def opened_by_another(then: Any) -> Choice:
    """Of a case that somebody else opened for whoever answers for it: after a split, or out of a
    reception that was given to a colleague."""
    return Choice(When(~Q(written_by_id=F("responsible_id")), then=then))


def _my_case(row: dict[str, Any]) -> MyCase:
    circle_id = row["circle_id"]
    owner = row.pop("next_owner")
    return MyCase(
        ahead=tuple(_event(one) for one in row.pop("ahead", ())),
        lying=_lying(circle_id, row.pop("owner_window_id")),
        next_lying=_lying(circle_id, owner) if owner else None,
        next_what=str(row.pop("next_what") or ""),
        handed_over_from=str(row.pop("handed_over_from") or ""),
        **{key: value for key, value in row.items() if key != "circle_id"},
    )


def _event(shaped: dict[str, Any]) -> LifeEvent:
    ids = {name: UUID(shaped[name]) for name in EVENT if name.endswith("id")}
    return LifeEvent(**shaped | ids | {"on": date.fromisoformat(shaped["on"])})


def _lying(circle_id: object, owner: object) -> Lying:
    return Lying(circle_id=UUID(str(circle_id)), owner_window_id=UUID(str(owner)))


def mark_of(viewer: Viewer, responsible_id: UUID, name: str, *, served: bool) -> str:
    """Why somebody else's work stands on my list."""
    if not served:
        return f"引継ぎ待ち（{name}さんの分）" if name else "引継ぎ待ち"
    return f"{name}さんの代理" if responsible_id != viewer.appointment_id else ""


def case_items(viewer: Viewer, cases: list[MyCase]) -> Iterator[Item]:
    today = clock.today(viewer.at)
    for case in cases:
        section = _section(case, viewer, today)
        if section is not None:
            yield _item(case, viewer, section)


def _section(case: MyCase, viewer: Viewer, today: date) -> Section | None:
    if case.next_on is not None and case.next_on < today:
        return Section.OVERDUE
    if not case.served or _is_new(case, viewer):
        return Section.NEW
    return Section.TODAY if case.next_on == today else None


def _is_new(case: MyCase, viewer: Viewer) -> bool:
    handed_over = case.handed_over_at
    return (
        handed_over is not None
        and case.responsible_id in viewer.appointment_ids
        and viewer.at - handed_over < timedelta(days=NEW_FOR_DAYS)
    )


def _item(case: MyCase, viewer: Viewer, section: Section) -> Item:
    return Item(
        section=section,
        lying=case.lying,
        said=case.next_what,
        said_in=case.next_lying,
        row=Row(
            target=Target.CASE if case.served else Target.HAND_OVER,
            record_id=case.id,
            name=case.number,
            what=_what(case, section),
            verb="開く" if case.served else "引き継ぐ",
            due=case.next_on,
            owner="こちらの期日",
            mark=mark_of(viewer, case.responsible_id, case.responsible_name, served=case.served),
        ),
    )


def _what(case: MyCase, section: Section) -> str:
    if section == Section.NEW and case.served:
        return f"{case.handed_over_from}さんから引き継ぎました"
    if not case.served:
        return "担当者がいなくなりました。次の担当者を決めてください"
    return "中断中の見直し" if case.state == CaseState.SUSPENDED and not case.next_what else ""
