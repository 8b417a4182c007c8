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
SELECT wall.held_among(%(circles)s), wall.excluded_among(%(circles)s),
       ARRAY(SELECT s.person_id FROM people_support s WHERE s.circle_id = ANY(%(circles)s)
             AND s.owner_window_id = ANY(%(windows)s) AND (s.until IS NULL OR s.until > %(at)s))
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

# 負っていること: one arm for each duty. Follow-ups, the hand-back, roles that wait for an answer of
# either side or were declined; plans of other windows' keeping are nobody's duty here.
OWED = """
SELECT 'follow_up', c.id, c.circle_id, c.owner_window_id, c.follow_up_on, c.lead_afterwards
FROM casework_case c WHERE c.lead_window_id = ANY(%(windows)s) AND c.state = 'completed'
  AND c.follow_up_on <= %(today)s AND c.follow_up_done_at IS NULL
  AND c.responsible_id = ANY(%(appointments)s)
UNION ALL
SELECT 'hand_back', k.id, k.circle_id, k.owner_window_id, k.follow_up_on, w.short_name
FROM multi_agency_coordination k LEFT JOIN directory_window w ON w.id = k.lead_window_id
WHERE k.owner_window_id = ANY(%(windows)s) AND k.state = 'stepped_out'
  AND k.followed_up_at IS NULL AND k.follow_up_on <= %(today)s
UNION ALL
SELECT r.state, r.id, r.circle_id, r.owner_window_id, NULL, coalesce(w.short_name, a.name)
FROM casework_roleassignment r LEFT JOIN directory_window w ON w.id = r.window_id
LEFT JOIN directory_agency a ON a.code = r.agency_code
WHERE (r.state = 'asked' AND (r.window_id = ANY(%(windows)s)
         AND (r.appointment_id IS NULL OR r.appointment_id = ANY(%(appointments)s))
         OR r.appointment_id = ANY(%(appointments)s) OR r.owner_window_id = ANY(%(windows)s)))
   OR (r.state = 'declined' AND r.owner_window_id = ANY(%(windows)s))
UNION ALL
SELECT i.state, i.id, i.circle_id, i.owner_window_id, m.starts_at::date, m.number
FROM multi_agency_agendaitem i LEFT JOIN multi_agency_meeting m ON m.id = i.meeting_id
WHERE i.state = 'invited' AND EXISTS (
        SELECT 1 FROM multi_agency_itemmember n WHERE n.item_id = i.id AND n.left_at IS NULL
          AND n.appointment_id = ANY(%(appointments)s))
   OR (i.owner_window_id = ANY(%(windows)s)
       AND i.state IN ('prepared', 'adjourned', 'invited', 'discussed'))
"""
# Of whom to ask again, to tell, to renew; and what ended for the window.
CONSENTS = """
SELECT n.state, n.circle_id, n.owner_window_id, n.ask_again_on, n.until, d.tell_by,
       wall.on_duty(n.circle_id), EXISTS (
           SELECT 1 FROM sharing_consent later WHERE later.person_id = n.person_id
             AND later.owner_window_id = n.owner_window_id AND later.asked_at > n.asked_at)
FROM (SELECT n.*, coalesce(c.responsible_id, n.written_by_id) AS answers
      FROM sharing_consent n LEFT JOIN casework_case c ON c.circle_id = n.circle_id
        AND c.lead_window_id = n.owner_window_id AND c.state <> 'completed'
      WHERE n.owner_window_id = ANY(%(windows)s)
        AND (n.state IN ('asked', 'refused') AND n.ask_again_on <= %(today)s
             OR n.state = 'given' AND n.until >= %(today)s)) n
LEFT JOIN LATERAL (SELECT min(a.tell_by) AS tell_by FROM sharing_consentaddition a
    WHERE a.consent_id = n.id AND a.told_at IS NULL) d ON true
WHERE n.answers = ANY(%(appointments)s) AND (
    n.state IN ('asked', 'refused') OR d.tell_by IS NOT NULL OR n.until <= %(today)s + (
        SELECT (s.value #>> '{}')::integer FROM directory_wardsetting s
        WHERE s.key = 'consent_renewal_days' AND s.valid_from <= %(today)s
          AND (s.valid_to IS NULL OR s.valid_to >= %(today)s)))
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
    OWED,
    CONSENTS,
    "SELECT wall.ended_consents(%(at)s - interval '14 days')",
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
    """SELECT 'reception', id, number, state, received_at, screened_at
       FROM consultation_consultation WHERE circle_id = %(circle)s
       UNION ALL SELECT 'referral', id, kind, state, sent_at, NULL
       FROM casework_referral WHERE circle_id = %(circle)s
       UNION ALL SELECT 'coordination', id, '', state, taken_up_at, stepped_out_at
       FROM multi_agency_coordination WHERE circle_id = %(circle)s
       UNION ALL SELECT 'item', id, '', state, coalesce(discussed_at, recorded_at), NULL
       FROM multi_agency_agendaitem WHERE circle_id = %(circle)s
       UNION ALL SELECT 'plan', id, '', state, coalesce(in_force_at, proposed_at, recorded_at), NULL
       FROM casework_plan WHERE circle_id = %(circle)s ORDER BY 5""",
    """SELECT n.*, s.*, g.purpose, ARRAY(SELECT (r.kind, coalesce(w.short_name, a.name))::text
           FROM sharing_consentreceiver r LEFT JOIN directory_window w ON w.code = r.code
           LEFT JOIN directory_agency a ON a.code = r.code WHERE r.consent_id = n.id)
       FROM sharing_consent n LEFT JOIN sharing_consentwords s ON s.consent_id = n.id
       LEFT JOIN sharing_ground g ON g.id = n.ground_id
       WHERE n.circle_id = %(circle)s ORDER BY n.asked_at""",
    """SELECT g.*, p.persons, p.owner_window_id FROM casework_plangoal g
       JOIN casework_plan p ON p.id = g.plan_id
       WHERE p.case_id = %(case)s AND p.state IN ('in_force', 'under_review') ORDER BY g.order""",
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
