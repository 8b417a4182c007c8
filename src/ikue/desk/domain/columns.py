"""What a list of the desk fetches beside a row, or asks of it."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from ikue.casework.models import Case, NextAction
from ikue.directory.domain.columns import is_served
from ikue.directory.viewers import Viewer


def next_action(column: str) -> Subquery:
    """`what` or `owner_window_id` of the standing action of a case, where it may be read."""
    standing: QuerySet[Any] = NextAction.objects.filter(case=OuterRef("pk"), done_at=None)
    return Subquery(standing.values(column)[:1])


def led_cases(viewer: Viewer) -> QuerySet[Case]:
    """The cases that the viewer's windows lead, and whether whoever answers for one is `served`."""
    return Case.objects.filter(lead_window_id__in=viewer.window_ids).annotate(
        served=is_served("responsible_id", "lead_window_id", viewer.at)
    )


def answers_for(viewer: Viewer) -> Q:
    """Mine and those I act for; for a manager also what has nobody else at the window. Asked of
    rows with `served`."""
    mine = Q(responsible_id__in=viewer.appointment_ids)
    return mine | Q(served=False) if viewer.is_manager else mine
