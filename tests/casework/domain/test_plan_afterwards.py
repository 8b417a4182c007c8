"""After its end a plan is read by whoever accompanies, as long as everybody named in it agrees."""

from datetime import date

import pytest

from ikue.casework.domain.plan_queries import plans_of_case, show_plan
from ikue.casework.domain.plans import end_plan
from ikue.casework.models import Case, Plan, PlanEvaluation
from ikue.programmes.multi_agency.domain.coordinations import HandBack, step_out
from ikue.programmes.multi_agency.models import Coordination
from ikue.sharing.domain.consents import withdraw_consent
from ikue.sharing.enums import Basis
from ikue.sharing.models import Consent
from tests.cast import assemble
from tests.factories.plans import CONSENTED, consented, coordinated_8050, evaluated, in_force

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return assemble()


def ended(cast, **changes):
    case = coordinated_8050(cast, codes=())
    consented(cast, case, **changes)
    plan = evaluated(cast, in_force(cast, case))
    with cast.acting("coordinator") as by:
        return end_plan(plan=plan, by=by, at=cast.at)


def handed_back(cast):
    with cast.acting("coordinator") as by:
        step_out(
            coordination=Coordination.objects.get(), by=by, at=cast.at,
            hand_back=HandBack(words="役割が決まった", follow_up_on=date(2027, 1, 20)),
        )  # fmt: skip


def read(cast, name="desk"):
    """(plans, evaluations) that this member may read."""
    with cast.acting(name):
        return Plan.objects.count(), PlanEvaluation.objects.count()


def test_the_lead_reads_the_ended_plan_and_its_evaluation_after_the_hand_back(cast):
    plan = ended(cast)
    handed_back(cast)
    cast.later(days=20)
    with cast.acting("desk") as by:
        page = show_plan(by, plan.pk)
        assert (page.evaluation.verdict, page.decision.basis) == ("complete", Basis.CONSENT)
        assert [one.plan.pk for one in plans_of_case(by, Case.objects.get()).editions] == [plan.pk]
    assert read(cast, "elderly") == read(cast, "outsider") == (0, 0)


def test_it_closes_with_the_withdrawal(cast):
    ended(cast)
    assert read(cast) == (1, 1)
    with cast.acting("desk") as by:
        withdraw_consent(consent=Consent.objects.get(), by=by, at=cast.at)
    assert read(cast) == (0, 0)


def test_it_closes_after_the_last_day_of_the_consent(cast):
    ended(cast, until=date(2026, 12, 10))
    cast.later(days=16)
    assert read(cast) == (1, 1)
    cast.later(days=1)
    assert read(cast) == (0, 0)


def test_who_did_not_agree_anew_is_not_read(cast):
    """The consent ended while the plan ran: nothing is opened on it when the plan ends."""
    case = coordinated_8050(cast, codes=CONSENTED)
    plan = evaluated(cast, in_force(cast, case))
    with cast.acting("desk") as by:
        withdraw_consent(consent=Consent.objects.get(), by=by, at=cast.at)
    with cast.acting("coordinator") as by:
        end_plan(plan=Plan.objects.get(pk=plan.pk), by=by, at=cast.at)
    assert read(cast) == (0, 0)
