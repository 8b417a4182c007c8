"""支援プラン: missing consents are said while it is written; each page offers what may follow."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from ikue.casework.domain.plan_queries import show_plan
from ikue.casework.domain.plans import end_plan, review_plan
from ikue.casework.models import Plan
from ikue.kernel import clock
from ikue.programmes.multi_agency.models import Coordination
from ikue.sharing.domain.consents import withdraw_consent
from ikue.sharing.models import Consent
from tests.client import sign_in
from tests.factories.plans import coordinated_8050, drafted, evaluated, in_force, proposed
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_static_files")]
MISSING, HOSPITAL = "同意がまだです", "荒川まちなか病院（架空）"


@pytest.fixture(autouse=True)
def at_the_casts_moment(cast):
    with clock.frozen(cast.at):
        yield


@standing
def case(cast):
    return coordinated_8050(cast, codes=("self_reliance", "support_center_arakawa"))


@standing
def agreed(cast):
    return coordinated_8050(cast)


def get(cast, name, address, *args):
    return sign_in(Client(), cast, name).get(reverse(address, args=args))


def text(cast, name, address, *args) -> str:
    return get(cast, name, address, *args).content.decode()


def offered(cast, plan, name="coordinator") -> list[str]:
    page = text(cast, name, "casework:plan", plan.pk)
    head = page[page.index("page__actions") : page.index("page__content")]
    return re.findall(r'<a class="button"[^>]*>([^<]*)</a>', head)


@pytest.mark.parametrize("stand", [drafted, proposed])
def test_whom_a_plan_tells_without_consent_is_said_before_the_conference(cast, case, stand):
    """The hospital carries a role, and トメさん did not agree that it is told."""
    plan = stand(cast, case)
    with cast.acting("coordinator") as by:
        assert show_plan(by, plan.pk).uncovered == (HOSPITAL,)
    page = text(cast, "coordinator", "casework:plan", plan.pk)
    assert (MISSING in page, f"{HOSPITAL}に伝えることへの同意" in page) == (True, True)


def test_it_is_said_beside_the_roles_while_they_are_written(cast, case):
    plan = drafted(cast, case)
    assert MISSING in text(cast, "coordinator", "casework:plan_edit", plan.pk)


def test_where_everybody_agreed_nothing_is_said(cast, agreed):
    plan = drafted(cast, agreed)
    for address in ("casework:plan", "casework:plan_edit"):
        assert MISSING not in text(cast, "coordinator", address, plan.pk)


def under_review(cast, plan) -> Plan:
    with cast.acting("coordinator") as by:
        return review_plan(plan=Plan.objects.get(pk=plan.pk), by=by, at=by.at)


def test_after_a_verdict_nothing_is_offered_that_goes_against_it(cast, agreed):
    plan = under_review(cast, in_force(cast, agreed))
    assert {"役割を加える", "このまま続ける"} <= set(offered(cast, plan))
    evaluated(cast, plan, "replan")
    verbs = offered(cast, plan)
    assert verbs[0] == "次の版を作る"
    assert {"役割を加える", "このまま続ける"}.isdisjoint(verbs)


def test_on_an_ended_consent_nothing_is_added(cast, agreed):
    plan = under_review(cast, in_force(cast, agreed))
    with cast.acting("desk") as by:
        withdraw_consent(consent=Consent.objects.get(), by=by, at=by.at)
    verbs = offered(cast, plan)
    assert {"役割を加える", "このまま続ける"}.isdisjoint(verbs)
    assert "評価する" in verbs


def test_from_an_ended_plan_one_comes_to_where_the_hand_is_let_go(cast, agreed):
    plan = evaluated(cast, in_force(cast, agreed))
    with cast.acting("coordinator") as by:
        end_plan(plan=plan, by=by, at=by.at)
        coordination = Coordination.objects.get()
    assert "多機関協働の調整へ（手を離す）" in offered(cast, plan)
    led = get(cast, "coordinator", "multi_agency:coordination_of", agreed.pk)
    assert led.url == reverse("multi_agency:coordination", args=[coordination.pk])
    for name in ("desk", "outsider"):
        assert get(cast, name, "multi_agency:coordination_of", agreed.pk).status_code == 404
