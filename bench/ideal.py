"""The ideal: the facts of each page in as few statements as one would write by hand, asked as the
application role and behind the same wall. What a page costs above this is not PostgreSQL's fault.

The parameters come from `parameters_of`: the viewer, the day, and the records of the page.
"""

from typing import Any, Final

from ikue.desk.domain.timeline import PAGE
from ikue.directory.viewers import Viewer
from ikue.kernel import clock

NAMED = """
LEFT JOIN LATERAL (
    SELECT m.person_id, h.label, p.circle_id AS person_circle, p.owner_window_id AS person_owner
    FROM people_membership m JOIN people_household h ON h.id = m.household_id
    JOIN people_person p ON p.id = m.person_id
    WHERE m.circle_id = {row}.circle_id AND m.relationship = 'self'
    ORDER BY m.recorded_at LIMIT 1) named ON true
"""
SERVING = """
LEFT JOIN (SELECT a.id, a.window_id, o.name,
    o.stopped_at IS NULL AND o.is_active AND a.starts_at <= %(at)s
    AND (a.ends_at IS NULL OR a.ends_at > %(at)s) AS serves
    FROM directory_appointment a JOIN accounts_account o ON o.id = a.account_id) who
ON who.id = {column}
"""
RIGHTS = """
SELECT g.id, g.circle_id, r.basis, g.classes, g.acts, g.tags, g.person_id, g.ends_at, g.end_event,
       ARRAY(SELECT s.person_id FROM people_support s WHERE s.circle_id = g.circle_id
             AND s.owner_window_id = ANY(%(windows)s) AND s.until IS NULL),
       wall.excluded_among(%(circles)s)
FROM sharing_grant g JOIN sharing_ground r ON r.id = g.ground_id
WHERE g.circle_id = ANY(%(circles)s) AND g.starts_at <= %(at)s
  AND (g.ends_at IS NULL OR g.ends_at > %(at)s) AND (r.ended_at IS NULL OR r.ended_at > %(at)s)
"""
RECEPTIONS = f"""
SELECT c.id, c.number, c.state, c.circle_id, c.owner_window_id, c.urgency, c.received_at,
       c.next_on, c.next_what, c.complaint, c.responsible_id, c.referral_id, who.name, who.serves,
       named.*, (SELECT s.value FROM directory_wardsetting s WHERE s.key = 'urgent_accept_hours'
                 AND s.valid_from <= %(today)s AND (s.valid_to IS NULL OR s.valid_to >= %(today)s))
FROM consultation_consultation c
LEFT JOIN casework_referral r ON r.id = c.referral_id
{SERVING.format(column="c.responsible_id")} {NAMED.format(row="c")}
WHERE c.owner_window_id = ANY(%(windows)s)
  AND c.state IN ('received', 'referred', 'handover_requested', 'pre_consent')
  AND (r.id IS NULL OR r.state NOT IN ('accepted', 'arrived', 'done'))
"""
REFERRALS = f"""
SELECT r.*, f.short_name, t.short_name, p.persons, who.name, who.serves, named.*
FROM casework_referral r JOIN directory_window f ON f.id = r.owner_window_id
LEFT JOIN directory_window t ON t.id = r.to_window_id
LEFT JOIN casework_packet p ON p.referral_id = r.id
{SERVING.format(column="r.sender_id")} {NAMED.format(row="r")}
"""
CASES = f"""
SELECT c.id, c.number, c.state, c.circle_id, c.owner_window_id, c.next_on, n.what,
       n.owner_window_id, who.name, who.serves, named.*
FROM casework_case c LEFT JOIN casework_nextaction n ON n.case_id = c.id AND n.done_at IS NULL
{SERVING.format(column="c.responsible_id")} {NAMED.format(row="c")}
WHERE c.lead_window_id = ANY(%(windows)s) AND c.state <> 'completed'
"""

DESK: Final = (
    f"""{CASES} AND c.responsible_id = ANY(%(appointments)s)
        AND (c.next_on <= %(today)s OR EXISTS (
        SELECT 1 FROM casework_handover h WHERE h.case_id = c.id
        AND h.to_appointment_id = c.responsible_id AND h.at > %(at)s - interval '7 days'))""",
    f"""{RECEPTIONS} AND (c.responsible_id = ANY(%(appointments)s)
        OR c.urgency = 'today' AND c.state = 'received')""",
    """SELECT count(*) FROM consultation_consultation c
       LEFT JOIN casework_referral r ON r.id = c.referral_id
       WHERE c.owner_window_id = ANY(%(windows)s)
       AND c.state IN ('received', 'referred', 'handover_requested', 'pre_consent')
       AND (r.id IS NULL OR r.state NOT IN ('accepted', 'arrived', 'done'))""",
    f"""{REFERRALS}
        WHERE (r.to_window_id = ANY(%(windows)s) OR r.owner_window_id = ANY(%(windows)s))
        AND (r.state IN ('sent', 'on_hold', 'accepted') OR r.answered_at >= %(at)s - interval
        '7 days' OR r.arrived_at >= %(at)s - interval '7 days'
        OR r.done_at >= %(at)s - interval '7 days')""",
    "SELECT referral_id, at FROM wall.referrals_read(%(referrals)s)",
    """SELECT l.* FROM people_lifeevent l JOIN casework_case c ON c.circle_id = l.circle_id
       WHERE c.responsible_id = ANY(%(appointments)s) AND c.state <> 'completed'
       AND l.on BETWEEN %(today)s AND %(today)s + 90 ORDER BY l.on LIMIT 8""",
    "SELECT * FROM drafts_draft WHERE account_id = %(account)s",
    RIGHTS,
)
QUEUE: Final = (
    RECEPTIONS,
    f"{REFERRALS} WHERE r.to_window_id = ANY(%(windows)s) AND r.state IN ('sent', 'on_hold')",
    f"{CASES} AND (c.next_on < %(today)s OR who.serves IS NOT TRUE)",
    RIGHTS,
)
CASE: Final = (
    f"""SELECT c.*, n.what, n.owner_window_id, who.name, who.serves
        FROM casework_case c
        LEFT JOIN casework_nextaction n ON n.case_id = c.id AND n.done_at IS NULL
        {SERVING.format(column="c.responsible_id")} WHERE c.id = %(case)s""",
    """SELECT h.id, h.label, m.*, p.*, s.* FROM people_household h
       JOIN people_membership m ON m.household_id = h.id
       LEFT JOIN people_person p ON p.id = m.person_id
       LEFT JOIN LATERAL (SELECT * FROM people_safecontact s WHERE s.person_id = p.id
           ORDER BY s.recorded_at DESC LIMIT 1) s ON true
       WHERE h.circle_id = %(circle)s ORDER BY h.recorded_at, m.recorded_at""",
    """SELECT w.id, w.name, w.phone, s.since FROM wall.circle_windows(%(circle)s) s
       JOIN directory_window w ON w.id = s.window_id""",
    """SELECT * FROM consultation_consultation WHERE circle_id = %(circle)s ORDER BY received_at""",
    "SELECT kind, state, sent_at FROM casework_referral WHERE circle_id = %(circle)s",
    """SELECT e.*, o.name, w.short_name FROM casework_entry e
       LEFT JOIN directory_appointment a ON a.id = e.written_by_id
       LEFT JOIN accounts_account o ON o.id = a.account_id
       LEFT JOIN directory_window w ON w.id = e.owner_window_id
       WHERE e.circle_id = %(circle)s ORDER BY e.at DESC, e.recorded_at DESC LIMIT %(lines)s""",
    """SELECT c.*, o.name FROM audit_change c
       LEFT JOIN directory_appointment a ON a.id = c.appointment_id
       LEFT JOIN accounts_account o ON o.id = a.account_id
       WHERE c.circle_id = %(circle)s AND c.owner_window_id = ANY(%(windows)s)
       ORDER BY c.at DESC LIMIT %(lines)s""",
    """SELECT * FROM casework_handovernote WHERE case_id = %(case)s
       ORDER BY written_at DESC LIMIT 1""",
    "SELECT * FROM people_lifeevent WHERE circle_id = %(circle)s ORDER BY people_lifeevent.on",
    """SELECT * FROM drafts_draft WHERE account_id = %(account)s AND form = 'entry'
       AND subject = %(case)s::text""",
    RIGHTS,
)
PERSON_SEARCH: Final = (
    """WITH found AS (SELECT g.person_id FROM people_gram g WHERE g.gram = %(gram)s)
       SELECT p.*, o.name, o.kana, c.id, c.number, r.id, r.number
       FROM people_person p
       LEFT JOIN people_personname o ON o.person_id = p.id
       LEFT JOIN LATERAL (SELECT id, number FROM casework_case k WHERE k.circle_id = p.circle_id
           ORDER BY k.opened_at DESC LIMIT 1) c ON true
       LEFT JOIN LATERAL (SELECT id, number FROM consultation_consultation k
           WHERE k.circle_id = p.circle_id ORDER BY k.received_at DESC LIMIT 1) r ON c.id IS NULL
       WHERE p.id IN (SELECT person_id FROM found)
       ORDER BY p.family_kana, p.given_kana LIMIT 50""",
    RIGHTS,
)


def parameters_of(viewer: Viewer) -> dict[str, Any]:
    return {
        "at": viewer.at, "today": clock.today(viewer.at), "account": viewer.account_id,
        "windows": list(viewer.window_ids), "appointments": list(viewer.appointment_ids),
        "lines": PAGE + 1,
    }  # fmt: skip
