"""Circles, grounds, grants: which circles the viewer's grants open at the moment of viewing.

The functions here say in SQL what `domain.deciding` says in Python; the tests hold them together.
"""

from ikue.kernel.wall import Function, Open, Table, any_of, none_of
from ikue.sharing.enums import Basis, FieldClass

# A grant counts while itself and its Ground are in force for the viewer's window, appointment or
# account. Item-bound grants open what is attached to the item, nothing else of the circle.
IN_FORCE = """
FROM sharing_grant g JOIN sharing_ground r ON r.id = g.ground_id
WHERE (g.window_id = ANY(wall.own_windows()) OR g.appointment_id = ANY(wall.acting_appointments())
       OR g.account_id = wall.account())
  AND g.item_id IS NULL
  AND g.starts_at <= wall.at() AND (g.ends_at IS NULL OR g.ends_at > wall.at())
  AND r.started_at <= wall.at() AND (r.ended_at IS NULL OR r.ended_at > wall.at())
"""
CIRCLES = f"SELECT coalesce(array_agg(DISTINCT g.circle_id), '{{}}') {IN_FORCE}"

FUNCTIONS = (
    Function(
        signature="circles(wanted integer)",
        returns="uuid[]",
        body=f"{CIRCLES} AND g.classes & wanted <> 0 AND g.person_id IS NULL",
    ),
    # Consent is given per person: its grants open that person's rows, not the circle.
    Function(
        signature="persons(wanted integer)",
        returns="uuid[]",
        body=f"SELECT coalesce(array_agg(DISTINCT g.person_id), '{{}}') {IN_FORCE}"
        " AND g.classes & wanted <> 0 AND g.person_id IS NOT NULL",
    ),
    Function(
        signature="duty_circles()",
        returns="uuid[]",
        body=f"{CIRCLES} AND r.basis = '{Basis.OWN_DUTY.value}'",
    ),
    Function(
        signature="own_circles()",
        returns="uuid[]",
        body="SELECT coalesce(array_agg(c.id), '{}') FROM sharing_circle c"
        " WHERE c.owner_window_id = ANY(wall.own_windows())",
    ),
    Function(
        signature="excluded_circles()",
        returns="uuid[]",
        body="SELECT coalesce(array_agg(DISTINCT e.circle_id), '{}') FROM sharing_exclusion e"
        " WHERE e.account_id = wall.account()"
        " AND e.starts_at <= wall.at() AND (e.ends_at IS NULL OR e.ends_at > wall.at())",
    ),
    Function(
        signature="end_ground(ground uuid, moment timestamptz)",
        returns="boolean",
        body="WITH ended AS (UPDATE sharing_ground r SET ended_at = moment"
        " WHERE r.id = ground AND r.ended_at IS NULL"
        " AND (r.owner_window_id = ANY(wall.own_windows()) OR EXISTS ("
        "  SELECT 1 FROM sharing_grant g WHERE g.ground_id = r.id"
        "  AND g.window_id = ANY(wall.own_windows())))"
        " RETURNING 1) SELECT EXISTS (SELECT 1 FROM ended)",
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
        f"  AND wanted = ANY(wall.circles({FieldClass.F0.value}))"
        "  AND wanted <> ALL(wall.excluded_circles())"
        " GROUP BY g.window_id",
    ),
)

OWN = any_of("owner_window_id", "own_windows()")
NOT_EXCLUDED = none_of("circle_id", "excluded_circles()")
IN_CIRCLE = any_of("circle_id", f"circles({FieldClass.F0.value | FieldClass.PACKET.value})")
MAY_OPEN = (
    f"{OWN} AND ({any_of('circle_id', 'own_circles()')} OR {any_of('circle_id', 'duty_circles()')}"
    f" OR {any_of('circle_id', f'circles({FieldClass.PACKET.value})')})"
)
"""A window opens grounds and grants in a circle it began, is on duty in, or was referred to."""

TABLES = (
    Table(
        name="sharing_circle",
        read=f"{none_of('id', 'excluded_circles()')} AND ({OWN}"
        f" OR {any_of('id', f'circles({FieldClass.F0.value | FieldClass.PACKET.value})')})",
        add=OWN,
    ),
    Table(
        name="sharing_ground",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {IN_CIRCLE})",
        add=MAY_OPEN,
    ),
    Table(
        name="sharing_grant",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {any_of('window_id', 'own_windows()')}"
        f" OR {any_of('appointment_id', 'acting_appointments()')}"
        " OR account_id = (SELECT wall.account()))",
        add=MAY_OPEN,
    ),
    Table(name="sharing_exclusion", read=f"{NOT_EXCLUDED} AND {OWN}", add=OWN, change=OWN),
    Table(
        name="sharing_consent",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {any_of('circle_id', 'duty_circles()')})",
        add=f"{OWN} AND {any_of('circle_id', 'duty_circles()')}",
        change=OWN,
    ),
)

MASTER = "master data: the law and the ward's standing decisions, no residents"

OPEN = (
    Open(name="sharing_legalbasis", grants=("SELECT",), reason=MASTER),
    Open(name="sharing_standingdecision", grants=("SELECT",), reason=MASTER),
)
