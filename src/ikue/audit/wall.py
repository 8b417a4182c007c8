"""The wall's ground: the signed claim, the record of looking, changes, sent forms.

Also declares the tables that Django and its libraries bring, with the reason why none hides rows.
"""

from ikue.kernel.wall import Function, Open, Table, any_of, none_of

KEY_TABLE = """
CREATE TABLE IF NOT EXISTS wall.secret (
    inner_pad bytea NOT NULL, outer_pad bytea NOT NULL, tolerance bigint NOT NULL)
"""
CHAIN_TABLE = """
CREATE TABLE IF NOT EXISTS wall.chain (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    number bigint NOT NULL, digest text NOT NULL)
"""
RELATIONS = (
    KEY_TABLE,
    CHAIN_TABLE,
    "INSERT INTO wall.chain (number, digest) VALUES (0, repeat('0', 64)) ON CONFLICT DO NOTHING",
    "REVOKE ALL ON wall.secret, wall.chain FROM PUBLIC",
)

CLAIM = """
DECLARE
    raw text := nullif(current_setting('ikue.context', true), '');
    parts text[];
    body text;
    secret wall.secret;
BEGIN
    parts := string_to_array(raw, '|');
    IF raw IS NULL OR array_length(parts, 1) <> 5 THEN RETURN NULL; END IF;
    SELECT * INTO secret FROM wall.secret;
    body := array_to_string(parts[1:4], '|');
    -- IS DISTINCT FROM: without a key there is nothing to compare with, and nobody is believed.
    IF encode(sha256(secret.outer_pad || sha256(secret.inner_pad || convert_to(body, 'UTF8'))),
              'hex') IS DISTINCT FROM parts[5] THEN RETURN NULL; END IF;
    -- Only signed text is cast below, so a cast cannot fail on what an attacker typed.
    IF to_timestamp(parts[4]::bigint) < clock_timestamp() THEN RETURN NULL; END IF;
    IF abs(extract(epoch FROM parts[3]::timestamptz - now())) > secret.tolerance
        THEN RETURN NULL; END IF;
    RETURN nullif(parts[field], '');
END
"""

RECORD_LOOK = """
DECLARE
    head wall.chain;
    event_id uuid := gen_random_uuid();
    body text;
    next_digest text;
    line jsonb;
BEGIN
    IF wall.account() IS NULL THEN RAISE EXCEPTION 'no context'; END IF;
    INSERT INTO audit_seen (id, record_id, account_id, appointment_id, at)
        SELECT gen_random_uuid(), r::uuid, wall.account(), wall.appointment(), wall.at()
        FROM jsonb_array_elements_text(event->'seen') AS r
        WHERE wall.appointment() IS NOT NULL
        ON CONFLICT DO NOTHING;
    -- The head is locked last and released by the commit that follows at once.
    SELECT * INTO head FROM wall.chain FOR UPDATE;
    body := concat_ws('|', head.number + 1, wall.account(), wall.appointment(), event::text);
    next_digest := encode(sha256(convert_to(head.digest || body, 'UTF8')), 'hex');
    INSERT INTO audit_readevent (id, number, at, account_id, appointment_id, terminal, request_id,
                                 screen, act, body, digest)
        VALUES (event_id, head.number + 1, wall.at(), wall.account(), wall.appointment(),
                event->>'terminal', (event->>'request')::uuid, event->>'screen', event->>'act',
                body, next_digest);
    FOR line IN SELECT jsonb_array_elements(event->'lines') LOOP
        INSERT INTO audit_readline (id, event_id, circle_id, person_id, classes, basis, grant_id)
            VALUES (gen_random_uuid(), event_id, (line->>'circle')::uuid,
                    (line->>'person')::uuid, (line->>'classes')::int, line->>'basis',
                    (line->>'grant')::uuid);
    END LOOP;
    UPDATE wall.chain SET number = head.number + 1, digest = next_digest;
    RETURN event_id;
END
"""

FUNCTIONS = (
    Function(
        signature="claim(field integer)",
        returns="text",
        body=CLAIM,
        language="plpgsql",
        callable_by_app=False,
    ),
    Function(
        signature="refuse_move()",
        returns="trigger",
        body="BEGIN RAISE EXCEPTION 'a row stays where it lies'"
        " USING ERRCODE = 'insufficient_privilege'; END",
        language="plpgsql",
        volatility="VOLATILE",
        callable_by_app=False,
        definer=False,
    ),
    Function(signature="account()", returns="uuid", body="SELECT wall.claim(1)::uuid"),
    Function(signature="appointment()", returns="uuid", body="SELECT wall.claim(2)::uuid"),
    Function(signature="at()", returns="timestamptz", body="SELECT wall.claim(3)::timestamptz"),
    # A number and a digest say nothing of anybody: the application writes them outside.
    Function(
        signature="chain_head()",
        returns="TABLE (number bigint, digest text)",
        body="SELECT c.number, c.digest FROM wall.chain c",
    ),
    Function(
        signature="record_look(event jsonb)",
        returns="uuid",
        body=RECORD_LOOK,
        language="plpgsql",
        volatility="VOLATILE",
    ),
)

OWN_ACCOUNT = "account_id = (SELECT wall.account())"
NOT_EXCLUDED = none_of("circle_id", "excluded_circles()")
OWN_APPOINTMENT = (
    f"{any_of('appointment_id', 'acting_appointments()')}"
    " AND appointment_id = (SELECT wall.appointment())"
    " AND EXISTS (SELECT 1 FROM directory_appointment a"
    " WHERE a.id = appointment_id AND a.window_id = owner_window_id)"
)
"""Whoever writes a line signs it with the appointment in force and that appointment's window."""

TABLES = (
    Table(
        name="audit_readevent",
        read=f"{OWN_ACCOUNT} OR (SELECT wall.oversees())",
        # What is chained repeats the lines, also those of circles an overseer must not know of.
        unread=("body",),
    ),
    Table(
        name="audit_readline",
        read="EXISTS (SELECT 1 FROM audit_readevent e WHERE e.id = event_id)"
        f" AND (circle_id IS NULL OR {NOT_EXCLUDED})",
    ),
    Table(name="audit_seen", read=OWN_ACCOUNT),
    Table(
        name="audit_change",
        read=f"{NOT_EXCLUDED} AND ({any_of('owner_window_id', 'own_windows()')}"
        " OR (SELECT wall.oversees()))",
        add=f"{OWN_ACCOUNT} AND {OWN_APPOINTMENT}",
    ),
    Table(name="audit_sentform", read=OWN_ACCOUNT, add=OWN_ACCOUNT),
)

LOGIN = "login happens before anybody is known; staff, not residents"
EVERYTHING = ("SELECT", "INSERT", "UPDATE", "DELETE")

OPEN = (
    Open(name="django_migrations", grants=("SELECT",), reason="names of migrations"),
    Open(name="django_content_type", grants=("SELECT",), reason="names of models"),
    Open(name="auth_permission", grants=(), reason="Django's permissions are not used"),
    Open(name="auth_group", grants=(), reason="Django's groups are not used"),
    Open(name="auth_group_permissions", grants=(), reason="Django's groups are not used"),
    Open(name="django_session", grants=EVERYTHING, reason=LOGIN),
    Open(name="account_emailaddress", grants=EVERYTHING, reason=LOGIN),
    Open(name="account_emailconfirmation", grants=(), reason="no mail is assumed"),
    Open(name="mfa_authenticator", grants=EVERYTHING, reason=LOGIN),
    Open(name="axes_accessattempt", grants=EVERYTHING, reason=LOGIN),
    Open(name="axes_accesslog", grants=EVERYTHING, reason=LOGIN),
    Open(name="axes_accessfailurelog", grants=EVERYTHING, reason=LOGIN),
    Open(name="axes_accessattemptexpiration", grants=EVERYTHING, reason=LOGIN),
    Open(name="accounts_account", grants=("SELECT", "INSERT", "UPDATE"), reason=LOGIN),
    *(
        Open(
            name=f"procrastinate_{name}",
            grants=EVERYTHING,
            reason="jobs carry identifiers; the worker signs its own context when it runs",
        )
        for name in ("jobs", "events", "periodic_defers", "workers")
    ),
)
