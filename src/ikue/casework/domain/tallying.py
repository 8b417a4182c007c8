"""Counting plans and roles: by window and outcome, with random keys and no person."""

from datetime import datetime
from uuid import UUID, uuid4

from ikue.casework.models import Case
from ikue.directory.viewers import Viewer
from ikue.sharing.domain.counting import count_in_circle
from ikue.tally.counting import Keys


def count_in_case(
    what: str,
    *,
    case_id: UUID,
    circle_id: UUID,
    record: UUID | None,
    by: Viewer,
    at: datetime,
    outcome: str = "",
) -> None:
    """Case and circle only as far as the viewer reads them: a holder may stand outside. A role that
    belongs to no plan is counted under a key of its own."""
    case = Case.objects.filter(pk=case_id).first()
    keys = Keys(record=record or uuid4(), case=case.tally_key if case else None)
    count_in_circle(what, circle_id=circle_id, keys=keys, by=by, at=at, outcome=outcome)
