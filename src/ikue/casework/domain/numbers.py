"""番号: year of the era and a running number, as they are said aloud (R8-00001, 受R8-00001).

Cases and receptions run apart, so what is no case says so in front.
"""

from datetime import date

from django.db import connection

from ikue.casework.enums import Numbered
from ikue.kernel.wareki import fiscal_code, fiscal_year

RECEIVED = "受"
"""Before the number of a reception: case R8-00006 and reception 受R8-00006 are two households."""
PREFIXES = {"consultation": RECEIVED}
FIRST_YEAR = 2021
"""社会福祉法106条の4 came into force on 1 April 2021; no number is older."""


def next_number(*, kind: Numbered, on: date) -> str:
    year = fiscal_year(on)
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.next_number(%s, %s)", [kind, year])
        running: int = cursor.fetchone()[0]
    return f"{PREFIXES.get(kind, '')}{_number(year, running)}"


def numbers_running(running: int, *, on: date) -> list[str]:
    """39 said alone may be R8-00039 or that of an earlier 年度: all of them, the present first."""
    return [_number(year, running) for year in range(fiscal_year(on), FIRST_YEAR - 1, -1)]


def _number(year: int, running: int) -> str:
    return f"{fiscal_code(year)}-{running:05d}"
