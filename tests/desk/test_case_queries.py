"""How many queries the pages of a case and the search take, with one row and with three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ikue.casework.domain.entries import EntryFacts, write_entry
from ikue.casework.models import Case
from ikue.desk.domain.casefile import case_file
from ikue.desk.domain.search import search
from ikue.desk.domain.timeline import Filter, timeline


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_case_and_the_search(ward, count):
    for _ in range(count):
        case = ward.case()
    with ward.cast.acting("desk") as viewer:
        for _ in range(count):
            facts = EntryFacts(at=viewer.at, body="電話した")
            case = Case.objects.get(pk=case.pk)
            write_entry(circle_id=case.circle_id, case=case, facts=facts, by=viewer, at=viewer.at)
        with CaptureQueriesContext(connection) as of_case:
            timeline(viewer, case_file(viewer, case), Filter())
        with CaptureQueriesContext(connection) as of_search:
            search(viewer, "髙橋")
    assert (len(of_case), len(of_search)) == (17, 8)
