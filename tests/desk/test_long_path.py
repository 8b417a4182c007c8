"""経過 of many years: the newest stand on the page, the others are one step away, and what is not
shown is not noted as seen."""

import re
from datetime import timedelta

import pytest

from ikue.audit import looking
from ikue.audit.perform import record_change
from ikue.casework.domain.entries import EntryFacts, correct_entry, write_entry
from ikue.casework.models import Case, Entry
from ikue.desk.domain.casefile import open_file
from ikue.desk.domain.timeline import PAGE, Filter, timeline
from ikue.desk.views.case import latest_of
from ikue.people.models import Person

pytestmark = pytest.mark.slow
EARLIER = 3


@pytest.fixture
def long(ward):
    """A case with a full page of entries and some more; the earliest is about the mother."""
    case = ward.case()
    with ward.cast.acting("desk") as by:
        mother = Person.objects.get(given_name="トメ").pk
        for number in range(PAGE + EARLIER):
            facts = EntryFacts(
                at=by.at - timedelta(days=number),
                body=f"{number}日前のこと",
                person_id=mother if number == PAGE + EARLIER - 1 else None,
            )
            write_entry(
                circle_id=case.circle_id, case=Case.objects.get(pk=case.pk), facts=facts, by=by,
                at=by.at,
            )  # fmt: skip
    return case


def bodies(page) -> list[str]:
    return re.findall(r"\d+日前のこと", page.content.decode())


def test_the_newest_stand_first_and_the_others_one_step_away(long, visit):
    address = f"/desk/cases/{long.pk}/"
    page = visit("desk", "get", address)
    shown = bodies(page)
    assert shown[:2] == ["0日前のこと", "1日前のこと"]
    assert len(shown) < PAGE + EARLIER
    assert f"{PAGE + EARLIER - 1}日前のこと" not in shown
    (more,) = re.findall(r'href="(\?[^"]*)"[^>]*>前の経過を見る', page.content.decode())
    (every,) = re.findall(r'href="(\?[^"]*)"[^>]*>すべての経過を見る', page.content.decode())
    for way in (more, every):
        page = visit("desk", "get", address + way.replace("&amp;", "&"))
        assert bodies(page) == [f"{number}日前のこと" for number in range(PAGE + EARLIER)]
        assert "前の経過を見る" not in page.content.decode()


@pytest.mark.parametrize("asked", ["", "0", "-1", "7", "九", "99999999", "１００", "²", "x"])
def test_an_address_that_makes_no_sense_shows_the_first_page(asked):
    assert latest_of(asked) == PAGE


def test_narrowing_reaches_behind_the_page(long, ward):
    with ward.cast.acting("desk") as viewer:
        mother = Person.objects.get(given_name="トメ").pk
        found = timeline(viewer, open_file(viewer, long.pk), Filter(person_id=mother))
    assert f"{PAGE + EARLIER - 1}日前のこと" in [line.text for line in found.lines]


def test_what_is_written_later_to_a_shown_entry_stands_with_it_and_only_there(long, ward):
    """An addition belongs to its entry, however new it is itself."""
    with ward.cast.acting("desk") as by:
        file = open_file(by, long.pk)
        newest, earliest = Filter(), Filter(latest=None)
        *_, last = [one for one in timeline(by, file, earliest).lines if one.noun == "entry"]
        entry = Entry.objects.get(pk=last.id)
        correct_entry(entry=entry, text="あとから書いたこと", by=by, at=by.at)
        shown = timeline(by, file, newest)
        assert shown.goes_on
        assert not any(one.additions for one in shown.lines)
        (addition,) = timeline(by, file, earliest).lines[-1].additions
        assert addition.text == "あとから書いたこと"


def noted_persons(ward, case, wanted):
    with ward.cast.acting("desk") as viewer:
        file = open_file(viewer, case.pk)
        with looking.collect() as shown:
            timeline(viewer, file, wanted)
    return set(shown.classes)


def test_what_is_not_shown_is_not_noted(long, ward):
    first, every = (noted_persons(ward, long, Filter(latest=n)) for n in (PAGE, None))
    assert first < every


def test_the_record_of_changes_is_shown_by_the_page_too(ward, visit):
    case = ward.case()
    with ward.cast.acting("desk") as by:
        for number in range(PAGE + EARLIER):
            record_change(
                noun="支援ケース", record=case, name="note", source=case.state, target=case.state,
                sentence=f"{number}日前のこと", by=by, at=by.at - timedelta(days=number),
            )  # fmt: skip
    address = f"/desk/cases/{case.pk}/?tab=changes"
    page = visit("desk", "get", address)
    assert f"{PAGE + EARLIER - 1}日前のこと" not in bodies(page)
    (more,) = re.findall(r'href="(\?[^"]*)"[^>]*>前の履歴を見る', page.content.decode())
    page = visit("desk", "get", f"/desk/cases/{case.pk}/" + more.replace("&amp;", "&"))
    assert bodies(page)[-1] == f"{PAGE + EARLIER - 1}日前のこと"
    assert "前の履歴を見る" not in page.content.decode()
