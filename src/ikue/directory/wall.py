"""Who acts for which window at the moment of viewing: the root of every own-duty rule.

Staff and windows are no residents, so their tables hide no rows; they are master data that only
the owner writes. Appointments and covers are written by the keeper, who asks for authority: whoever
could write one could read by it.
"""

from ikue.directory.enums import GIVEN_BY_MANAGER, OVERSIGHT_ROLES, WORKING_ROLES, Role
from ikue.kernel import context_key
from ikue.kernel.wall import APP_ROLE, Function, Open


def _literal(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


# The claim is verified once, not once a row. 不在代理: for the days named, the deputy acts under
# the appointment of a colleague of the same window too.
ACTING = """
WITH me AS MATERIALIZED (
    SELECT wall.account() AS account, wall.appointment() AS appointment, wall.at() AS at),
mine AS MATERIALIZED (
    SELECT a.id, a.window_id FROM me
    JOIN directory_appointment a ON a.id = me.appointment AND a.account_id = me.account
    JOIN accounts_account c ON c.id = a.account_id
    WHERE c.stopped_at IS NULL AND c.is_active
      AND a.starts_at <= me.at AND (a.ends_at IS NULL OR a.ends_at > me.at)),
covered AS (
    SELECT a.id FROM me CROSS JOIN mine
    JOIN directory_cover v ON v.deputy_id = mine.id
     AND (me.at AT TIME ZONE 'Asia/Tokyo')::date BETWEEN v.from_on AND v.to_on
     AND (v.ended_at IS NULL OR v.ended_at > me.at)
    JOIN directory_appointment a ON a.id = v.absent_id AND a.window_id = mine.window_id
     AND a.starts_at <= me.at AND (a.ends_at IS NULL OR a.ends_at > me.at))
SELECT coalesce(array_agg(acting.id), '{}')
FROM (SELECT id FROM mine UNION SELECT id FROM covered) AS acting
"""

# 所管課長 of the window, else of the window it is a branch of: `domain.queries.manager_of`.
MANAGER_OF = f"""
WITH RECURSIVE above AS (
    SELECT w.id, w.parent_id, 0 AS steps FROM directory_window w WHERE w.id = of_window
    UNION ALL
    SELECT w.id, w.parent_id, above.steps + 1 FROM above
    JOIN directory_window w ON w.id = above.parent_id)
SELECT a.id FROM above JOIN directory_appointment a ON a.window_id = above.id
WHERE a.role = '{Role.SECTION_MANAGER.value}' AND wall.is_serving(a.id)
ORDER BY above.steps, a.concurrent, a.starts_at, a.id LIMIT 1
"""

# Nobody appoints themselves: an appointment is what everything else is read through. The clock is
# opened for tests and while the demo is made, and that alone, not a tolerance somebody widened,
# lets the ward's staff be loaded without a context.
LOADING = (
    "(wall.account() IS NULL"
    f" AND EXISTS (SELECT 1 FROM wall.secret WHERE tolerance = {context_key.ALWAYS}))"
)
AT_THE_DESK = """EXISTS (SELECT 1 FROM directory_appointment me
    WHERE me.id = wall.appointment() AND me.id = ANY(wall.acting_appointments()) AND ({role}))"""
# A manager ends what a manager gives, and their own office; not another manager's.
ENDS = AT_THE_DESK.format(
    role=f"me.role = '{Role.SYSTEM_ADMINISTRATOR.value}'"
    f" OR (me.role = '{Role.SECTION_MANAGER.value}' AND me.window_id = a.window_id"
    f" AND (a.id = me.id OR a.role IN ({_literal(GIVEN_BY_MANAGER)})))"
)
# Whoever gives an office gives all that is read through it: a manager only what the own window
# works with.
GIVES = AT_THE_DESK.format(
    role=f"me.role = '{Role.SYSTEM_ADMINISTRATOR.value}'"
    f" OR (me.role = '{Role.SECTION_MANAGER.value}' AND me.window_id = place"
    f" AND as_role IN ({_literal(GIVEN_BY_MANAGER)}))"
)
ARRANGES = AT_THE_DESK.format(
    role=f"me.role IN ('{Role.SECTION_MANAGER.value}', '{Role.CHIEF.value}')"
    " AND me.window_id = a.window_id"
)
REFUSED = (
    "RAISE EXCEPTION 'no authority over appointments' USING ERRCODE = 'insufficient_privilege'"
)
APPOINT = f"""
BEGIN
    IF (as_role IN ({_literal(tuple(Role.values))}) AND ({LOADING} OR (
        whom <> wall.account() AND from_at >= wall.at() AND {GIVES}))) IS NOT TRUE THEN
        {REFUSED};
    END IF;
    INSERT INTO directory_appointment (id, account_id, window_id, role, starts_at, ends_at,
        concurrent, secrecy_acknowledged_on, order_number, appointed_by_id)
    VALUES (made, whom, place, as_role, from_at, to_at, beside, secrecy, order_no,
        coalesce(wall.account(), by_whom));
    RETURN true;
END
"""
# Nothing ends in the past: what somebody did until now, they did in office.
END_APPOINTMENT = f"""
BEGIN
    UPDATE directory_appointment a SET ends_at = moment
    WHERE a.id = wanted AND (a.ends_at IS NULL OR a.ends_at > moment)
      AND ({LOADING} OR (moment >= wall.at() AND {ENDS}));
    IF NOT FOUND THEN {REFUSED}; END IF;
    RETURN true;
END
"""
ADD_COVER = f"""
BEGIN
    IF NOT ({LOADING} OR EXISTS (
        SELECT 1 FROM directory_appointment a JOIN directory_appointment d
        ON d.window_id = a.window_id AND d.id = deputy WHERE a.id = absent AND {ARRANGES})) THEN
        {REFUSED};
    END IF;
    INSERT INTO directory_cover (id, absent_id, deputy_id, from_on, to_on, reason)
    VALUES (made, absent, deputy, first_day, last_day, why);
    RETURN true;
END
"""
END_COVER = f"""
BEGIN
    UPDATE directory_cover v SET ended_at = moment FROM directory_appointment a
    WHERE v.id = wanted AND a.id = v.absent_id AND (v.ended_at IS NULL OR v.ended_at > moment)
      AND ({LOADING} OR (moment >= wall.at() AND {ARRANGES}));
    IF NOT FOUND THEN {REFUSED}; END IF;
    RETURN true;
END
"""
# Evidence that the duty was explained: it opens nothing, but its first day stands. So the one whose
# duty it is writes it down, or the window that heard it before its own conference.
HEARD = f"""
BEGIN
    IF ({LOADING} OR (
        (wanted = wall.appointment() OR wanted = ANY(wall.members_hosted()))
        AND {AT_THE_DESK.format(role="true")}
        AND heard_on <= (wall.at() AT TIME ZONE 'Asia/Tokyo')::date
        AND EXISTS (SELECT 1 FROM directory_appointment a WHERE a.id = wanted
            AND heard_on >= (a.starts_at AT TIME ZONE 'Asia/Tokyo')::date))) IS NOT TRUE THEN
        {REFUSED};
    END IF;
    UPDATE directory_appointment a SET secrecy_acknowledged_on = heard_on
    WHERE a.id = wanted AND a.secrecy_acknowledged_on IS NULL;
    RETURN FOUND;
END
"""


def _keeper(signature: str, body: str) -> Function:
    return Function(
        signature=signature, returns="boolean", body=body, language="plpgsql",
        volatility="VOLATILE",
    )  # fmt: skip


# How somebody comes in: an account that was stopped stays so, a second factor that is demanded
# stays demanded, and a password is given by the owner alone (or while staff is loaded).
KEEP_THE_DOOR = f"""
BEGIN
    IF NOT {LOADING} THEN
        RAISE EXCEPTION 'no way in is changed here' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
"""
LET_IN = " OR ".join(
    (
        *(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in ("username", "password")),
        "OLD.is_active IS DISTINCT FROM NEW.is_active",
        "(OLD.stopped_at IS NOT NULL AND NEW.stopped_at IS DISTINCT FROM OLD.stopped_at)",
        "(OLD.second_factor_required AND NOT NEW.second_factor_required)",
    )
)
TRIGGERS = (
    f"""
    CREATE OR REPLACE TRIGGER keeps_the_door BEFORE UPDATE ON accounts_account FOR EACH ROW
    WHEN (current_user = '{APP_ROLE}' AND ({LET_IN})) EXECUTE FUNCTION wall.keep_the_door()
    """,
)

IS_ACTING = "a.id = ANY((SELECT wall.acting_appointments())::uuid[])"

FUNCTIONS = (
    Function(
        signature="keep_the_door()",
        returns="trigger",
        body=KEEP_THE_DOOR,
        language="plpgsql",
        volatility="VOLATILE",
        callable_by_app=False,
    ),
    _keeper(
        "appoint(made uuid, whom uuid, place uuid, as_role text, from_at timestamptz,"
        " to_at timestamptz, beside boolean, secrecy date, order_no text, by_whom uuid)",
        APPOINT,
    ),
    _keeper("end_appointment(wanted uuid, moment timestamptz)", END_APPOINTMENT),
    _keeper("acknowledge_secrecy(wanted uuid, heard_on date)", HEARD),
    _keeper(
        "add_cover(made uuid, absent uuid, deputy uuid, first_day date, last_day date, why text)",
        ADD_COVER,
    ),
    _keeper("end_cover(wanted uuid, moment timestamptz)", END_COVER),
    # In force at the moment of viewing, and able to open the door: `Appointment.is_serving`.
    Function(
        signature="is_serving(appointment uuid)",
        returns="boolean",
        body="SELECT EXISTS (SELECT 1 FROM directory_appointment a"
        " JOIN accounts_account c ON c.id = a.account_id"
        " WHERE a.id = appointment AND c.stopped_at IS NULL AND c.is_active"
        " AND a.starts_at <= wall.at() AND (a.ends_at IS NULL OR a.ends_at > wall.at()))",
        callable_by_app=False,
    ),
    Function(
        signature="manager_of(of_window uuid)",
        returns="uuid",
        body=MANAGER_OF,
        callable_by_app=False,
    ),
    Function(signature="acting_appointments()", returns="uuid[]", body=ACTING),
    Function(
        signature="own_windows()",
        returns="uuid[]",
        body="SELECT coalesce(array_agg(DISTINCT a.window_id), '{}')"
        f" FROM directory_appointment a WHERE {IS_ACTING}"
        f" AND a.role IN ({_literal(WORKING_ROLES)})"
        # Whoever does no case work does none as a deputy either.
        " AND EXISTS (SELECT 1 FROM directory_appointment mine"
        "  WHERE mine.id = (SELECT wall.appointment())"
        f"  AND mine.role IN ({_literal(WORKING_ROLES)}))",
    ),
    # The code of the window for which somebody works with cases, or sits in a conference.
    Function(
        signature="acting_window()",
        returns="text",
        body="SELECT w.code FROM directory_appointment a JOIN directory_window w"
        f" ON w.id = a.window_id WHERE {IS_ACTING} AND a.id = (SELECT wall.appointment())"
        f" AND a.role IN ({_literal((*WORKING_ROLES, Role.CONFERENCE_MEMBER.value))})",
    ),
    # Of an office, also one that has ended: whether it does the window's own work.
    Function(
        signature="is_working(appointment uuid)",
        returns="boolean",
        body="SELECT EXISTS (SELECT 1 FROM directory_appointment a WHERE a.id = appointment"
        f" AND a.role IN ({_literal(WORKING_ROLES)}))",
        callable_by_app=False,
    ),
    Function(
        signature="oversees()",
        returns="boolean",
        body="SELECT EXISTS (SELECT 1 FROM directory_appointment a"
        f" WHERE {IS_ACTING} AND a.role IN ({_literal(OVERSIGHT_ROLES)}))",
    ),
)

MASTER = "master data of the ward: organisations and places, no residents"
STAFF = "the staff's own directory: who works where, no residents"

OPEN = (
    *(
        Open(name=f"directory_{name}", grants=("SELECT",), reason=MASTER)
        for name in (
            "field", "programme", "agency", "window", "servicearea", "district", "town",
            "townarea", "towndistrict", "windowarea", "wardsetting",
        )
    ),
    Open(name="directory_appointment", grants=("SELECT",), reason=STAFF),
    Open(name="directory_cover", grants=("SELECT",), reason=STAFF),
)  # fmt: skip
