"""With whom a case was opened: what the wall lets be written, and nothing else."""

import pytest
from django.db import ProgrammingError, transaction

from ikue.casework.models import Case
from tests.cast import assemble
from tests.factories.receptions import household_8050

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "stands"), [("desk", True), ("chief", False)])
def test_a_case_begins_with_whoever_answers_for_it(name, stands):
    cast = assemble()
    with cast.acting("desk") as by:
        reception = household_8050(by=by, at=cast.at)
        case = Case(
            circle_id=reception.circle_id, owner_window_id=by.window_id, number="R8-00099",
            written_by_id=by.appointment_id, lead_window_id=by.window_id, state="open",
            responsible_id=by.appointment_id, opened_with_id=cast.appointment(name).pk,
            next_on=cast.at.date(), opened_at=cast.at,
        )  # fmt: skip
        if stands:
            case.save(force_insert=True)
        else:
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                case.save(force_insert=True)
        assert Case.objects.count() == stands
