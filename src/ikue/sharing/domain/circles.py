"""支援の輪: which windows stand around a household, for those who stand there too."""

from datetime import datetime
from uuid import UUID

from django.db import connection


def windows_in_circle(circle_id: UUID) -> dict[UUID, datetime]:
    """Window → since when. Empty for whoever is outside; hidden windows never appear (F0)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT window_id, since FROM wall.circle_windows(%s)", [circle_id])
        return dict(cursor.fetchall())
