"""Who is told by a plan has been agreed to, and who carries a role still serves."""

from dataclasses import replace

import pytest

from ikue.casework.domain.plan_facts import RoleFacts
from ikue.casework.domain.plan_holders import NotConsented
from ikue.casework.domain.plans import adopt_plan, draft_plan
from ikue.casework.models import Case, Plan
from ikue.directory.domain.appointments import end_appointment
from ikue.kernel import clock
from tests.factories.plans import a_writing, coordinated_8050, in_force, proposed, window

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return coordinated_8050(cast, codes=("support_center_arakawa",))


def escort(cast, *, by_whom=""):
    with cast.acting("coordinator"):
        carrier = cast.appointment(by_whom).pk if by_whom else None
        holder = window("support_center_arakawa")
        return RoleFacts(what="受診の同行", window_id=holder.pk, appointment_id=carrier)


def test_the_lead_is_agreed_to_also_where_it_carries_no_role(cast, case):
    with cast.acting("coordinator"):
        writing = a_writing(case, roles=(escort(cast),))
        lead = window("core_consultation_center")
        facts = replace(writing.facts, lead_window_id=lead.pk)
    plan = proposed(cast, case, facts=facts, roles=writing.roles)
    with (
        cast.acting("coordination_manager") as by,
        pytest.raises(NotConsented, match=f"^{lead.name}に伝える"),
    ):
        adopt_plan(
            plan=Plan.objects.get(pk=plan.pk), decided_on=clock.today(cast.at), by=by, at=cast.at
        )


@pytest.mark.parametrize(("has_left", "carried_on"), [(False, True), (True, False)])
def test_who_has_left_is_not_copied_into_the_next_edition(cast, has_left, carried_on):
    case = coordinated_8050(cast)
    in_force(cast, case, roles=(escort(cast, by_whom="elderly"),))
    cast.later(days=1)
    if has_left:
        end_appointment(appointment=cast.appointment("elderly"), at=cast.at)
    with cast.acting("coordinator") as by:
        following = draft_plan(case=Case.objects.get(pk=case.pk), facts=None, by=by, at=cast.at)
        (copied,) = following.roles.all()
    assert copied.what == "受診の同行"
    assert (copied.appointment_id == cast.appointment("elderly").pk) == carried_on
