"""Counting what happens in a circle: by window and outcome, with random keys and no person."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from ikue.directory.viewers import Viewer
from ikue.sharing.models import Circle
from ikue.tally.counting import Keys, count


def count_in_circle(
    what: str, *, circle_id: UUID, keys: Keys, by: Viewer, at: datetime, outcome: str = ""
) -> None:
    """At the window of `by`. The household's key stands on the circle, as far as the viewer reads
    it: a holder of a role or a member of a conference may stand outside."""
    circle = Circle.objects.filter(pk=circle_id).first()
    count(
        what=what, at=at, window=by.window_code, field=by.field_code, outcome=outcome,
        keys=replace(keys, household=circle.tally_key if circle else None),
    )  # fmt: skip
