"""Case, entries, plans: F0 for the circle, F3 for who wrote it or holds a grant. A plan for the
window that keeps it and, once proposed, for who carries a role in it."""

from ikue.casework import wall_parting, wall_referrals
from ikue.casework.enums import RUNNING, Numbered, RoleState
from ikue.casework.wall_roles import BY_ITS_HOLDER, CARRIED_THERE, HOLDS_ROLE, TOLD_OF_ROLE
from ikue.kernel.wall import PLACE, Function, Table, any_of, none_of
from ikue.sharing.consent_sql import consent_covers, consent_in_force
from ikue.sharing.enums import DISCUSSED, FieldClass

F0, F3, PLAN = FieldClass.F0.value, FieldClass.F3.value, FieldClass.PLAN.value

OWN = any_of("owner_window_id", "own_windows()")
NOT_EXCLUDED = none_of("circle_id", "excluded_circles()")
ON_DUTY = "wall.on_duty(circle_id)"
ADD = f"{OWN} AND {ON_DUTY}"
RECEIVED = any_of("to_window_id", "own_windows()")
LEADING = any_of("lead_window_id", "own_windows()")
BOTH_ENDS = f"{NOT_EXCLUDED} AND ({OWN} OR {RECEIVED})"

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
    *wall_referrals.FUNCTIONS,
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
    # Whether a plan runs for this household: whoever leads it may hold no role in it.
    Function(
        signature="runs_plan(wanted uuid)",
        returns="boolean",
        body="SELECT EXISTS (SELECT 1 FROM casework_plan p WHERE p.case_id = wanted"
        f" AND p.state IN ({', '.join(repr(state) for state in sorted(RUNNING))})"
        " AND wall.on_duty(p.circle_id))",
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
    *wall_referrals.TABLES,
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
        fixed=(*PLACE, "case_id", "edition", "replaces_id", "tally_key"),
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
        final=(RoleState.ENDED,),
    ),
    Table(
        name="casework_rolenote",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {TOLD_OF_ROLE})",
        add=f"{NOT_EXCLUDED} AND {BY_ITS_HOLDER}",
    ),
    Table(
        name="casework_planevaluation",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {OF_PLAN})",
        add=f"{ADD} AND {INTO_OWN_PLAN}",
    ),
)
