"""Whoever has left a circle is asked nothing there any more, and opens nothing."""

from datetime import timedelta

import pytest

from ikue.desk.domain.my_consents import consent_rows
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.people.models import Person
from ikue.programmes.multi_agency.domain.coordinations import HandBack, step_out
from ikue.programmes.multi_agency.models import Coordination
from ikue.sharing.domain.consents import (
    ConsentAnswer,
    ConsentScope,
    ask_consent,
    give_consent,
    refuse_consent,
)
from ikue.sharing.models import Consent


def refused(cast, household) -> Consent:
    """By somebody of the household, to be asked again tomorrow."""
    with cast.acting("coordinator") as by:
        person = Person.objects.filter(circle_id=household.circle_id).earliest("recorded_at")
        asked = ask_consent(person_id=person.pk, circle_id=household.circle_id, by=by, at=by.at)
        return refuse_consent(
            consent=asked, reason="こわい", by=by, at=by.at,
            ask_again_on=clock.today(by.at) + timedelta(days=1),
        )  # fmt: skip


def leave(cast):
    with cast.acting("coordinator") as by:
        until = clock.today(by.at) + timedelta(days=30)
        step_out(
            coordination=Coordination.objects.get(), by=by, at=by.at,
            hand_back=HandBack(words="役割が決まった", follow_up_on=until),
        )  # fmt: skip


@pytest.mark.parametrize(("stays", "rows"), [(True, 1), (False, 0)])
def test_home_asks_again_only_where_the_window_still_works(cast, household, stays, rows):
    refused(cast, household)
    if not stays:
        leave(cast)
    cast.later(days=2)
    with cast.acting("coordinator") as by:
        assert len(consent_rows(by)) == rows


def test_a_consent_is_given_only_to_a_window_that_still_works_there(cast, household):
    consent = refused(cast, household)
    leave(cast)
    with cast.acting("coordinator") as by, pytest.raises(NotAllowed):
        give_consent(
            consent=Consent.objects.get(pk=consent.pk), by=by, at=by.at,
            answer=ConsentAnswer(giver="person", method="oral", words="はい"),
            scope=ConsentScope(
                window_codes=("self_reliance",), purpose="支援の調整",
                until=clock.today(by.at) + timedelta(days=90),
            ),
        )  # fmt: skip
