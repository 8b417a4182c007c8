"""Who can open the door: appointments and covers as everything else relies on them."""

from ikue.directory.enums import WORKING_ROLES, Role
from ikue.kernel.invariants import Invariant, listed

# To be put after WITH RECURSIVE. `serving`: appointments in force, the account not stopped;
# `staffed`: windows where somebody does case work; `managed`: windows whose own 所管課長, or that
# of the window they branch from, takes over what falls.
PRESENT = f"""
serving AS (
    SELECT a.id, a.window_id, a.role FROM directory_appointment a
    JOIN accounts_account c ON c.id = a.account_id
    WHERE a.starts_at <= %(at)s AND (a.ends_at IS NULL OR a.ends_at > %(at)s)
      AND c.stopped_at IS NULL AND c.is_active
),
upward AS (
    SELECT w.id AS window_id, w.id AS above FROM directory_window w
    UNION
    SELECT u.window_id, w.parent_id FROM upward u
    JOIN directory_window w ON w.id = u.above WHERE w.parent_id IS NOT NULL
),
managed AS (
    SELECT DISTINCT u.window_id FROM upward u
    JOIN serving s ON s.window_id = u.above AND s.role = '{Role.SECTION_MANAGER.value}'
),
staffed AS (
    SELECT DISTINCT s.window_id FROM serving s
    WHERE s.role IN ({listed(WORKING_ROLES)})
)
"""

INVARIANTS = (
    Invariant(
        number="4",
        sentence="所属は、職員アカウントを持つ機関の、発令日に置かれている窓口にある",
        examined="SELECT count(*) FROM directory_appointment",
        violations="""
SELECT a.id, '職員アカウントを持たない機関に発令されています' FROM directory_appointment a
JOIN directory_window w ON w.id = a.window_id JOIN directory_agency g ON g.id = w.agency_id
WHERE NOT g.has_accounts
UNION ALL
SELECT a.id, '発令日には置かれていない窓口です' FROM directory_appointment a
JOIN directory_window w ON w.id = a.window_id
WHERE NOT coalesce((a.starts_at AT TIME ZONE 'Asia/Tokyo')::date
                   BETWEEN w.valid_from AND coalesce(w.valid_to, 'infinity'), false)
""",
    ),
    Invariant(
        number="4",
        sentence="不在代理は、自分でも、別の窓口の職員でもない",
        examined="SELECT count(*) FROM directory_cover",
        violations="""
SELECT v.id, '自分の代理になっています' FROM directory_cover v
JOIN directory_appointment a ON a.id = v.absent_id
JOIN directory_appointment d ON d.id = v.deputy_id
WHERE a.account_id = d.account_id
UNION ALL
SELECT v.id, '別の窓口の職員が代理になっています' FROM directory_cover v
JOIN directory_appointment a ON a.id = v.absent_id
JOIN directory_appointment d ON d.id = v.deputy_id
WHERE d.window_id <> a.window_id
""",
    ),
)
