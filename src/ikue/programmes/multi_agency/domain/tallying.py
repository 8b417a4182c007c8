"""Counting what happened to items: which conference, never whom, and never as anybody's score."""

from datetime import datetime

from ikue.directory.viewers import Viewer
from ikue.programmes.multi_agency.models import AgendaItem
from ikue.sharing.models import Circle
from ikue.tally.counting import Keys, count


def count_item(what: str, *, item: AgendaItem, by: Viewer, at: datetime) -> None:
    """`by` keeps the item; a member, who reads neither case nor circle, is counted with the item
    alone (`count_answer`)."""
    circle = Circle.objects.get(pk=item.circle_id)
    count(
        what=what, at=at, window=by.window_code, field=by.field_code, outcome=item.conference,
        keys=Keys(
            record=item.tally_key, case=item.case.tally_key, household=circle.tally_key
        ),
    )  # fmt: skip


def count_answer(*, item: AgendaItem, by: Viewer, at: datetime) -> None:
    count(
        what="item_answered", at=at, window=by.window_code, field=by.field_code,
        outcome=item.conference, keys=Keys(record=item.tally_key),
    )  # fmt: skip
