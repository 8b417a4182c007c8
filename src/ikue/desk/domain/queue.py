"""窓口の受付箱: open receptions, unanswered referrals and cases without attention of my window."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from ikue.casework.enums import CaseState
from ikue.casework.models import Case
from ikue.desk.domain.columns import led_cases
from ikue.desk.domain.my_cases import MyCase, my_cases
from ikue.desk.domain.my_receptions import (
    MyReception,
    in_charge,
    reception_item,
    window_receptions,
)
from ikue.desk.domain.my_referrals import received_item, unanswered_to
from ikue.desk.domain.places import require_case_work
from ikue.desk.domain.rows import Item, Row, Section, Target, by_due, named
from ikue.directory.domain.columns import staff_name
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.sharing.domain.naming import Lying, Naming, naming


@dataclass(frozen=True, kw_only=True)
class Queue:
    at: datetime
    urgent: tuple[Row, ...]
    """今日中 of either kind: before everything else on the page."""
    receptions: tuple[Row, ...]
    referrals: tuple[Row, ...]
    neglected: tuple[Row, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.urgent or self.receptions or self.referrals or self.neglected)


def queue(viewer: Viewer) -> Queue:
    """Raises NotAllowed for a role that does no case work."""
    require_case_work(viewer)
    receptions = [_reception(viewer, one) for one in window_receptions(viewer)]
    referrals = [received_item(viewer, one) for one in unanswered_to(viewer)]
    neglected = _neglected(viewer)
    circles = {item.lying.circle_id for item in (*receptions, *referrals, *neglected)}
    names = naming(viewer, circles)
    return Queue(
        at=viewer.at,
        urgent=_ordered([*receptions, *referrals], names, urgent=True),
        receptions=_ordered(receptions, names, urgent=False),
        referrals=_ordered(referrals, names, urgent=False),
        neglected=tuple(named(item, names) for item in neglected),
    )


def _ordered(items: list[Item], names: Naming, *, urgent: bool) -> tuple[Row, ...]:
    """What was due longest ago first."""
    wanted = [item for item in items if (item.section == Section.URGENT) == urgent]
    return tuple(named(item, names) for item in sorted(wanted, key=by_due))


def _reception(viewer: Viewer, reception: MyReception) -> Item:
    """In the window's queue every row says whose it is."""
    section = Section.URGENT if reception.is_urgent else Section.NEW
    item = reception_item(reception, viewer, section)
    if not reception.served or reception.responsible_id == viewer.appointment_id:
        return item
    return replace(item, row=replace(item.row, mark=in_charge(reception)))


def _neglected(viewer: Viewer) -> list[Item]:
    """Led by my window, and the date has passed or the person who answered is gone."""
    today = clock.today(viewer.at)
    rows = (
        led_cases(viewer)
        .exclude(state=CaseState.COMPLETED)
        .annotate(responsible_name=staff_name("responsible_id"))
        .filter(Q(served=False) | Q(next_on__lt=today))
    )
    return [_neglected_item(row) for row in rows.order_by("next_on")]


def _neglected_item(case: Case) -> Item:
    beside = vars(case)
    name = beside["responsible_name"] or "担当者"
    what = f"担当 {name}さん" if beside["served"] else f"引継ぎ待ち（{name}さんの分）"
    row = Row(
        target=Target.CASE, record_id=case.pk, name=case.number, what=what, verb="開く",
        due=case.next_on, owner="こちらの期日",
    )  # fmt: skip
    lying = Lying(circle_id=case.circle_id, owner_window_id=case.owner_window_id)
    return Item(section=Section.OVERDUE, lying=lying, row=row)


@dataclass(frozen=True, kw_only=True)
class NamedCase:
    case: MyCase
    name: str
    next_what: str


def my_named_cases(viewer: Viewer) -> tuple[NamedCase, ...]:
    """担当ケース: mine, those I act for, and as a manager those that wait for a hand-over.

    Raises NotAllowed for a role that does no case work.
    """
    require_case_work(viewer)
    cases = my_cases(viewer)
    names = naming(viewer, {case.lying.circle_id for case in cases})
    return tuple(
        NamedCase(
            case=case,
            name=names.name(case.lying.circle_id, otherwise=case.number),
            next_what=names.text(case.next_lying or case.lying, case.next_what),
        )
        for case in cases
    )
