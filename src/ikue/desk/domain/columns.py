"""What a list of the desk fetches beside a row, or asks of it."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from ikue.casework.models import NextAction


def next_action(column: str) -> Subquery:
    """`what` or `owner_window_id` of the standing action of a case, where it may be read."""
    standing: QuerySet[Any] = NextAction.objects.filter(case=OuterRef("pk"), done_at=None)
    return Subquery(standing.values(column)[:1])


def answers_for(viewer_is_manager: bool, appointments: tuple[Any, ...]) -> Q:
    """Mine and those I act for; for a manager also what has nobody else at the window."""
    mine = Q(responsible_id__in=appointments)
    return mine | Q(served=False) if viewer_is_manager else mine
