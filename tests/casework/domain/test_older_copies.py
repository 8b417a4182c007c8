"""Who writes beside a record from an older copy is told so: its changes stay one path."""

import pytest

from ikue.audit.models import Change
from ikue.casework.domain.calling import Call, note_call
from ikue.casework.domain.cases import HandOverBook, suspend_case
from ikue.casework.domain.referrals import hold_referral
from ikue.casework.models import Case, Referral
from ikue.desk.domain.papers import write_note
from ikue.kernel.transitions import NotPossible
from tests.factories.coordination import in_days, supported_8050
from tests.factories.referrals import sent_8050

pytestmark = pytest.mark.django_db


def test_a_call_about_a_referral_that_was_held_meanwhile(cast):
    sent = sent_8050(cast)
    with cast.acting("desk"):
        older = Referral.objects.get(pk=sent.pk)
    with cast.acting("elderly") as by:
        held = Referral.objects.get(pk=sent.pk)
        hold_referral(referral=held, reason="担当が不在", until=in_days(cast, 3), by=by, at=by.at)
    call = Call(spoke_with="課長", text="見ておきます")
    with cast.acting("desk") as by:
        with pytest.raises(NotPossible, match="先に書き換えました"):
            note_call(referral=older, call=call, by=by, at=by.at)
        note_call(referral=Referral.objects.get(pk=sent.pk), call=call, by=by, at=by.at)
        last = Change.objects.filter(record_id=sent.pk).order_by("recorded_at").last()
    assert (last.name, last.source) == ("call", "on_hold")


def test_a_hand_over_book_of_a_case_that_was_suspended_meanwhile(cast):
    case = supported_8050(cast)
    book = HandOverBook(promise="火曜に電話")
    with cast.acting("desk") as by:
        older, now = (Case.objects.get(pk=case.pk) for _ in range(2))
        suspend_case(case=now, reason="hospital", look_again_on=in_days(cast, 3), by=by, at=by.at)
        with pytest.raises(NotPossible, match="先に書き換えました"):
            write_note(case=older, book=book, by=by, at=by.at)
        assert write_note(case=now, book=book, by=by, at=by.at).promise == "火曜に電話"
