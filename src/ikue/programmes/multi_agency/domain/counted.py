"""Counting what happened to items: which conference, never whom, and never as anybody's score."""

from datetime import datetime

from ikue.casework.domain.tallying import count_in_case
from ikue.directory.viewers import Viewer
from ikue.programmes.multi_agency.models import AgendaItem


def count_item(what: str, *, item: AgendaItem, by: Viewer, at: datetime) -> None:
    """At the window of `by`, also of a 会議だけの構成員: whoever answers has answered."""
    count_in_case(
        what, case_id=item.case_id, circle_id=item.circle_id, record=item.tally_key, by=by, at=at,
        outcome=item.conference,
    )  # fmt: skip
