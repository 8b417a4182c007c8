"""Who is told by a plan has been agreed to, and who carries a role still serves."""

from dataclasses import replace

import pytest

from ikue.casework.domain.plan_facts import RoleFacts
from ikue.casework.domain.plan_holders import NotConsented, RoleNotPossible, require_holder
from ikue.casework.domain.plans import adopt_plan, draft_plan
from ikue.casework.domain.roles import RoleAnswer, accept_role
from ikue.casework.enums import AcceptedHow
from ikue.casework.models import Case, Plan, RoleAssignment
from ikue.directory.domain.appointments import end_appointment
from ikue.kernel import clock
from tests.factories.plans import a_writing, coordinated_8050, in_force, proposed, window
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
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


def test_a_welfare_commissioner_carries_a_role_and_whoever_asked_writes_the_answer_down(cast):
    """民生委員 read nothing here: they are asked by telephone, as an agency without account is."""
    case = coordinated_8050(cast, codes=("welfare_commissioners", "self_reliance"))
    watching = RoleFacts(
        what="見守り", agency_code="welfare_commissioners", partner_name="田村さん"
    )
    plan = in_force(cast, case, roles=(watching,))
    with cast.acting("coordinator") as by:
        role = RoleAssignment.objects.get(plan_id=plan.pk)
        answer = RoleAnswer(how=AcceptedHow.TOLD, who="田村さん")
        assert accept_role(role=role, answer=answer, by=by, at=cast.at).state == "accepted"
    with cast.acting("commissioner"):
        assert RoleAssignment.objects.count() == Plan.objects.count() == 0


@pytest.mark.parametrize("code", ["corporation_midori", "tax", "nowhere"])
def test_an_agency_that_answers_for_itself_is_asked_at_its_window(cast, code):
    with cast.acting("coordinator") as by, pytest.raises(RoleNotPossible, match="窓口を選んで"):
        require_holder(RoleFacts(what="見守り", agency_code=code), by.at)
