"""A reception belongs to the window that wrote it; a question for advice to both ends."""

from ikue.kernel.wall import PLACE, Function, Open, Table, any_of, none_of
from ikue.programmes.consultation.enums import AssessmentState, ConsultationState, StopReason
from ikue.sharing.enums import FieldClass

OWN = any_of("owner_window_id", "own_windows()")
NOT_EXCLUDED = none_of("circle_id", "excluded_circles()")
ON_DUTY = "wall.on_duty(circle_id)"
GRANTED = (
    f"({any_of('circle_id', f'circles({FieldClass.F3.value})')}"
    f" OR {any_of('person_id', f'persons({FieldClass.F3.value})')})"
)
"""By a grant over the circle, or by the consent of the person it is about."""
COUNTED = ", ".join(
    f'e."{column}"' for column in (
        "what", "at", "window", "field", "route", "issues", "age_band", "area", "outcome",
        "record_key", "case_key", "household_key", "person_key",
    )
)  # fmt: skip
ASKED = any_of("to_window_id", "own_windows()")

# Of a 誤登録: the events of the reception and of the つなぎ sent on it, whoever answered them. In a
# circle that other receptions share, only the つなぎ that stands on this one.
TAKE_BACK = f"""
WITH mistaken AS (
    SELECT c.* FROM consultation_consultation c
    WHERE c.id = reception AND c.state = '{ConsultationState.STOPPED.value}'
      AND c.stop_reason = '{StopReason.MISREGISTERED.value}'
      AND c.owner_window_id = ANY((SELECT wall.own_windows())::uuid[])
      AND c.circle_id <> ALL((SELECT wall.excluded_circles())::uuid[])),
keys AS (
    SELECT m.tally_key FROM mistaken m
    UNION
    SELECT r.tally_key FROM casework_referral r JOIN mistaken m ON r.circle_id = m.circle_id
    WHERE r.owner_window_id = m.owner_window_id AND (r.id = m.referral_id OR NOT EXISTS (
        SELECT 1 FROM consultation_consultation x
        WHERE x.circle_id = m.circle_id AND x.id <> m.id))),
standing AS (
    SELECT {COUNTED}, sum(e.amount) AS times FROM tally_event e JOIN keys k
    ON k.tally_key = e.record_key GROUP BY {COUNTED} HAVING sum(e.amount) > 0),
back AS (
    INSERT INTO tally_event (id, recorded_at, amount, {COUNTED.replace("e.", "")})
    SELECT gen_random_uuid(), wall.at(), -1, {COUNTED.replace("e.", "s.")}
    FROM standing s, generate_series(1, s.times)
    RETURNING 1)
SELECT count(*)::integer FROM back
"""

FUNCTIONS = (
    Function(
        signature="take_back_counted(reception uuid)",
        returns="integer",
        body=TAKE_BACK,
        volatility="VOLATILE",
    ),
)

TABLES = (
    Table(
        name="consultation_consultation",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {GRANTED})",
        add=f"{OWN} AND {ON_DUTY}",
        change=f"{NOT_EXCLUDED} AND {OWN}",
        fixed=(*PLACE, "person_id", "ground_id", "complaint", "tally_key"),
    ),
    # A whole household stands in a sheet: the consent of one of them does not open it.
    Table(
        name="consultation_assessment",
        read=f"{NOT_EXCLUDED} AND ({OWN}"
        f" OR {any_of('circle_id', f'circles({FieldClass.F3.value})')})",
        add=f"{OWN} AND {ON_DUTY}",
        change=f"{NOT_EXCLUDED} AND {OWN}",
        fixed=(*PLACE, "edition", "replaces_id", "tally_key"),
        closed=(AssessmentState.CONFIRMED,),
    ),
    Table(
        name="consultation_addition",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {GRANTED})",
        add=f"{NOT_EXCLUDED} AND {OWN} AND EXISTS (SELECT 1 FROM consultation_consultation c"
        " WHERE c.id = consultation_id AND c.circle_id = consultation_addition.circle_id"
        " AND c.owner_window_id = consultation_addition.owner_window_id"
        " AND c.person_id IS NOT DISTINCT FROM consultation_addition.person_id)",
    ),
    Table(
        name="consultation_advice",
        read=f"{OWN} OR {ASKED}",
        add=OWN,
        change=ASKED,
        theirs=("answer", "answered_at", "answered_by_id"),
    ),
)

OPEN = (
    Open(
        name="consultation_assessmentfield",
        grants=("SELECT",),
        reason="master data: the boxes of the official sheet, no residents",
    ),
)
