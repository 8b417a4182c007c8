"""Circles, grounds, grants: which circles the viewer's grants open at the moment of viewing.

The functions here say in SQL what `domain.deciding` says in Python; the tests hold them together.
"""

from ikue.kernel.wall import PLACE, Function, Open, Table, any_of, none_of, veiled
from ikue.sharing import wall_consents
from ikue.sharing.consent_sql import end_of_consent
from ikue.sharing.enums import ENDED_CONSENTS, Basis, ConsentState, FieldClass
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
        callable_by_app=False,
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
        "  AND g.starts_at <= wall.at() AND (g.ends_at IS NULL OR g.ends_at > wall.at())"
        "  AND r.started_at <= wall.at() AND (r.ended_at IS NULL OR r.ended_at > wall.at())"
        f"  AND wall.opens(wanted, {FieldClass.F0.value})"
        " GROUP BY g.window_id",
    ),
    *wall_consents.FUNCTIONS,
)

OWN = any_of("owner_window_id", "own_windows()")
NOT_EXCLUDED = none_of("circle_id", "excluded_circles()")
DUTY = "wall.on_duty(circle_id)"
READ_ON_DUTY = any_of("circle_id", "duty_circles()")
BEGAN = "wall.began(circle_id)"
TAKEN = any_of("circle_id", "taken_circles()")
ADD_GROUND = f"{OWN} AND ({BEGAN} OR {DUTY} OR ({TAKEN} AND basis = '{Basis.OWN_DUTY.value}'))"
"""A window opens grounds only in a circle it began or is on duty in; where it took up a referral,
the own duty of accepting."""

SAME_GROUND = (
    "EXISTS (SELECT 1 FROM sharing_ground r WHERE r.id = sharing_grant.ground_id"
    " AND r.circle_id = sharing_grant.circle_id"
    " AND r.owner_window_id = sharing_grant.owner_window_id{more})"
)
CONFERENCE_BASIS = (
    f" AND r.basis IN ('{Basis.SUPPORT_CONFERENCE.value}', '{Basis.MULTILAYER_CONFERENCE.value}')"
)
TO_ITSELF = (
    f"coalesce({any_of('window_id', 'own_windows()')}, false)"
    f" OR coalesce({any_of('appointment_id', 'acting_appointments()')}, false)"
    " OR coalesce(account_id = (SELECT wall.account()), false)"
)
OWN_DUTY_GROUND = SAME_GROUND.format(more=f" AND r.basis = '{Basis.OWN_DUTY.value}'")
# What was agreed to: the own window wrote it down, it names this receiver, or its kind of agency
# and then the addition of which the person is told, and the grant ends with its last day.
AGREED_TO = f"""
    SELECT 1 FROM sharing_consent c
    JOIN directory_window w ON w.id = sharing_grant.window_id
    JOIN directory_agency a ON a.id = w.agency_id
    WHERE c.ground_id = sharing_grant.ground_id AND c.circle_id = sharing_grant.circle_id
      AND c.owner_window_id = sharing_grant.owner_window_id
      AND c.state = '{ConsentState.GIVEN.value}'
      AND sharing_grant.ends_at <= {end_of_consent("c")}
      AND (c.window_codes ? w.code OR (c.agency_kinds ? a.kind AND EXISTS (
          SELECT 1 FROM sharing_consentaddition d
          WHERE d.consent_id = c.id AND d.window_id = w.id)))
"""
AGREEABLE = (
    FieldClass.F0 | FieldClass.F1 | FieldClass.F2 | FieldClass.F3 | FieldClass.PACKET
    | FieldClass.PLAN
)  # fmt: skip
"""What the law's row of consent may open: nothing strict, no conference's, no informant's."""
BITS = ", ".join(f"('{one.name}', {one.value})" for one in AGREEABLE)
CONSENTED = f"""
    (classes & {~int(AGREEABLE)} = 0 AND EXISTS ({AGREED_TO}
      AND c.person_id = sharing_grant.person_id AND NOT EXISTS (
          SELECT 1 FROM (VALUES {BITS}) AS one (name, bit)
          WHERE sharing_grant.classes & one.bit <> 0 AND NOT c.class_names ? one.name)))
"""
INVOLVED = f"(classes = {FieldClass.F0.value} AND EXISTS ({AGREED_TO}))"
CUSTODY_GROUND = SAME_GROUND.format(more=f" AND r.basis = '{Basis.MINUTES_CUSTODY.value}'")
OF_THE_HOST = (
    "EXISTS (SELECT 1 FROM directory_appointment a WHERE a.id = sharing_grant.appointment_id"
    " AND a.window_id = sharing_grant.owner_window_id)"
)
CUSTODY = (
    f"(classes = {FieldClass.F5.value} AND {any_of('bound_to_id', 'own_items()')}"
    f" AND {OF_THE_HOST} AND {CUSTODY_GROUND})"
)
"""Of the minutes of an own item, to one of the own window, also to oneself: it opens what the
window wrote, past the item's end, and so to nobody else."""
CONFERENCE_CLASSES = int(FieldClass.F0 | FieldClass.F1 | FieldClass.F3 | FieldClass.F5)
BOUND = (
    f"(classes & {~CONFERENCE_CLASSES} = 0"
    f" AND {any_of('appointment_id', 'standing_members(bound_to_id)')}"
    f" AND {SAME_GROUND.format(more=CONFERENCE_BASIS)})"
    f" OR (classes = {FieldClass.PLAN.value} AND {any_of('bound_to_id', 'own_plans()')})"
)
"""To the members of an own agenda item, what may be attached to it; to the holders of a role, the
plan and the role. What is asked of items and plans is declared where those records are kept."""
ADD_GRANT = (
    f"{OWN} AND {SAME_GROUND.format(more='')} AND CASE WHEN {TO_ITSELF} THEN"
    f" (classes = {FieldClass.F0.value} AND {OWN_DUTY_GROUND}"
    f" AND ({BEGAN} OR {DUTY} OR {TAKEN}))"
    f" OR ({DUTY} AND ({CONSENTED} OR {CUSTODY}))"
    f" ELSE {DUTY} AND CASE WHEN bound_to_id IS NULL THEN"
    f" classes = {FieldClass.PACKET.value} OR {CONSENTED} OR {INVOLVED}"
    f" ELSE {BOUND} OR {CUSTODY} END END"
)
"""Nobody grants to themselves but the F0 of their own duty, or what a recorded consent opens of
one person; to others, from within a circle one is on duty in, a packet, what consent opens, or what
is bound to one's own agenda item or plan."""

# Under the viewer's own policy: nobody asks a stranger.
KNOWN_PERSON = (
    "EXISTS (SELECT 1 FROM people_person p"
    " WHERE p.id = person_id AND p.circle_id = sharing_consent.circle_id)"
)
OF_OWN_CONSENT = """
    EXISTS (SELECT 1 FROM sharing_consent c
    WHERE c.id = consent_id AND c.circle_id = sharing_consentwords.circle_id
      AND c.owner_window_id = sharing_consentwords.owner_window_id)
"""
SHOWN_WINDOW = (
    "EXISTS (SELECT 1 FROM directory_window w WHERE w.id = window_id AND NOT w.hidden_involvement)"
)
OF_A_NAMED_KIND = f"""
    EXISTS (SELECT 1 FROM sharing_consent c
    JOIN directory_window w ON w.id = sharing_consentaddition.window_id
    JOIN directory_agency a ON a.id = w.agency_id
    WHERE c.id = consent_id AND c.circle_id = sharing_consentaddition.circle_id
      AND c.owner_window_id = sharing_consentaddition.owner_window_id
      AND c.state = '{ConsentState.GIVEN.value}' AND c.agency_kinds ? a.kind)
"""

TABLES = (
    Table(
        name="sharing_circle",
        read=f"{none_of('id', 'excluded_circles()')} AND ({OWN}"
        f" OR {any_of('id', f'circles({FieldClass.F0.value | FieldClass.PACKET.value})')})",
        add=OWN,
    ),
    Table(
        name="sharing_ground",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {any_of('id', 'held_grounds()')})",
        add=ADD_GROUND,
    ),
    Table(
        name="sharing_grant",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {any_of('window_id', 'own_windows()')}"
        f" OR {any_of('appointment_id', 'acting_appointments()')}"
        " OR account_id = (SELECT wall.account()))",
        add=ADD_GRANT,
    ),
    Table(
        name="sharing_exclusion",
        read=f"{NOT_EXCLUDED} AND {OWN}",
        add=f"{OWN} AND ({BEGAN} OR {DUTY})",
        change=f"{NOT_EXCLUDED} AND {OWN}",
        fixed=(*PLACE, "account_id"),
    ),
    Table(
        name="sharing_consent",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {READ_ON_DUTY})",
        add=f"{OWN} AND {DUTY} AND {KNOWN_PERSON}",
        change=f"{NOT_EXCLUDED} AND ({OWN} OR {DUTY})",
        change_to=f"{OWN} OR state IN"
        f" ('{ConsentState.WITHDRAWN.value}', '{ConsentState.DIED.value}')",
        fixed=(*PLACE, "person_id"),
        theirs=("state", "withdrawn_at"),
        final=tuple(sorted(ENDED_CONSENTS)),
    ),
    Table(
        name="sharing_consentwords",
        read=f"{NOT_EXCLUDED} AND {OWN}",
        add=f"{OWN} AND {DUTY} AND {OF_OWN_CONSENT}",
        change=f"{NOT_EXCLUDED} AND {OWN}",
        fixed=(*PLACE, "consent_id"),
    ),
    Table(
        name="sharing_consentaddition",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR ({READ_ON_DUTY} AND {SHOWN_WINDOW}))",
        add=f"{OWN} AND {DUTY} AND {OF_A_NAMED_KIND}",
        change=f"{NOT_EXCLUDED} AND {OWN}",
        fixed=(*PLACE, "consent_id", "window_id"),
    ),
)

MASTER = "master data: the law and the ward's standing decisions, no residents"

OPEN = (
    Open(name="sharing_legalbasis", grants=("SELECT",), reason=MASTER),
    Open(name="sharing_standingdecision", grants=("SELECT",), reason=MASTER),
)
