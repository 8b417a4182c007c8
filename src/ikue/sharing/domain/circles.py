"""支援の輪: which windows stand around a household, for those who stand there too."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from ikue.directory.models import Window


def windows_in_circle(circle_id: UUID) -> dict[UUID, datetime]:
    """Window → since when. Empty for whoever is outside; hidden windows never appear (F0)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT window_id, since FROM wall.circle_windows(%s)", [circle_id])
        return dict(cursor.fetchall())


def windows_standing(circle_id: UUID, *, and_also: UUID) -> dict[Window, datetime | None]:
    """The same as whole windows, and one more that is known anyway (the lead of a case), with None
    where it does not stand there openly."""
    windows = Window.objects.raw(
        "SELECT w.*, stands.since FROM directory_window w"
        " LEFT JOIN wall.circle_windows(%s) stands ON stands.window_id = w.id"
        " WHERE stands.since IS NOT NULL OR w.id = %s",
        [circle_id, and_also],
    )
    return {window: vars(window)["since"] for window in windows}
