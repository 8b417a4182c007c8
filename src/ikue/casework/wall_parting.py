"""After a split: who has taken one side over sees the other no more (the law's table of events).

That two circles were one household, and who has answered for a side, stands in relations of the
keeper's alone: in neither circle does a row point to the other. Whoever is once named for a side is
noted as it happens, so that no hand-over can forget it and nothing written into the case later can
undo it.
"""

from ikue.casework.enums import CaseState
from ikue.directory.enums import Role
from ikue.kernel.wall import Function
from ikue.sharing.enums import Basis

PARTED_TABLE = """
CREATE TABLE IF NOT EXISTS wall.parted (
    mine uuid NOT NULL, other uuid NOT NULL, PRIMARY KEY (mine, other))
"""
ANSWERED_TABLE = """
CREATE TABLE IF NOT EXISTS wall.answered (
    circle uuid NOT NULL, account uuid NOT NULL, PRIMARY KEY (circle, account))
"""
# Sides that were parted before it was noted who answers for them.
ANSWERED_BEFORE = f"""
INSERT INTO wall.answered (circle, account)
SELECT c.circle_id, a.account_id FROM casework_case c
JOIN directory_appointment a ON a.id = c.responsible_id AND a.window_id = c.lead_window_id
WHERE c.state <> '{CaseState.COMPLETED.value}'
  AND EXISTS (SELECT 1 FROM wall.parted p WHERE p.mine = c.circle_id)
  AND NOT EXISTS (SELECT 1 FROM wall.answered n WHERE n.circle = c.circle_id)
ON CONFLICT DO NOTHING
"""
RELATIONS = (
    PARTED_TABLE, "REVOKE ALL ON wall.parted FROM PUBLIC",
    "ALTER TABLE wall.parted DROP COLUMN IF EXISTS at",
    ANSWERED_TABLE, "REVOKE ALL ON wall.answered FROM PUBLIC",
    ANSWERED_BEFORE,
)  # fmt: skip

LEADING_ROLES = ", ".join(f"'{role.value}'" for role in (Role.SECTION_MANAGER, Role.CHIEF))

# Both sides are led by the own window, by a case that goes on: whoever is kept apart by this is of
# that window, and answers for one of them. Somebody lives on the other side; and it is done by who
# answers for one side, or by who leads the window: else a colleague, named for a side that was
# invented, would be shut out of the true one.
PART = f"""
DECLARE
    sides uuid[];
BEGIN
    sides := ARRAY(
        SELECT c.circle_id FROM casework_case c
        WHERE c.circle_id IN (one, part_circles.other) AND c.state <> '{CaseState.COMPLETED.value}'
          AND c.lead_window_id = ANY(wall.own_windows()));
    IF NOT (one = ANY((SELECT wall.duty_circles())::uuid[])
            AND wall.began(part_circles.other) AND one <> part_circles.other
            AND cardinality(sides) = 2
            AND EXISTS (
                SELECT 1 FROM people_support s JOIN people_person p ON p.id = s.person_id
                WHERE s.circle_id = part_circles.other AND p.circle_id = s.circle_id
                  AND s.until IS NULL AND p.died_on IS NULL)
            AND EXISTS (
                SELECT 1 FROM casework_case c JOIN directory_appointment a
                  ON a.window_id = c.lead_window_id AND a.id = ANY(wall.acting_appointments())
                WHERE c.circle_id = ANY(sides) AND c.state <> '{CaseState.COMPLETED.value}'
                  AND (a.id = c.responsible_id OR a.role IN ({LEADING_ROLES})))) THEN
        RAISE EXCEPTION 'not parted here' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO wall.parted AS p (mine, other)
        VALUES (one, part_circles.other), (part_circles.other, one);
    PERFORM wall.note_answering(c.circle_id, c.responsible_id, c.lead_window_id)
        FROM casework_case c
        WHERE c.circle_id = ANY(sides) AND c.state <> '{CaseState.COMPLETED.value}';
    RETURN true;
END
"""

# Nobody is named for a side who is not of the window that leads it, nor one on which that window
# does not stand, nor who has answered for the other: that would shut a colleague out of both.
NOTE_ANSWERING = f"""
DECLARE
    who uuid;
BEGIN
    SELECT a.account_id INTO who FROM directory_appointment a
        WHERE a.id = appointment AND a.window_id = lead
          AND side <> ALL(wall.kept_apart(a.account_id))
          AND EXISTS (
            SELECT 1 FROM sharing_grant g JOIN sharing_ground r ON r.id = g.ground_id
            WHERE g.circle_id = side AND g.window_id = lead
              AND r.basis = '{Basis.OWN_DUTY.value}' AND g.starts_at <= wall.at()
              AND (g.ends_at IS NULL OR g.ends_at > wall.at())
              AND (r.ended_at IS NULL OR r.ended_at > wall.at()));
    IF who IS NULL THEN
        RAISE EXCEPTION 'not answering here' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO wall.answered (circle, account) VALUES (side, who) ON CONFLICT DO NOTHING;
END
"""

NOTE_NAMED = """
BEGIN
    IF EXISTS (SELECT 1 FROM wall.parted p WHERE p.mine = NEW.circle_id) THEN
        PERFORM wall.note_answering(NEW.circle_id, NEW.responsible_id, NEW.lead_window_id);
    END IF;
    RETURN NULL;
END
"""
TRIGGERS = (
    f"""
    CREATE OR REPLACE TRIGGER answers_for_a_side
    AFTER INSERT OR UPDATE OF responsible_id, lead_window_id, state ON casework_case FOR EACH ROW
    WHEN (NEW.state <> '{CaseState.COMPLETED.value}') EXECUTE FUNCTION wall.note_named()
    """,
)

# Once responsible for a side, for good: handing it on makes nobody forget.
KEPT_APART = """
BEGIN RETURN (
    SELECT coalesce(array_agg(DISTINCT p.other), '{}')
    FROM wall.answered a JOIN wall.parted p ON p.mine = a.circle WHERE a.account = who); END
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
          AND (a.id = ANY(acting)
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

# Nobody but the window that leads, or that opens the case, learns who is shut out of a household.
LED_ELSEWHERE = f"""EXISTS (
    SELECT 1 FROM casework_case c
    WHERE c.circle_id = circle AND c.state <> '{CaseState.COMPLETED.value}'
      AND c.lead_window_id <> ALL((SELECT wall.own_windows())::uuid[]))"""
ADMITS = f"""
SELECT EXISTS (
    SELECT 1 FROM directory_appointment a
    WHERE a.id = appointment AND wall.on_duty(circle) AND NOT {LED_ELSEWHERE}
      AND circle <> ALL(wall.kept_apart(a.account_id))
      AND NOT EXISTS (
          SELECT 1 FROM sharing_exclusion e
          WHERE e.circle_id = circle AND e.account_id = a.account_id
            AND e.starts_at <= wall.at() AND (e.ends_at IS NULL OR e.ends_at > wall.at())))
"""

# A window knows of its own staff to whom they are tied; of others, the window that leads, or that
# received the household where nobody leads yet. Whoever answers hands over first: nobody is left to
# answer for what they may not see.
MAY_EXCLUDE = f"""
SELECT (wall.on_duty(circle) OR wall.began(circle))
   AND NOT EXISTS (
       SELECT 1 FROM casework_case c JOIN directory_appointment a ON a.id = c.responsible_id
       WHERE c.circle_id = circle AND c.state <> '{CaseState.COMPLETED.value}'
         AND a.account_id = who)
   AND (EXISTS (
       SELECT 1 FROM directory_appointment a
       WHERE a.account_id = who AND a.window_id = ANY((SELECT wall.own_windows())::uuid[]))
     OR (NOT {LED_ELSEWHERE} AND (wall.began(circle) OR EXISTS (
       SELECT 1 FROM casework_case c
       WHERE c.circle_id = circle AND c.lead_window_id = ANY((SELECT wall.own_windows())::uuid[]))))
   )
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
        signature="note_answering(side uuid, appointment uuid, lead uuid)",
        returns="void",
        body=NOTE_ANSWERING,
        language="plpgsql",
        volatility="VOLATILE",
        callable_by_app=False,
    ),
    Function(
        signature="note_named()",
        returns="trigger",
        body=NOTE_NAMED,
        language="plpgsql",
        volatility="VOLATILE",
        callable_by_app=False,
    ),
    Function(
        signature="part_circles(one uuid, other uuid)",
        returns="boolean",
        body=PART,
        language="plpgsql",
        volatility="VOLATILE",
    ),
    Function(signature="may_exclude(circle uuid, who uuid)", returns="boolean", body=MAY_EXCLUDE),
    # Whether somebody may answer for a household, asked by the window that names them.
    Function(signature="admits(circle uuid, appointment uuid)", returns="boolean", body=ADMITS),
)
