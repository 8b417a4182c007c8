"""What a window wrote stays its own to read; once it has left, it adds nothing there."""

from datetime import timedelta

import pytest

from ikue.casework.domain.entries import EntryFacts, correct_entry, write_entry
from ikue.casework.models import Case, Entry
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.multi_agency.domain.coordinations import HandBack, step_out
from ikue.programmes.multi_agency.models import Coordination


def test_an_entry_is_not_corrected_once_the_window_has_left(cast, household):
    with cast.acting("coordinator") as by:
        case = Case.objects.get()
        facts = EntryFacts(at=by.at, body="電話した")
        entry = write_entry(circle_id=case.circle_id, case=case, facts=facts, by=by, at=by.at)
        correct_entry(entry=entry, text="訂正", by=by, at=by.at)
        step_out(
            coordination=Coordination.objects.get(), by=by, at=by.at,
            hand_back=HandBack(
                words="役割が決まった", follow_up_on=clock.today(by.at) + timedelta(days=30)
            ),
        )  # fmt: skip
    cast.later(minutes=5)
    with cast.acting("coordinator") as by:
        kept = Entry.objects.get(pk=entry.pk)
        with pytest.raises(NotAllowed):
            correct_entry(entry=kept, text="もう一度", by=by, at=by.at)
