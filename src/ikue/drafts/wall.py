"""A draft belongs to the account that typed it, under the appointment it was typed for: whoever
works at two windows (兼務) finds at each what was begun there. Who is appointed anew at the same
window (promoted, renewed in April) goes on with what they had begun there, if both offices do the
window's own work; nobody else finds it.
"""

from django.apps import apps

from ikue.kernel.wall import Function, Table, any_of

DAYS_TO_COME_BACK = 90
"""How long after the end of an appointment the next at the same window goes on with its drafts:
April's renewals and a leave of a season. Decided in docs/decisions/0014."""

MANAGER = "section_manager"
"""`directory.enums.Role`, which is declared above this app."""

# Acting for it now: an appointment that has ended opens nothing by itself. In plpgsql, because who
# acts is declared above this app.
DRAFT_APPOINTMENTS = f"""
BEGIN RETURN (
    SELECT coalesce(array_agg(mine.id), '{{}}') FROM directory_appointment acting
    JOIN directory_appointment mine
      ON mine.account_id = acting.account_id AND mine.window_id = acting.window_id
     AND (mine.id = acting.id OR (
         wall.is_working(acting.id) AND wall.is_working(mine.id)
         AND mine.ends_at <= (SELECT wall.at())
         AND mine.ends_at > (SELECT wall.at()) - interval '{DAYS_TO_COME_BACK} days'))
    WHERE acting.id = (SELECT wall.appointment())
      AND acting.id = ANY((SELECT wall.acting_appointments())::uuid[])); END
"""

# Whatever lies in a circle: a draft is kept under the key of one of these, or of none.
LYING = " UNION ALL ".join(
    f"SELECT {model._meta.pk.column} AS id, circle_id FROM {model._meta.db_table}"
    for model in apps.get_models()
    if any(field.name == "circle_id" for field in model._meta.concrete_fields)
    and not model._meta.db_table.startswith("audit_")
)
A_KEY = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
SHUT_OUT = f"""EXISTS (SELECT 1 FROM ({LYING}) one
    WHERE one.id = CASE WHEN d.subject ~ '{A_KEY}' THEN d.subject::uuid END
      AND one.circle_id = ANY((SELECT wall.excluded_circles())::uuid[]))"""

# What colleagues who can no longer come in had begun: for 所管課長 of that window, nothing of the
# words, and nothing at all of a household from which the manager is excluded. A draft names neither
# household nor person, so that no look at them could be recorded.
LEFT_BEHIND = f"""
BEGIN RETURN QUERY
    SELECT d.account_id, d.form::text, d.subject::text, d.saved_at
    FROM drafts_draft d JOIN directory_appointment a ON a.id = d.appointment_id
    JOIN accounts_account c ON c.id = d.account_id
    WHERE NOT {SHUT_OUT} AND EXISTS (
        SELECT 1 FROM directory_appointment me WHERE me.id = (SELECT wall.appointment())
        AND me.id = ANY((SELECT wall.acting_appointments())::uuid[])
        AND me.window_id = a.window_id AND me.role = '{MANAGER}')
      AND (c.stopped_at IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM directory_appointment still
        WHERE still.account_id = d.account_id AND still.window_id = a.window_id
          AND (still.ends_at IS NULL OR still.ends_at > (SELECT wall.at())))); END
"""

FUNCTIONS = (
    Function(
        signature="drafts_left_behind()",
        returns="TABLE (account_id uuid, form text, subject text, saved_at timestamptz)",
        body=LEFT_BEHIND,
        language="plpgsql",
    ),
    Function(
        signature="draft_appointments()",
        returns="uuid[]",
        body=DRAFT_APPOINTMENTS,
        language="plpgsql",
    ),
)

OWN = f"account_id = (SELECT wall.account()) AND {any_of('appointment_id', 'draft_appointments()')}"

TABLES = (
    Table(
        name="drafts_draft",
        read=OWN,
        add=f"{OWN} AND appointment_id = (SELECT wall.appointment())",
        change=OWN,
        remove=OWN,
        fixed=("account_id", "appointment_id"),
    ),
)
