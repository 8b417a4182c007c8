"""A reception belongs to the window that wrote it; a question for advice to both ends."""

from ikue.kernel.wall import PLACE, Open, Table, any_of, none_of
from ikue.programmes.consultation.enums import AssessmentState
from ikue.sharing.enums import FieldClass

OWN = any_of("owner_window_id", "own_windows()")
NOT_EXCLUDED = none_of("circle_id", "excluded_circles()")
ON_DUTY = any_of("circle_id", "duty_circles()")
GRANTED = (
    f"({any_of('circle_id', f'circles({FieldClass.F3.value})')}"
    f" OR {any_of('person_id', f'persons({FieldClass.F3.value})')})"
)
"""By a grant over the circle, or by the consent of the person it is about."""
ASKED = any_of("to_window_id", "own_windows()")

TABLES = (
    Table(
        name="consultation_consultation",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {GRANTED})",
        add=f"{OWN} AND {ON_DUTY}",
        change=f"{NOT_EXCLUDED} AND {OWN}",
        fixed=(*PLACE, "person_id", "ground_id", "complaint"),
    ),
    # A whole household stands in a sheet: the consent of one of them does not open it.
    Table(
        name="consultation_assessment",
        read=f"{NOT_EXCLUDED} AND ({OWN}"
        f" OR {any_of('circle_id', f'circles({FieldClass.F3.value})')})",
        add=f"{OWN} AND {ON_DUTY}",
        change=f"{NOT_EXCLUDED} AND {OWN}",
        fixed=(*PLACE, "edition", "replaces_id"),
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
    Table(name="consultation_advice", read=f"{OWN} OR {ASKED}", add=OWN, change=ASKED),
)

OPEN = (
    Open(
        name="consultation_assessmentfield",
        grants=("SELECT",),
        reason="master data: the boxes of the official sheet, no residents",
    ),
)
