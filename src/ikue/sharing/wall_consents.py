"""What of consents needs more than the viewer's rows; answered in windows and moments alone."""

from ikue.kernel.wall import Function
from ikue.sharing.enums import ENDED_CONSENTS
from ikue.sharing.grant_sql import grant_in_force

OVER = ", ".join(f"'{state}'" for state in sorted(ENDED_CONSENTS))
OF_SAME_RECEIVER = (
    "SELECT 1 FROM sharing_grant g JOIN sharing_ground r ON r.id = g.ground_id"
    " WHERE g.person_id = o.person_id AND g.window_id = o.window_id"
    f" AND ({grant_in_force('g', 'r', at='(SELECT wall.at())')}"
    # What took its place at once, and has ended since, is told of for itself.
    f" OR {grant_in_force('g', 'r', at='e.ended_at')})"
)

FUNCTIONS = (
    # What was already given: the receivers of a consent, and since when each has read on it. For
    # the windows that may read the consent; a hidden receiver is named to the giving window alone.
    Function(
        signature="consent_readers(wanted uuid)",
        returns="TABLE (window_id uuid, at timestamptz)",
        body="SELECT g.window_id, min(e.at) FROM sharing_consent c"
        " JOIN sharing_grant g ON g.ground_id = c.ground_id AND g.person_id = c.person_id"
        " JOIN directory_window w ON w.id = g.window_id"
        " LEFT JOIN audit_readline l ON l.person_id = c.person_id AND l.grant_id = g.id"
        " LEFT JOIN audit_readevent e ON e.id = l.event_id"
        " WHERE c.id = wanted AND g.window_id <> c.owner_window_id"
        " AND c.circle_id <> ALL((SELECT wall.excluded_circles())::uuid[])"
        " AND (c.owner_window_id = ANY((SELECT wall.own_windows())::uuid[])"
        "      OR (NOT w.hidden_involvement"
        "          AND wall.on_duty(c.circle_id)))"
        " GROUP BY g.window_id",
    ),
    # 同意が撤回されました: to the receiver, whose rights ended in the same instant. Who asked for
    # the consent, since when it held, how and when it ended; nothing about the person.
    Function(
        signature="ended_consents(since timestamptz)",
        returns="jsonb",
        body="SELECT coalesce(jsonb_agg(jsonb_build_object('grant_id', o.id,"
        " 'circle_id', o.circle_id, 'from_window', c.owner_window_id, 'state', c.state,"
        " 'started_at', o.starts_at, 'ended_at', e.ended_at) ORDER BY e.ended_at DESC), '[]')"
        " FROM sharing_grant o JOIN sharing_ground e ON e.id = o.ground_id"
        " JOIN sharing_consent c ON c.ground_id = e.id AND c.person_id = o.person_id"
        " WHERE o.window_id = ANY((SELECT wall.own_windows())::uuid[])"
        f" AND c.state IN ({OVER}) AND e.ended_at > since AND e.ended_at <= (SELECT wall.at())"
        " AND o.window_id <> c.owner_window_id"
        " AND o.circle_id <> ALL((SELECT wall.excluded_circles())::uuid[])"
        f" AND NOT EXISTS ({OF_SAME_RECEIVER})",
    ),
)
