"""What grants open at the moment of viewing, to whom they are closed, and how they end.

The functions here say in SQL what `domain.deciding` says in Python; the tests hold them together.
"""

from ikue.kernel.wall import Function, veiled
from ikue.sharing.enums import ENDED_CONSENTS, Basis, FieldClass
from ikue.sharing.grant_sql import grant_in_force

# A grant counts while itself and its Ground are in force for the viewer's window, appointment or
# account. Item-bound grants open what is attached to the item, nothing else of the circle. The
# scalar sub-selects run once, not once a row.
MINE = """(
    g.window_id = ANY((SELECT wall.own_windows())::uuid[])
    OR g.appointment_id = ANY((SELECT wall.acting_appointments())::uuid[])
    OR g.account_id = (SELECT wall.account())
)"""
GIVEN = f"""
FROM sharing_grant g JOIN sharing_ground r ON r.id = g.ground_id
WHERE {MINE}
  AND {grant_in_force("g", "r", at="(SELECT wall.at())")}
"""
HELD = f"{GIVEN} AND g.circle_id <> ALL((SELECT wall.excluded_circles())::uuid[])"
IN_FORCE = f"{HELD} AND g.bound_to_id IS NULL"
IN_ONE_CIRCLE = (
    f"{GIVEN} AND g.bound_to_id IS NULL AND g.circle_id = circle AND NOT wall.excluded_from(circle)"
)
OVER = ", ".join(f"'{state}'" for state in sorted(ENDED_CONSENTS))
CIRCLES = f"SELECT coalesce(array_agg(DISTINCT g.circle_id), '{{}}') {IN_FORCE}"

# Whoever opened a ground ends it, or its only grantee (a declined referral); never in the future,
# so that nobody keeps a ground open by "ending" it there, and an earlier end may follow a later.
END_GROUND = f"""
WITH ended AS (
    UPDATE sharing_ground r SET ended_at = greatest(r.started_at, least(moment, wall.at()))
    WHERE r.id = ground
      AND (r.ended_at IS NULL OR r.ended_at > least(moment, wall.at()))
      AND r.circle_id <> ALL((SELECT wall.excluded_circles())::uuid[])
      AND (r.owner_window_id = ANY((SELECT wall.own_windows())::uuid[])
           OR (EXISTS (SELECT 1 FROM sharing_grant g WHERE g.ground_id = r.id AND {MINE})
               AND NOT EXISTS (SELECT 1 FROM sharing_grant g
                               WHERE g.ground_id = r.id AND {MINE} IS NOT TRUE)))
    RETURNING 1)
SELECT EXISTS (SELECT 1 FROM ended)
"""

# A consent that is over takes its own ground with it and every ground that rests on it, whichever
# window of the circle heard the withdrawal.
END_RESTING = f"""
WITH ended AS (
    UPDATE sharing_ground r SET ended_at = greatest(r.started_at, least(moment, wall.at()))
    FROM sharing_consent c
    WHERE c.id = consent AND c.state IN ({OVER}) AND c.circle_id = r.circle_id
      AND (r.id = c.ground_id OR r.rests_on ? c.id::text)
      AND (r.ended_at IS NULL OR r.ended_at > least(moment, wall.at()))
      AND r.circle_id <> ALL((SELECT wall.excluded_circles())::uuid[])
      AND (c.owner_window_id = ANY((SELECT wall.own_windows())::uuid[])
           OR wall.on_duty(c.circle_id))
    RETURNING 1)
SELECT count(*)::integer FROM ended
"""

END_MEMBER_GRANT = """
WITH ended AS (
    UPDATE sharing_grant g SET ends_at = greatest(g.starts_at, least(moment, wall.at()))
    WHERE g.ground_id = ground AND g.appointment_id = member
      AND (g.ends_at IS NULL OR g.ends_at > least(moment, wall.at()))
      AND g.circle_id <> ALL((SELECT wall.excluded_circles())::uuid[])
      AND g.owner_window_id = ANY((SELECT wall.own_windows())::uuid[])
    RETURNING 1)
SELECT EXISTS (SELECT 1 FROM ended)
"""

# The window of the viewer's own appointment leaves: what it owed, and whom it supported there.
LEAVING = """
    circle_id = circle AND circle_id <> ALL((SELECT wall.excluded_circles())::uuid[])
    AND owner_window_id = ANY((SELECT wall.own_windows())::uuid[])
    AND owner_window_id = (SELECT a.window_id FROM directory_appointment a
                           WHERE a.id = (SELECT wall.appointment()))
"""
LEAVE_CIRCLE = f"""
WITH ended AS (
    UPDATE sharing_ground SET ended_at = greatest(started_at, least(moment, wall.at()))
    WHERE {LEAVING} AND basis = '{Basis.OWN_DUTY.value}' AND ended_at IS NULL
    RETURNING 1),
let_go AS (
    UPDATE people_support SET until = greatest(since, least(moment, wall.at()))
    WHERE {LEAVING} AND until IS NULL)
SELECT count(*)::integer FROM ended
"""

# In plpgsql, because `parted_circles()` is declared above: where a household was split.
EXCLUDED = """BEGIN RETURN wall.parted_circles() || (
    SELECT coalesce(array_agg(DISTINCT e.circle_id), '{}') FROM sharing_exclusion e
    WHERE e.account_id = wall.account()
      AND e.starts_at <= wall.at() AND (e.ends_at IS NULL OR e.ends_at > wall.at())); END"""
EXCLUDED_FROM = """BEGIN RETURN wall.parted_from(circle) OR EXISTS (
    SELECT 1 FROM sharing_exclusion e WHERE e.circle_id = circle AND e.account_id = wall.account()
      AND e.starts_at <= wall.at() AND (e.ends_at IS NULL OR e.ends_at > wall.at())); END"""

# What the viewer holds in some circles, as nearly every page asks: through the index of the circle,
# without the grounds of all others, of which there are more every year.
HELD_AMONG = f"""
SELECT coalesce(jsonb_agg(to_jsonb(g) || jsonb_build_object('basis', r.basis,
    'until', g.ends_at)), '[]')
{HELD} AND g.circle_id = ANY(wanted)
"""

FUNCTIONS = (
    Function(
        signature="excluded_circles()",
        returns="uuid[]",
        body=EXCLUDED,
        language="plpgsql",
        callable_by_app=False,
    ),
    # The same of one circle: a row that is written names it.
    Function(
        signature="excluded_from(circle uuid)",
        returns="boolean",
        body=EXCLUDED_FROM,
        language="plpgsql",
        callable_by_app=False,
    ),
    # Nobody asks whether, or where, they are excluded: the policies compare veiled values, and
    # whoever decides asks about circles in hand.
    veiled("excluded_circles()"),
    Function(
        signature="excluded_among(wanted uuid[])",
        returns="uuid[]",
        body="SELECT coalesce(array_agg(one), '{}') FROM unnest(wanted) AS one"
        " WHERE one = ANY((SELECT wall.excluded_circles())::uuid[])",
    ),
    Function(signature="held_among(wanted uuid[])", returns="jsonb", body=HELD_AMONG),
    Function(
        signature="circles(wanted integer)",
        returns="uuid[]",
        body=f"{CIRCLES} AND g.classes & wanted <> 0 AND g.person_id IS NULL",
    ),
    # Consent is given per person: its grants open that person's rows, not the circle. Only a
    # person of the grant's own circle: a window can begin circles, and hang grants there.
    Function(
        signature="persons(wanted integer)",
        returns="uuid[]",
        body=f"SELECT coalesce(array_agg(DISTINCT g.person_id), '{{}}') {IN_FORCE}"
        " AND g.classes & wanted <> 0 AND EXISTS (SELECT 1 FROM people_person p"
        " WHERE p.id = g.person_id AND p.circle_id = g.circle_id)",
    ),
    Function(
        signature="duty_circles()",
        returns="uuid[]",
        body=f"{CIRCLES} AND r.basis = '{Basis.OWN_DUTY.value}'",
    ),
    # The same of one circle: a row that is written names it, and all the others, of which there
    # are more every year, need not be gathered.
    Function(
        signature="on_duty(circle uuid)",
        returns="boolean",
        body=f"BEGIN RETURN EXISTS (SELECT 1 {IN_ONE_CIRCLE}"
        f" AND r.basis = '{Basis.OWN_DUTY.value}'); END",
        language="plpgsql",
    ),
    # The same as `circles`, of one circle.
    Function(
        signature="opens(circle uuid, wanted integer)",
        returns="boolean",
        body=f"BEGIN RETURN EXISTS (SELECT 1 {IN_ONE_CIRCLE}"
        " AND g.classes & wanted <> 0 AND g.person_id IS NULL); END",
        language="plpgsql",
    ),
    Function(
        signature="began(circle uuid)",
        returns="boolean",
        body="BEGIN RETURN EXISTS (SELECT 1 FROM sharing_circle c WHERE c.id = circle"
        " AND c.owner_window_id = ANY((SELECT wall.own_windows())::uuid[])"
        " AND NOT wall.excluded_from(circle)); END",
        language="plpgsql",
    ),
    Function(
        signature="held_grounds()",
        returns="uuid[]",
        body=f"SELECT coalesce(array_agg(DISTINCT g.ground_id), '{{}}') {HELD}",
    ),
    # What grants open that are bound to one record: agenda items, plans, roles.
    Function(
        signature="bound(wanted integer)",
        returns="uuid[]",
        body=f"SELECT coalesce(array_agg(DISTINCT g.bound_to_id), '{{}}') {HELD}"
        " AND g.bound_to_id IS NOT NULL AND g.classes & wanted <> 0",
    ),
    Function(
        signature="end_ground(ground uuid, moment timestamptz)",
        returns="boolean",
        body=END_GROUND,
        volatility="VOLATILE",
    ),
    Function(
        signature="end_resting(consent uuid, moment timestamptz)",
        returns="integer",
        body=END_RESTING,
        volatility="VOLATILE",
    ),
    # A member leaves an agenda item, or is replaced: done by whoever invited.
    Function(
        signature="end_member_grant(ground uuid, member uuid, moment timestamptz)",
        returns="boolean",
        body=END_MEMBER_GRANT,
        volatility="VOLATILE",
    ),
    # 手離れ: the own duty of the viewer's window ends in this circle, and whom it supported there.
    Function(
        signature="leave_circle(circle uuid, moment timestamptz)",
        returns="integer",
        body=LEAVE_CIRCLE,
        volatility="VOLATILE",
    ),
    # 支援の輪: the windows that stand in a circle by an own-duty grant. Windows whose involvement
    # is hidden never appear, whoever asks.
    Function(
        signature="circle_windows(wanted uuid)",
        returns="TABLE (window_id uuid, since timestamptz)",
        body="SELECT g.window_id, min(g.starts_at)"
        " FROM sharing_grant g JOIN sharing_ground r ON r.id = g.ground_id"
        " JOIN directory_window w ON w.id = g.window_id"
        f" WHERE g.circle_id = wanted AND r.basis = '{Basis.OWN_DUTY.value}'"
        "  AND NOT w.hidden_involvement"
        f"  AND {grant_in_force('g', 'r', at='wall.at()')}"
        f"  AND wall.opens(wanted, {FieldClass.F0.value})"
        " GROUP BY g.window_id",
    ),
)
