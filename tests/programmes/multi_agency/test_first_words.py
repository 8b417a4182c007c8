"""Nothing is typed twice: an item begins with the request, a plan with what is known already."""

import pytest
from django.urls import reverse

from ikue.audit import looking
from ikue.casework.domain.plan_editing import edit_plan
from ikue.casework.domain.plans import adopt_plan, draft_plan, propose_plan
from ikue.casework.models import Packet, Plan, RoleAssignment
from ikue.kernel import clock
from ikue.programmes.consultation.domain.assessing import (
    AssessmentFacts,
    confirm_assessment,
    save_assessment,
)
from ikue.programmes.multi_agency.domain.agreeing import Agreed, agree_role
from ikue.programmes.multi_agency.domain.first_words import words_of_request
from ikue.programmes.multi_agency.enums import Matter
from ikue.programmes.multi_agency.models import ItemMember
from ikue.sharing.enums import FieldClass
from tests.factories.plans import a_writing, consented, window

pytestmark = pytest.mark.django_db
WATCH = "週に一度の見守り"


def test_an_item_begins_with_the_words_of_the_request(cast, household, visit):
    with cast.acting("coordinator"):
        packet = Packet.objects.get(referral__kind="multi_agency")
    page = visit("coordinator", "get", reverse("multi_agency:prepare", args=[household.case_id]))
    assert packet.question
    assert packet.question in page.content.decode()


def test_they_are_for_the_window_that_took_it_up_and_a_look_at_the_packet(cast, household):
    for name in ("coordinator", "desk", "outsider"):
        with cast.acting("coordinator"):
            case = household.case()
        with cast.acting(name) as viewer, looking.collect() as looked:
            found = words_of_request(viewer, case)
        noted = any(classes & FieldClass.PACKET for classes in looked.classes.values())
        assert (bool(found), noted) == ((name == "coordinator"),) * 2, name


def assessed(cast, household, *, confirmed=True):
    with cast.acting("coordinator") as by:
        one = save_assessment(
            circle_id=household.circle_id, seen_version=0, by=by, at=by.at,
            facts=AssessmentFacts(
                wishes="家にいたい", summary="物忘れと孤立", direction="受診から"
            ),
        )  # fmt: skip
        if confirmed:
            confirm_assessment(assessment=one, by=by, at=by.at)


def agreed(cast, household) -> RoleAssignment:
    item = household.record(household.invited("elderly"))
    with cast.acting("coordinator") as by:
        return agree_role(
            item=household.now(item), member=ItemMember.objects.get(item=item), by=by, at=by.at,
            agreed=Agreed(matter=Matter.ROLES, what=WATCH, frequency="週に一度"),
        )  # fmt: skip


def drafted(cast, household) -> Plan:
    with cast.acting("coordinator") as by:
        return draft_plan(case=household.case(), facts=None, by=by, at=by.at)


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_plan_begins_with_the_confirmed_assessment_and_the_lead(cast, household, confirmed):
    assessed(cast, household, confirmed=confirmed)
    plan = drafted(cast, household)
    words = ("家にいたい", "物忘れと孤立", "受診から") if confirmed else ("", "", "")
    assert (plan.wishes, plan.challenges, plan.direction) == words
    with cast.acting("coordinator"):
        assert plan.lead_window_id == window("self_reliance").pk


def test_a_plan_begins_with_the_roles_that_were_agreed_and_takes_them_over(cast, household):
    """Until it is decided the role of the item goes on; then the plan's is asked for."""
    role = agreed(cast, household)
    plan = drafted(cast, household)
    with cast.acting("coordinator") as by:
        (copied,) = plan.roles.all()
        assert (copied.what, copied.frequency, copied.state) == (WATCH, "週に一度", "drafted")
        case = household.case()
    consented(cast, case)
    with cast.acting("coordinator") as by:
        writing = a_writing(case)
        mine = [one for one in writing.roles if one.what != "受診の同行"]
        taken = [one for one in writing.roles if one.what == "受診の同行"]
        roles = (*mine, *(type(one)(what=WATCH, window_id=one.window_id) for one in taken))
        plan = Plan.objects.get(pk=plan.pk)
        edit_plan(
            plan_id=plan.pk, writing=a_writing(case, roles=roles), seen_version=plan.version,
            by=by, at=by.at,
        )  # fmt: skip
        propose_plan(plan=Plan.objects.get(pk=plan.pk), by=by, at=by.at)
        assert RoleAssignment.objects.get(pk=role.pk).state == "accepted"
    with cast.acting("coordination_manager") as by:
        adopt_plan(plan=Plan.objects.get(), decided_on=clock.today(by.at), by=by, at=by.at)
    with cast.acting("coordinator"):
        states = RoleAssignment.objects.filter(what=WATCH).values_list("plan_id", "state")
        assert dict(states) == {None: "ended", plan.pk: "asked"}
