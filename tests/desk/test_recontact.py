"""再び連絡する時計: from a word about 自死 until somebody has spoken with the person again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ikue.audit.models import ReadEvent
from ikue.casework.domain.ending import Completion, complete_case
from ikue.casework.domain.entries import EntryFacts, correct_entry, hold_entry, write_entry
from ikue.casework.enums import CompleteReason, Counterpart, EntryKind
from ikue.casework.models import Case, Entry, NextAction
from ikue.desk.domain.home import home
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.enums import FieldClass
from tests.cast import assemble
from tests.desk.conftest import Ward

pytestmark = pytest.mark.django_db
WORDS = "自死の心配があった方です。もう一度、本人と話して記録します"
HOURS = timedelta(hours=72)
CARD = EntryFacts(at=None, kind=EntryKind.SAFETY_PLAN, body="妹に電話する")


@pytest.fixture
def ward():
    return Ward(assemble())


def rows(ward, name="desk"):
    """(list, limit) of every row about speaking again."""
    with ward.cast.acting(name) as viewer:
        found = home(viewer)
    return [
        (wanted, row.due)
        for wanted in ("overdue", "new", "today", "waiting")
        for row in getattr(found, wanted)
        if row.what == WORDS
    ]


def written(ward, case, facts):
    with ward.cast.acting("desk") as by:
        return write_entry(
            circle_id=case.circle_id, case=case, facts=replace(facts, at=by.at), by=by, at=by.at
        )


def test_after_a_safety_plan_the_person_is_spoken_with_again_within_the_wards_hours(ward):
    case = ward.case()
    assert rows(ward) == []
    limit = written(ward, case, CARD).at + HOURS
    assert rows(ward) == [("new", limit)]
    assert (rows(ward, "desk_colleague"), rows(ward, "outsider")) == ([], [])
    ward.cast.later(hours=72)
    assert rows(ward) == [("today", limit)]
    ward.cast.later(minutes=1)
    assert rows(ward) == [("overdue", limit)]
    written(ward, case, EntryFacts(at=None, body="本人と電話で話した。落ち着いている。"))
    assert rows(ward) == []


@pytest.mark.parametrize("counterpart", [Counterpart.FAMILY, Counterpart.NOBODY])
def test_only_the_person_ends_it(ward, counterpart):
    case = ward.case()
    written(ward, case, CARD)
    ward.cast.later(hours=1)
    written(ward, case, EntryFacts(at=None, body="留守だった", counterpart=counterpart))
    assert len(rows(ward)) == 1


def test_correcting_the_card_is_no_talk(ward):
    card = written(ward, ward.case(), CARD)
    ward.cast.later(hours=1)
    with ward.cast.acting("desk") as by:
        entry = Entry.objects.get(pk=card.pk)
        correct_entry(entry=entry, text="妹ではなく姉", by=by, at=by.at)
    assert rows(ward) == [("new", card.at + HOURS)]


def test_a_new_card_begins_it_anew_and_one_on_the_wrong_person_not(ward):
    case = ward.case()
    first = written(ward, case, CARD)
    ward.cast.later(hours=5)
    second = written(ward, case, CARD)
    assert rows(ward) == [("new", second.at + HOURS)]
    with ward.cast.acting("manager") as by:
        hold_entry(entry=Entry.objects.get(pk=second.pk), reason="別の人", by=by, at=by.at)
    assert rows(ward) == [("new", first.at + HOURS)]


def test_a_ticked_worry_at_the_reception_begins_it_and_the_end_of_the_case_ends_it(ward):
    case = ward.case()
    with ward.cast.acting("desk"):
        reception = Consultation.objects.get(case=case)
        reception.issues = ["suicide", "income"]
        reception.save(update_fields=["issues"])
    assert rows(ward) == [("new", reception.received_at + HOURS)]
    with ward.cast.acting("desk") as by:
        completion = Completion(reason=CompleteReason.DECLINED)
        complete_case(case=Case.objects.get(), completion=completion, by=by, at=by.at)
    assert rows(ward) == []


def test_the_row_is_recorded_as_what_it_tells(ward, visit):
    """Of support (F3), not only that the window is involved and how the person is called."""
    case = ward.case()
    written(ward, case, CARD)
    with ward.cast.acting("desk"):
        NextAction.objects.update(done_at=ward.cast.at)
        before = ReadEvent.objects.count()
    assert WORDS in visit("desk", "get", "/desk/").content.decode()
    with ward.cast.acting("desk"):
        (event,) = ReadEvent.objects.order_by("number")[before:]
        told = [line for line in event.lines.all() if line.person_id is not None]
        assert [FieldClass.F3 in FieldClass(line.classes) for line in told] == [True]
