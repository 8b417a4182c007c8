"""After its end a plan is read by whoever accompanies, as long as everybody named in it agrees."""

from dataclasses import replace
from datetime import date

import pytest

from ikue.casework.domain.plan_queries import plans_of_case, show_plan
from ikue.casework.domain.plans import end_plan
from ikue.casework.models import Case, Plan, PlanEvaluation
from ikue.people.models import Person
from ikue.programmes.multi_agency.domain.coordinations import HandBack, step_out
from ikue.programmes.multi_agency.models import Coordination
from ikue.sharing.domain.consents import withdraw_consent
from ikue.sharing.enums import Basis, FieldClass
from ikue.sharing.models import Consent, Grant
from tests.cast import assemble
from tests.factories.plans import (
    CONSENTED,
    a_writing,
    consented,
    coordinated_8050,
    evaluated,
    in_force,
)

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


@pytest.mark.parametrize("anew", [FieldClass(0), FieldClass.F1])
def test_who_did_not_agree_anew_is_not_read(cast, anew):
    """The consent ended while the plan ran, or its name alone is still told: nothing is opened on
    it when the plan ends."""
    case = coordinated_8050(cast, codes=CONSENTED)
    plan = evaluated(cast, in_force(cast, case))
    with cast.acting("desk") as by:
        withdraw_consent(consent=Consent.objects.get(), by=by, at=cast.at)
    if anew:
        consented(cast, case, classes=anew)
    with cast.acting("coordinator") as by:
        end_plan(plan=Plan.objects.get(pk=plan.pk), by=by, at=cast.at)
    assert read(cast) == (0, 0)


def test_what_is_open_is_not_opened_once_more_by_the_hand_back(cast):
    plan = ended(cast)
    handed_back(cast)
    with cast.acting("desk"):
        assert Grant.objects.filter(bound_to_id=plan.pk, ends_at__gt=cast.at).count() == 1


def of_both(cast):
    """A plan that names mother and son, evaluated; his consent ends long before hers."""
    case = coordinated_8050(cast)
    codes = (*CONSENTED, "multi_agency")
    son = consented(cast, case, name="一郎", codes=codes, until=date(2026, 12, 10))
    with cast.acting("desk"):
        both = tuple(Person.objects.values_list("pk", flat=True))
        facts = replace(a_writing(case).facts, person_ids=both)
    return evaluated(cast, in_force(cast, case, facts=facts)), son


def test_it_closes_with_the_first_last_day_of_those_named(cast):
    plan, _ = of_both(cast)
    with cast.acting("coordinator") as by:
        end_plan(plan=plan, by=by, at=cast.at)
    cast.later(days=16)
    assert read(cast) == (1, 1)
    cast.later(days=1)
    assert read(cast) == (0, 0)


def test_one_of_two_who_agrees_opens_nothing(cast):
    plan, son = of_both(cast)
    with cast.acting("desk") as by:
        withdraw_consent(consent=Consent.objects.get(pk=son.pk), by=by, at=cast.at)
    with cast.acting("coordinator") as by:
        end_plan(plan=Plan.objects.get(pk=plan.pk), by=by, at=cast.at)
    assert read(cast) == (0, 0)
