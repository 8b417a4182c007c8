"""Who acts for which window at the moment of viewing: the root of every own-duty rule.

Staff and windows are no residents, so their tables hide no rows; they are master data that only
the owner writes, except for appointments and covers.
"""

from ikue.directory.enums import OVERSIGHT_ROLES, WORKING_ROLES
from ikue.kernel.wall import Function, Open


def _literal(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


# 不在代理: for the days named, the deputy acts under the absent person's appointment too.
ACTING = """
SELECT coalesce(array_agg(a.id), '{}')
FROM directory_appointment a
JOIN accounts_account c ON c.id = a.account_id
WHERE a.starts_at <= wall.at() AND (a.ends_at IS NULL OR a.ends_at > wall.at())
  AND EXISTS (
      SELECT 1 FROM directory_appointment mine
      JOIN accounts_account me ON me.id = mine.account_id
      WHERE mine.id = wall.appointment() AND mine.account_id = wall.account()
        AND me.stopped_at IS NULL AND me.is_active
        AND mine.starts_at <= wall.at() AND (mine.ends_at IS NULL OR mine.ends_at > wall.at()))
  AND (a.id = wall.appointment() OR EXISTS (
      SELECT 1 FROM directory_cover v
      WHERE v.absent_id = a.id AND v.deputy_id = wall.appointment()
        AND (wall.at() AT TIME ZONE 'Asia/Tokyo')::date BETWEEN v.from_on AND v.to_on))
"""

FUNCTIONS = (
    Function(signature="acting_appointments()", returns="uuid[]", body=ACTING),
    Function(
        signature="own_windows()",
        returns="uuid[]",
        body="SELECT coalesce(array_agg(DISTINCT a.window_id), '{}')"
        " FROM directory_appointment a WHERE a.id = ANY(wall.acting_appointments())"
        f" AND a.role IN ({_literal(WORKING_ROLES)})",
    ),
    Function(
        signature="oversees()",
        returns="boolean",
        body="SELECT EXISTS (SELECT 1 FROM directory_appointment a"
        " WHERE a.id = ANY(wall.acting_appointments())"
        f" AND a.role IN ({_literal(OVERSIGHT_ROLES)}))",
    ),
)

MASTER = "master data of the ward: organisations and places, no residents"
STAFF = "the staff's own directory: who works where, no residents"

OPEN = (
    *(
        Open(name=f"directory_{name}", grants=("SELECT",), reason=MASTER)
        for name in (
            "field", "programme", "agency", "window", "servicearea", "district", "town",
            "townarea", "towndistrict", "windowarea", "wardsetting",
        )
    ),
    Open(name="directory_appointment", grants=("SELECT", "INSERT", "UPDATE"), reason=STAFF),
    Open(name="directory_cover", grants=("SELECT", "INSERT", "UPDATE"), reason=STAFF),
)  # fmt: skip
