"""How many queries the pages of a case and the search take, with one row and with three."""

from functools import reduce
from operator import or_

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ikue.audit import looking
from ikue.casework.domain.entries import EntryFacts, hold_entry, write_entry
from ikue.casework.domain.plan_queries import goals_shown
from ikue.casework.models import Case
from ikue.desk.domain.casefile import open_file
from ikue.desk.domain.papers import last_note
from ikue.desk.domain.search import search
from ikue.desk.domain.timeline import Filter, timeline
from ikue.drafts.restoring import kept
from ikue.sharing.enums import FieldClass
from tests.cast import assemble
from tests.factories.plans import consented, coordinated_8050, in_force


@pytest.fixture
def cast(db):
    return assemble()


def page_of(viewer, case):
    """What the view asks of the domain."""
    file = open_file(viewer, case.pk)
    return (
        file,
        goals_shown(file.rights, file.case),
        timeline(viewer, file, Filter()),
        last_note(file.rights, file.case, file.principal_id),
        kept(viewer, "entry", case.pk),
    )


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_a_case_that_went_the_whole_road(cast, count):
    """With its consents, who is told by each, a plan in force and its goals."""
    case = coordinated_8050(cast)
    in_force(cast, case)
    for _ in range(count):
        consented(cast, case, codes=("tax_collection", "hospital"))
        with cast.acting("desk") as by:
            facts = EntryFacts(at=by.at, body="電話した")
            now = Case.objects.get(pk=case.pk)
            write_entry(circle_id=case.circle_id, case=now, facts=facts, by=by, at=by.at)
    with cast.acting("desk") as viewer, CaptureQueriesContext(connection) as captured:
        file, goals, lines, *_ = page_of(viewer, case)
    assert len(captured) == 12
    assert [goal.text for goal in goals] == ["物忘れ外来を受診する"]
    assert len(file.consents.members[0].consents) == 1 + count
    assert "税" in file.consents.members[0].consents[-1].to_whom
    assert [line.text for line in lines.lines if line.noun == "entry"] == ["電話した"] * count


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_search(ward, count):
    for _ in range(count):
        ward.case()
    with ward.cast.acting("desk") as viewer, CaptureQueriesContext(connection) as captured:
        assert len(search(viewer, "髙橋")) == 2 * count
    assert len(captured) == 6


def noted(ward, case) -> int:
    """Field classes that showing the timeline leaves in the record of looking."""
    with ward.cast.acting("manager") as viewer, looking.collect() as shown:
        timeline(viewer, open_file(viewer, case.pk), Filter())
    return reduce(or_, shown.classes.values(), 0)


def test_a_held_entry_is_not_noted_as_shown(ward):
    case = ward.case()
    with ward.cast.acting("desk") as by:
        facts = EntryFacts(at=by.at, body="電話した", tag="domestic_violence")
        entry = write_entry(circle_id=case.circle_id, case=case, facts=facts, by=by, at=by.at)
    assert noted(ward, case) & FieldClass.F4
    with ward.cast.acting("manager") as by:
        hold_entry(entry=entry, reason="別の世帯", by=by, at=by.at)
    assert not noted(ward, case) & FieldClass.F4
