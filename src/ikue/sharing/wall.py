"""Circles, grounds, grants, consents: who may read them, who may open what to whom.

What they open is asked of the keeper (`wall_opening`).
"""

from ikue.kernel.wall import PLACE, Open, Table, any_of, none_of
from ikue.sharing import wall_consents, wall_opening
from ikue.sharing.consent_sql import end_of_consent
from ikue.sharing.enums import ENDED_CONSENTS, Basis, ConsentState, FieldClass

FUNCTIONS = (*wall_opening.FUNCTIONS, *wall_consents.FUNCTIONS)

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
      AND EXISTS (
          SELECT 1 FROM sharing_consentreceiver n
          WHERE n.consent_id = c.id AND (n.code = w.code OR (n.kind = a.kind AND EXISTS (
              SELECT 1 FROM sharing_consentaddition d
              WHERE d.consent_id = c.id AND d.window_id = w.id))))
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
    WHERE c.id = consent_id AND c.circle_id = {table}.circle_id
      AND c.owner_window_id = {table}.owner_window_id{more})
"""
# Whom it names is written down with the answer, and stays as it was agreed to.
STILL_OPEN = f" AND c.state IN ('{ConsentState.ASKED.value}', '{ConsentState.REFUSED.value}')"
# Once given it only ends: another scope is another consent.
ITS_END = "ARRAY['state', 'withdrawn_at']"
GIVEN_ANEW = f"""
    OLD.state = '{ConsentState.GIVEN.value}'
    AND (NEW.state IN ('{ConsentState.ASKED.value}', '{ConsentState.REFUSED.value}')
         OR to_jsonb(OLD) - {ITS_END} IS DISTINCT FROM to_jsonb(NEW) - {ITS_END})
"""
OF_OWN_ADDITION = """
    EXISTS (SELECT 1 FROM sharing_consentaddition d
    WHERE d.id = addition_id AND d.circle_id = sharing_consenttelling.circle_id
      AND d.owner_window_id = sharing_consenttelling.owner_window_id)
"""
# Of another window's consent: whose involvement the circle may know, and oneself.
HIDDEN_WINDOWS = (
    "(SELECT coalesce(array_agg(w.{column}), '{{}}') FROM directory_window w"
    " WHERE w.hidden_involvement AND w.id <> ALL((SELECT wall.own_windows())::uuid[]))"
)
SHOWN_WINDOW = f"window_id <> ALL({HIDDEN_WINDOWS.format(column='id')}::uuid[])"
SHOWN_RECEIVER = f"code <> ALL({HIDDEN_WINDOWS.format(column='code')}::text[])"
OF_A_NAMED_KIND = f"""
    EXISTS (SELECT 1 FROM sharing_consent c
    JOIN directory_window w ON w.id = sharing_consentaddition.window_id
    JOIN directory_agency a ON a.id = w.agency_id
    JOIN sharing_consentreceiver n ON n.consent_id = c.id AND n.kind = a.kind
    WHERE c.id = consent_id AND c.circle_id = sharing_consentaddition.circle_id
      AND c.owner_window_id = sharing_consentaddition.owner_window_id
      AND c.state = '{ConsentState.GIVEN.value}')
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
        add=f"{OWN} AND wall.may_exclude(circle_id, account_id)",
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
        kept=GIVEN_ANEW,
        final=tuple(sorted(ENDED_CONSENTS)),
    ),
    Table(
        name="sharing_consentreceiver",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR ({READ_ON_DUTY} AND {SHOWN_RECEIVER}))",
        add=f"{OWN} AND {DUTY} AND"
        f" {OF_OWN_CONSENT.format(table='sharing_consentreceiver', more=STILL_OPEN)}",
    ),
    Table(
        name="sharing_consentwords",
        read=f"{NOT_EXCLUDED} AND {OWN}",
        add=f"{OWN} AND {DUTY} AND {OF_OWN_CONSENT.format(table='sharing_consentwords', more='')}",
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
    Table(
        name="sharing_consenttelling",
        read=f"{NOT_EXCLUDED} AND {OWN}",
        add=f"{NOT_EXCLUDED} AND {OWN} AND {OF_OWN_ADDITION}",
    ),
)

MASTER = "master data: the law and the ward's standing decisions, no residents"

OPEN = (
    Open(name="sharing_legalbasis", grants=("SELECT",), reason=MASTER),
    Open(name="sharing_standingdecision", grants=("SELECT",), reason=MASTER),
)
