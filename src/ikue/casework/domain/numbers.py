"""番号: year of the era and a running number, as they are said aloud (R8-00001)."""

from datetime import date

from django.db import connection

from ikue.kernel.wareki import fiscal_code, fiscal_year


def next_number(*, kind: str, on: date) -> str:
    year = fiscal_year(on)
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.next_number(%s, %s)", [kind, year])
        running: int = cursor.fetchone()[0]
    return f"{fiscal_code(year)}-{running:05d}"
