"""Case, entries, referrals: F0 for the circle, F3 for who wrote it or holds a grant, the packet for
its sender and, while the referral stands, its receiver; the outcome for both ends. A plan for the
window that keeps it and, once proposed, for who carries a role in it."""

from ikue.casework import wall_parting
from ikue.casework.enums import RUNNING, TAKEN, UNANSWERED, Numbered, ReferralState, RoleState
from ikue.casework.wall_roles import BY_ITS_HOLDER, CARRIED_THERE, HOLDS_ROLE, TOLD_OF_ROLE
from ikue.kernel.wall import PLACE, Function, Table, any_of, none_of
from ikue.sharing.consent_sql import consent_covers, consent_in_force
from ikue.sharing.enums import DISCUSSED, PACKET_CARRIES, Basis, FieldClass

F0, F3, PLAN = FieldClass.F0.value, FieldClass.F3.value, FieldClass.PLAN.value

OWN = any_of("owner_window_id", "own_windows()")
NOT_EXCLUDED = none_of("circle_id", "excluded_circles()")
ON_DUTY = "wall.on_duty(circle_id)"
ADD = f"{OWN} AND {ON_DUTY}"
RECEIVED = any_of("to_window_id", "own_windows()")
LEADING = any_of("lead_window_id", "own_windows()")
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

LEADER_KEEPS = (
    "state", "lead_window_id", "responsible_id", "next_on", "suspended_reason", "completed_reason",
    "completed_at", "lead_afterwards", "follow_up_on", "follow_up_done_at", "version",
)  # fmt: skip
"""Of a case that another window opened; the number, the beginning and the writer stay."""
HOLDER_ANSWERS = (
    "state", "appointment_id", "answered_at", "answered_by", "accepted_how", "declined_reason",
    "ended_at", "version",
)  # fmt: skip

ANSWERED_THERE = (
    "EXISTS (SELECT 1 FROM directory_appointment a"
    " WHERE a.id = responsible_id AND a.window_id = lead_window_id)"
)

STANDING = ", ".join(f"'{state}'" for state in sorted(UNANSWERED | TAKEN))

OPEN_PACKETS = f"""
WITH me AS MATERIALIZED (SELECT wall.at() AS at)
SELECT coalesce(array_agg(r.id), '{{}}')
FROM me CROSS JOIN casework_referral r
JOIN sharing_ground g ON g.id = r.ground_id
JOIN directory_window w ON w.id = r.to_window_id
JOIN directory_agency a ON a.id = w.agency_id
WHERE r.to_window_id = ANY((SELECT wall.own_windows())::uuid[])
  AND r.state IN ({STANDING})
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
  AND r.state IN ({UNDER_WAY})
  AND g.started_at <= (SELECT wall.at()) AND (g.ended_at IS NULL OR g.ended_at > (SELECT wall.at()))
"""
"""Sent by another window, accepted here, and its ground still stands."""
NAMED = (
    " JOIN casework_packet p ON p.referral_id = r.id"
    " CROSS JOIN jsonb_array_elements(p.persons) AS named"
)

NUMBERS_TABLE = """
CREATE TABLE IF NOT EXISTS wall.numbers (
    kind text NOT NULL, year integer NOT NULL, last integer NOT NULL, PRIMARY KEY (kind, year))
"""
RELATIONS = (
    NUMBERS_TABLE, "REVOKE ALL ON wall.numbers FROM PUBLIC", *wall_parting.RELATIONS,
)  # fmt: skip
NEXT_NUMBER = f"""
DECLARE running integer;
BEGIN
    IF cardinality(wall.own_windows()) = 0
       OR wanted NOT IN ({", ".join(f"'{kind}'" for kind in Numbered.values)}) THEN
        RAISE EXCEPTION 'no number is handed out' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO wall.numbers AS n (kind, year, last) VALUES (wanted, fiscal_year, 1)
        ON CONFLICT (kind, year) DO UPDATE SET last = n.last + 1 RETURNING last INTO running;
    RETURN running;
END
"""

OF_PLAN = any_of("plan_id", f"bound({PLAN})")
INTO_OWN_PLAN = any_of("plan_id", "own_plans()")
FROM_OWN_ITEM = any_of("item_id", "own_items()")
TOWARD_A_READABLE_GOAL = (
    "(goal_id IS NULL OR EXISTS (SELECT 1 FROM casework_plangoal g"
    " WHERE g.id = goal_id AND g.circle_id = casework_entry.circle_id))"
)

STANDING_ROLES = ", ".join(
    f"'{state.value}'" for state in (RoleState.ASKED, RoleState.ACCEPTED, RoleState.DECLINED)
)
PLANS_WITHOUT_CONSENT = f"""
WITH mine AS MATERIALIZED (
    SELECT p.* FROM casework_plan p WHERE p.id = ANY(wanted)
      AND p.circle_id <> ALL((SELECT wall.excluded_circles())::uuid[])
      AND (p.owner_window_id = ANY((SELECT wall.own_windows())::uuid[])
           OR p.id = ANY((SELECT wall.bound({PLAN}))::uuid[]))),
told AS (
    SELECT m.id, w.code, a.kind FROM mine m
    JOIN directory_window w ON w.id <> m.owner_window_id AND (w.id = m.lead_window_id
        OR EXISTS (SELECT 1 FROM casework_roleassignment r WHERE r.plan_id = m.id
                   AND r.window_id = w.id AND r.state IN ({STANDING_ROLES})))
    JOIN directory_agency a ON a.id = w.agency_id
    UNION
    SELECT m.id, a.code, a.kind FROM mine m
    JOIN casework_roleassignment r ON r.plan_id = m.id AND r.state IN ({STANDING_ROLES})
    JOIN directory_agency a ON a.code = r.agency_code)
SELECT coalesce(array_agg(DISTINCT m.id), '{{}}')
FROM mine m JOIN told t ON t.id = m.id CROSS JOIN LATERAL jsonb_array_elements(m.persons) AS named
WHERE NOT EXISTS (
    SELECT 1 FROM sharing_consent c
    WHERE c.person_id = (named->>'id')::uuid AND c.circle_id = m.circle_id
      AND {consent_in_force("c", at="wall.at()")}
      AND {consent_covers("c", DISCUSSED, code="t.code", kind="t.kind")})
"""

TRIGGERS = wall_parting.TRIGGERS

FUNCTIONS = (
    *wall_parting.FUNCTIONS,
    # What the own window may bind a grant of class PLAN to: its plans and the roles it asked for.
    # Not a plan and a role under one identifier: keys are made by the client, and a grant bound to
    # the own record must not open another window's.
    Function(
        signature="own_plans()",
        returns="uuid[]",
        body="SELECT coalesce(array_agg(p.id), '{}') FROM ("
        "SELECT id, owner_window_id, circle_id FROM casework_plan x"
        " WHERE NOT EXISTS (SELECT 1 FROM casework_roleassignment r WHERE r.id = x.id)"
        " UNION ALL SELECT id, owner_window_id, circle_id FROM casework_roleassignment r"
        " WHERE NOT EXISTS (SELECT 1 FROM casework_plan x WHERE x.id = r.id)) p"
        " WHERE p.owner_window_id = ANY((SELECT wall.own_windows())::uuid[])"
        " AND p.circle_id <> ALL((SELECT wall.excluded_circles())::uuid[])",
    ),
    # A plan needs a review when a consent on which it rests has ended, whoever carries it asks:
    # which plans, never whose consent.
    Function(
        signature="plans_without_consent(wanted uuid[])",
        returns="uuid[]",
        body=PLANS_WITHOUT_CONSENT,
    ),
    # 年度ごとの通し番号: handed out inside the verb's transaction, so that none is lost.
    Function(
        signature="next_number(wanted text, fiscal_year integer)",
        returns="integer",
        body=NEXT_NUMBER,
        language="plpgsql",
        volatility="VOLATILE",
    ),
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
    # Whether a plan runs for this household: whoever leads it may hold no role in it.
    Function(
        signature="runs_plan(wanted uuid)",
        returns="boolean",
        body="SELECT EXISTS (SELECT 1 FROM casework_plan p WHERE p.case_id = wanted"
        f" AND p.state IN ({', '.join(repr(state) for state in sorted(RUNNING))})"
        " AND wall.on_duty(p.circle_id))",
    ),
    # Whose outcome the own window waited for.
    Function(
        signature="sent_referrals()",
        returns="uuid[]",
        body="SELECT coalesce(array_agg(r.id), '{}') FROM casework_referral r"
        " WHERE r.owner_window_id = ANY(wall.own_windows())"
        f" AND r.state = '{ReferralState.DONE.value}'",
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
    # The lead ends the action before its own, though another window wrote it (a hand-over).
    Function(
        signature="end_next_action(wanted uuid, moment timestamptz)",
        returns="boolean",
        body="WITH ended AS (UPDATE casework_nextaction n SET done_at = moment"
        " FROM casework_case c WHERE c.id = n.case_id AND c.id = wanted AND n.done_at IS NULL"
        " AND c.lead_window_id = ANY(wall.own_windows())"
        " AND c.circle_id <> ALL(wall.excluded_circles())"
        " RETURNING 1) SELECT EXISTS (SELECT 1 FROM ended)",
        volatility="VOLATILE",
    ),
)

TABLES = (
    Table(
        name="casework_case",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {LEADING} OR {any_of('circle_id', f'circles({F0})')})",
        add=f"{ADD} AND {LEADING} AND opened_with_id = responsible_id AND {ANSWERED_THERE}",
        change=f"{NOT_EXCLUDED} AND {LEADING}",
        change_to=ON_DUTY,
        fixed=(*PLACE, "opened_with_id", "tally_key"),
        theirs=LEADER_KEEPS,
    ),
    Table(
        name="casework_nextaction",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {any_of('circle_id', f'circles({F3})')})",
        add=ADD,
        change=f"{NOT_EXCLUDED} AND {OWN}",
        fixed=(*PLACE, "case_id"),
    ),
    Table(name="casework_handover", read=BOTH_ENDS, add=ADD),
    Table(name="casework_handovernote", read=BOTH_ENDS, add=ADD),
    Table(
        name="casework_entry",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR (tag = '' AND ("
        f"{any_of('circle_id', f'circles({F3})')} OR {any_of('person_id', f'persons({F3})')})))",
        add=f"{ADD} AND {TOWARD_A_READABLE_GOAL}",
        change=f"{NOT_EXCLUDED} AND {OWN}",
        fixed=(*PLACE, "case_id", "person_id", "body", "goal_id", "tally_key"),
    ),
    Table(
        name="casework_plan",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {any_of('id', f'bound({PLAN})')})",
        add=ADD,
        change=f"{NOT_EXCLUDED} AND {OWN}",
        fixed=(*PLACE, "case_id", "edition", "replaces_id"),
    ),
    Table(
        name="casework_plangoal",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {OF_PLAN})",
        add=f"{ADD} AND {INTO_OWN_PLAN}",
        change=f"{NOT_EXCLUDED} AND {OWN}",
        remove=f"{NOT_EXCLUDED} AND {OWN}",
        fixed=(*PLACE, "plan_id"),
    ),
    # Whoever carries a role answers for it, and reads the roles of the same plan.
    Table(
        name="casework_roleassignment",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {HOLDS_ROLE} OR coalesce({OF_PLAN}, false))",
        add=f"{ADD} AND ({INTO_OWN_PLAN} OR {FROM_OWN_ITEM}) AND {CARRIED_THERE}",
        change=f"{NOT_EXCLUDED} AND ({OWN} OR {HOLDS_ROLE})",
        change_to=f"({OWN} OR {HOLDS_ROLE}) AND {CARRIED_THERE}",
        remove=f"{NOT_EXCLUDED} AND {OWN} AND state = '{RoleState.DRAFTED.value}'",
        fixed=(*PLACE, "plan_id", "case_id", "window_id", "agency_code", "item_id"),
        theirs=HOLDER_ANSWERS,
    ),
    Table(
        name="casework_rolenote",
        read=f"{NOT_EXCLUDED} AND {TOLD_OF_ROLE}",
        add=f"{NOT_EXCLUDED} AND {BY_ITS_HOLDER}",
    ),
    Table(
        name="casework_planevaluation",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {OF_PLAN})",
        add=f"{ADD} AND {INTO_OWN_PLAN}",
    ),
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
