"""申込票のます: no other ticks than the form has, and a next date that lies ahead, by the verb."""

from datetime import timedelta

import pytest

from ikue.people.domain.persons import PersonFacts
from ikue.programmes.consultation.domain.receiving import (
    Principal,
    Reception,
    ReceptionIncomplete,
    receive,
)
from ikue.programmes.consultation.models import Consultation
from tests.cast import MORNING, assemble

YESTERDAY = MORNING.date() - timedelta(days=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"channel": "pigeon"}, "「相談方法」を選んでください。"),
        ({"caller": ""}, "「だれから」を選んでください。"),
        ({"urgency": "whenever"}, "「緊急度」を選んでください。"),
        ({"consent_variant": "yes"}, "「同意」を選んでください。"),
        ({"next_on": YESTERDAY}, "次の期日は、きょうかそれより後の日にしてください。"),
    ],
)
def test_what_no_box_says_is_refused(changes, sentence):
    cast = assemble()
    reception = Reception(received_at=cast.at, complaint="家賃が払えない", **changes)
    principal = Principal(facts=PersonFacts(family_name="見本"))
    with cast.acting("desk") as by:
        with pytest.raises(ReceptionIncomplete) as refusal:
            receive(reception=reception, principal=principal, by=by, at=cast.at)
        assert (str(refusal.value), Consultation.objects.count()) == (sentence, 0)
