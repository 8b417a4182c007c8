"""つなぎ: the packet for its sender and, while the referral stands, its receiver; the outcome for
both ends; a stub without persons for who watches over late answers."""

from ikue.casework.enums import TAKEN, UNANSWERED, ReferralState
from ikue.kernel.wall import PLACE, Function, Table, any_of, none_of
from ikue.sharing.consent_sql import consent_covers, consent_in_force
from ikue.sharing.enums import PACKET_CARRIES, Basis

OWN = any_of("owner_window_id", "own_windows()")
NOT_EXCLUDED = none_of("circle_id", "excluded_circles()")
ADD = f"{OWN} AND wall.on_duty(circle_id)"
RECEIVED = any_of("to_window_id", "own_windows()")
HERE_OPEN = "r.circle_id <> ALL((SELECT wall.excluded_circles())::uuid[])"
"""What the keeper lists shows nobody where they are excluded."""
BOTH_ENDS = f"{NOT_EXCLUDED} AND ({OWN} OR {RECEIVED})"

# The receiver, or the sender for a partner without an account; in the referral's own circle, where
# a receiver with hidden involvement owes no duty.
TOLD_BY_ITS_ANSWERER = f"""
EXISTS (SELECT 1 FROM casework_referral r WHERE r.id = referral_id
AND r.circle_id = casework_referraloutcome.circle_id AND r.state = '{ReferralState.DONE.value}'
AND {any_of("coalesce(r.to_window_id, r.owner_window_id)", "own_windows()")})
"""

ABOUT_A_CALL = f"""
EXISTS (SELECT 1 FROM casework_referral r WHERE r.id = referral_id
AND r.circle_id = casework_referralnote.circle_id
AND {any_of("r.owner_window_id", "own_windows()")})
"""

RECEIVER_ANSWERS = (
    "state", "answered_at", "answered_by", "named_id", "first_contact_on", "hold_until", "reason",
    "proposed_window_id", "proposed_note", "arrived_at", "arrived_how", "done_at",
    "receiving_circle_id", "version",
)  # fmt: skip
WAITING = ", ".join(f"'{state}'" for state in sorted(UNANSWERED))
RECALL = "ARRAY['state', 'reason', 'version']"
ANSWERED_FOR_THE_RECEIVER = f"""
    OLD.to_window_id <> ALL(wall.own_windows())
    AND NOT (OLD.state IN ({WAITING}) AND NEW.state = '{ReferralState.RECALLED.value}'
             AND to_jsonb(OLD) - {RECALL} = to_jsonb(NEW) - {RECALL})
"""
"""A window with accounts answers for itself; until then its sender takes the referral back, and
does nothing else to it. For a partner without an account (no `to_window_id`) the sender answers."""

STANDING = ", ".join(f"'{state}'" for state in sorted(UNANSWERED | TAKEN))

OPEN_PACKETS = f"""
WITH me AS MATERIALIZED (SELECT wall.at() AS at)
SELECT coalesce(array_agg(r.id), '{{}}')
FROM me CROSS JOIN casework_referral r
JOIN sharing_ground g ON g.id = r.ground_id
JOIN directory_window w ON w.id = r.to_window_id
JOIN directory_agency a ON a.id = w.agency_id
WHERE r.to_window_id = ANY((SELECT wall.own_windows())::uuid[])
  AND r.state IN ({STANDING}) AND {HERE_OPEN}
  AND g.started_at <= me.at AND (g.ended_at IS NULL OR g.ended_at > me.at)
  AND (g.basis <> '{Basis.CONSENT.value}' OR NOT EXISTS (
      SELECT 1 FROM casework_packet p CROSS JOIN jsonb_array_elements(p.persons) AS named
      WHERE p.referral_id = r.id AND NOT EXISTS (
          SELECT 1 FROM sharing_consent c
          WHERE c.person_id = (named->>'id')::uuid AND c.circle_id = r.circle_id
            AND {consent_in_force("c", at="me.at")}
            AND {consent_covers("c", PACKET_CARRIES, code="w.code", kind="a.kind")})))
"""

UNDER_WAY = ", ".join(f"'{state}'" for state in sorted(TAKEN - {ReferralState.DONE.value}))
TAKEN_UP = f"""
FROM casework_referral r JOIN sharing_ground g ON g.id = r.ground_id{{more}}
WHERE r.to_window_id = ANY((SELECT wall.own_windows())::uuid[])
  AND r.owner_window_id <> ALL((SELECT wall.own_windows())::uuid[])
  AND r.state IN ({UNDER_WAY}) AND {HERE_OPEN}
  AND g.started_at <= (SELECT wall.at()) AND (g.ended_at IS NULL OR g.ended_at > (SELECT wall.at()))
"""
"""Sent by another window, accepted here, and its ground still stands."""
NAMED = (
    " JOIN casework_packet p ON p.referral_id = r.id"
    " CROSS JOIN jsonb_array_elements(p.persons) AS named"
)

FUNCTIONS = (
    # A packet is open while its referral and its ground stand; one that stands on consent, while
    # every person in it still consents to this receiver (withdrawal is felt at the next request).
    Function(
        signature="open_packets()",
        returns="uuid[]",
        body=OPEN_PACKETS,
    ),
    # Where the own window has taken what was sent to it: only then may it take up a duty there,
    # and name those of the packet as supported.
    Function(
        signature="taken_circles()",
        returns="uuid[]",
        body="SELECT coalesce(array_agg(DISTINCT r.circle_id), '{}')" + TAKEN_UP.format(more=""),
    ),
    Function(
        signature="taken_persons()",
        returns="uuid[]",
        body="SELECT coalesce(array_agg(DISTINCT (named->>'id')::uuid), '{}')"
        + TAKEN_UP.format(more=NAMED),
    ),
    # Whose outcome the own window waited for.
    Function(
        signature="sent_referrals()",
        returns="uuid[]",
        body="SELECT coalesce(array_agg(r.id), '{}') FROM casework_referral r"
        " WHERE r.owner_window_id = ANY(wall.own_windows())"
        f" AND r.state = '{ReferralState.DONE.value}' AND {HERE_OPEN}",
    ),
    # 既読: the sender's window learns when the receiver first opened the referral.
    Function(
        signature="referrals_read(wanted uuid[])",
        returns="TABLE (referral_id uuid, at timestamptz)",
        body="SELECT r.id, min(s.at) FROM casework_referral r"
        " JOIN audit_seen s ON s.record_id = r.id"
        " JOIN directory_appointment a ON a.id = s.appointment_id"
        " WHERE r.id = ANY(wanted) AND a.window_id = r.to_window_id"
        " AND (r.owner_window_id = ANY(wall.own_windows())"
        "      OR r.to_window_id = ANY(wall.own_windows()))"
        f" AND {HERE_OPEN}"
        " GROUP BY r.id",
    ),
    # coordinator_oversight: a stub without persons, for a coordinator alone. Windows whose
    # involvement is hidden are not named.
    Function(
        signature="unanswered_referrals()",
        returns="TABLE (referral_id uuid, from_window uuid, to_window uuid, agency text,"
        " kind text, sent_at timestamptz, limit_at timestamptz, hold_until date, clock text)",
        body="SELECT r.id, CASE WHEN f.hidden_involvement THEN NULL ELSE f.id END,"
        " CASE WHEN t.hidden_involvement THEN NULL ELSE t.id END, r.to_agency_code, r.kind,"
        " r.sent_at, r.limit_at, r.hold_until, r.clock"
        " FROM casework_referral r JOIN directory_window f ON f.id = r.owner_window_id"
        " LEFT JOIN directory_window t ON t.id = r.to_window_id"
        f" WHERE r.state IN ({', '.join(repr(s) for s in sorted(UNANSWERED))})"
        " AND r.circle_id <> ALL(wall.excluded_circles())"
        " AND EXISTS (SELECT 1 FROM directory_appointment a"
        "  WHERE a.id = ANY(wall.acting_appointments()) AND a.role = 'coordinator')",
    ),
    # 夜間当番: urgent referrals an hour past their limit; a stub without persons, so that
    # somebody awake can telephone the window.
    Function(
        signature="urgent_unanswered()",
        returns="TABLE (referral_id uuid, from_window uuid, to_window uuid, agency text,"
        " clock text, sent_at timestamptz, limit_at timestamptz)",
        body="SELECT r.id, CASE WHEN f.hidden_involvement THEN NULL ELSE f.id END,"
        " CASE WHEN t.hidden_involvement THEN NULL ELSE t.id END, r.to_agency_code,"
        " r.clock, r.sent_at, r.limit_at"
        " FROM casework_referral r JOIN directory_window f ON f.id = r.owner_window_id"
        " LEFT JOIN directory_window t ON t.id = r.to_window_id"
        f" WHERE r.state IN ({', '.join(repr(s) for s in sorted(UNANSWERED))})"
        " AND r.clock <> 'ordinary' AND wall.at() > r.limit_at + interval '1 hour'"
        " AND r.circle_id <> ALL(wall.excluded_circles())"
        " AND EXISTS (SELECT 1 FROM directory_window w"
        "  WHERE w.id = ANY(wall.own_windows()) AND w.code = 'night_duty')",
    ),
)

TABLES = (
    Table(
        name="casework_referral",
        read=BOTH_ENDS,
        add=ADD,
        change=BOTH_ENDS,
        fixed=(
            *PLACE,
            "ground_id",
            "to_window_id",
            "to_agency_code",
            "sent_at",
            "limit_at",
            "tally_key",
        ),
        theirs=RECEIVER_ANSWERS,
        kept=ANSWERED_FOR_THE_RECEIVER,
        final=(ReferralState.DECLINED, ReferralState.RECALLED, ReferralState.DONE),
    ),
    Table(
        name="casework_packet",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {any_of('referral_id', 'open_packets()')})",
        add=ADD,
    ),
    Table(
        name="casework_referraloutcome",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {any_of('referral_id', 'sent_referrals()')})",
        add=f"{NOT_EXCLUDED} AND {OWN} AND {TOLD_BY_ITS_ANSWERER}",
    ),
    # The sender's word about a late answer; the receiver reads it as long as the packet.
    Table(
        name="casework_referralnote",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {any_of('referral_id', 'open_packets()')})",
        add=f"{ADD} AND {ABOUT_A_CALL}",
    ),
)
