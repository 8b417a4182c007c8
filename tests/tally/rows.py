"""What was counted, row by row, as the keeper would read it: the application reads no event.

Only what was committed is seen: such tests run as `django_db(transaction=True)`.
"""

from psycopg.rows import namedtuple_row

from tests import database


def events() -> list:
    with database.superuser(database.own_name()) as server:
        cursor = server.cursor(row_factory=namedtuple_row)
        return cursor.execute("SELECT * FROM tally_event ORDER BY recorded_at, id").fetchall()
