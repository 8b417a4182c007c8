"""こちらが負っていること: dated duties of every room in one shape, asked of the database at once.

A room says in one query set what a viewer owes there (`Source`); a kind says how it reads on the
home and which page it opens. A new room adds a source and a kind, and no query to the home.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast

from ikue.casework.enums import CaseState
from ikue.casework.models import Case
from ikue.desk.domain.columns import answers_for, is_served, window_name
from ikue.desk.domain.rows import Item, Row, Section, Target
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.programmes.multi_agency.domain.coordination_rows import owed as follow_ups_due
from ikue.sharing.domain.naming import Lying

COLUMNS = ("kind", "record", "circle_id", "owner_window_id", "due", "words")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`what` may hold {words}, which the query set brings along: names of windows, never of
    persons. Where there is no day, or one still to come, it stands as new."""

    target: Target
    what: str
    verb: str
    owner: str = "こちらの期日"


KINDS: dict[str, Kind] = {
    "follow_up": Kind(
        target=Target.FOLLOW_UP,
        what="終えた後のフォローの日です（見守り：{words}）",
        verb="記録する",
    ),
    "hand_back": Kind(
        target=Target.HAND_BACK,
        what="多機関協働の手を離した後のフォローの日です（主担当：{words}）",
        verb="記録する",
    ),
}

Source = Callable[[Viewer], QuerySet[Any]]


def owed(rows: QuerySet[Any], kind: str, *, due: str | None, words: Any = "") -> QuerySet[Any]:
    """Rows of a room in the common shape: where they lie, until when, and a few words."""
    shaped: QuerySet[Any] = (
        rows.order_by()
        .annotate(
            kind=Value(kind),
            record=F("pk"),
            due=Cast(F(due) if due else Value(None), DateField()),
            words=Cast(
                words if hasattr(words, "resolve_expression") else Value(words), CharField()
            ),
        )
        .values_list(*COLUMNS)
    )
    return shaped


def follow_ups(viewer: Viewer) -> QuerySet[Any]:
    """終結後のフォロー that is due, for whoever answered for the case."""
    rows = Case.objects.filter(
        lead_window_id__in=viewer.window_ids,
        state=CaseState.COMPLETED,
        follow_up_on__lte=clock.today(viewer.at),
        follow_up_done_at=None,
    ).annotate(served=is_served("responsible_id", "lead_window_id", viewer.at))
    mine = rows.filter(answers_for(viewer.is_manager, viewer.appointment_ids))
    return owed(mine, "follow_up", due="follow_up_on", words=F("lead_afterwards"))


def hand_backs(viewer: Viewer) -> QuerySet[Any]:
    """手離れの後のフォロー that is due, for the window of 多機関協働."""
    rows = follow_ups_due(viewer).filter(follow_up_on__lte=clock.today(viewer.at))
    return owed(rows, "hand_back", due="follow_up_on", words=window_name("lead_window_id"))


SOURCES: tuple[Source, ...] = (follow_ups, hand_backs)


def owed_items(viewer: Viewer) -> Iterator[Item]:
    """One query for all rooms together."""
    first, *others = [source(viewer) for source in SOURCES]
    today = clock.today(viewer.at)
    for kind, record, circle_id, owner, due, words in first.union(*others, all=True):
        lying = Lying(circle_id=circle_id, owner_window_id=owner)
        yield _item(KINDS[kind], record, lying, due, words, today)


def _item(kind: Kind, record: UUID, lying: Lying, due: date | None, words: str, on: date) -> Item:
    return Item(
        section=_section(due, on),
        lying=lying,
        row=Row(
            target=kind.target, record_id=record, name="", what=kind.what.format(words=words),
            verb=kind.verb, due=due, owner=kind.owner,
        ),
    )  # fmt: skip


def _section(due: date | None, on: date) -> Section:
    if due is None or due > on:
        return Section.NEW
    return Section.OVERDUE if due < on else Section.TODAY
