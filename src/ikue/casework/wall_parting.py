"""After a split: who has taken one side over sees the other no more (the law's table of events).

That two circles were one household stands in a relation of the keeper's alone: in neither circle
does a row point to the other. Who is kept apart follows from who answers for a side, so that no
hand-over and no cover can forget it.
"""

from ikue.casework.enums import CaseState
from ikue.directory.enums import Role
from ikue.kernel.wall import Function

PARTED_TABLE = """
CREATE TABLE IF NOT EXISTS wall.parted (
    mine uuid NOT NULL, other uuid NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (mine, other))
"""
RELATIONS = (PARTED_TABLE, "REVOKE ALL ON wall.parted FROM PUBLIC")

PART = """
BEGIN
    IF NOT (one = ANY((SELECT wall.duty_circles())::uuid[])
            AND wall.began(other) AND one <> other) THEN
        RAISE EXCEPTION 'not parted here' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO wall.parted AS p (mine, other, at)
        VALUES (one, part_circles.other, wall.at()), (part_circles.other, one, wall.at());
    RETURN true;
END
"""

# Once responsible for a side, for good: handing it on makes nobody forget.
KEPT_APART = f"""
BEGIN RETURN (
    SELECT coalesce(array_agg(DISTINCT p.other), '{{}}') FROM wall.parted p
    WHERE EXISTS (
        SELECT 1 FROM casework_case c JOIN directory_appointment a ON a.id = c.responsible_id
        WHERE c.circle_id = p.mine AND a.account_id = who
          AND (c.state <> '{CaseState.COMPLETED.value}' OR c.completed_at >= p.at))
    OR EXISTS (
        SELECT 1 FROM casework_handover h JOIN directory_appointment a
        ON a.id IN (h.from_appointment_id, h.to_appointment_id)
        WHERE h.circle_id = p.mine AND a.account_id = who AND h.at >= p.at)); END
"""

# A deputy for the days of the cover, a manager while a side waits for its hand-over. On whom both
# sides fall, sees both, as any colleague does who has neither: or nobody could hand one over.
PARTED = f"""
DECLARE
    acting uuid[];
    manages boolean;
    named uuid[];
    meanwhile uuid[];
BEGIN
    IF NOT EXISTS (SELECT 1 FROM wall.parted) THEN RETURN '{{}}'; END IF;
    acting := wall.acting_appointments();
    -- Asked in every statement: who manages nothing need not be looked for among the managers.
    manages := EXISTS (SELECT 1 FROM directory_appointment m
                       WHERE m.id = ANY(acting) AND m.role = '{Role.SECTION_MANAGER.value}');
    named := wall.kept_apart(wall.account());
    meanwhile := (
        SELECT coalesce(array_agg(DISTINCT c.circle_id), '{{}}')
        FROM wall.parted p JOIN casework_case c ON c.circle_id = p.mine
        LEFT JOIN directory_appointment a
               ON a.id = c.responsible_id AND a.window_id = c.lead_window_id
        WHERE c.state <> '{CaseState.COMPLETED.value}' AND c.circle_id <> ALL(named)
          AND (c.responsible_id = ANY(acting)
               OR (manages AND wall.is_serving(a.id) IS NOT TRUE
                   AND wall.manager_of(c.lead_window_id) = ANY(acting))));
    RETURN named || (SELECT array_agg(DISTINCT p.other) FROM wall.parted p
                     WHERE p.mine = ANY(meanwhile) AND p.other <> ALL(meanwhile));
END
"""

# Hardly any circle was ever split off from another.
PARTED_FROM = """
BEGIN RETURN EXISTS (SELECT 1 FROM wall.parted p WHERE p.other = circle)
         AND circle = ANY(wall.parted_circles()); END
"""

ADMITS = """
SELECT circle = ANY((SELECT wall.duty_circles())::uuid[])
   AND circle <> ALL(wall.kept_apart(a.account_id))
   AND NOT EXISTS (SELECT 1 FROM sharing_exclusion e
                   WHERE e.circle_id = circle AND e.account_id = a.account_id
                     AND e.starts_at <= wall.at() AND (e.ends_at IS NULL OR e.ends_at > wall.at()))
FROM directory_appointment a WHERE a.id = appointment
"""

FUNCTIONS = (
    Function(
        signature="kept_apart(who uuid)",
        returns="uuid[]",
        body=KEPT_APART,
        language="plpgsql",
        callable_by_app=False,
    ),
    Function(
        signature="parted_circles()",
        returns="uuid[]",
        body=PARTED,
        language="plpgsql",
        callable_by_app=False,
    ),
    Function(
        signature="parted_from(circle uuid)",
        returns="boolean",
        body=PARTED_FROM,
        language="plpgsql",
        callable_by_app=False,
    ),
    Function(
        signature="part_circles(one uuid, other uuid)",
        returns="boolean",
        body=PART,
        language="plpgsql",
        volatility="VOLATILE",
    ),
    # Whether somebody may answer for a household, asked by a window on duty there.
    Function(signature="admits(circle uuid, appointment uuid)", returns="boolean", body=ADMITS),
)
