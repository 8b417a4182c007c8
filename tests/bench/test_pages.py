"""Every page is asked as a browser asks, and what it costs is found; the control costs too much."""

from dataclasses import replace

import pytest
from django.db import connection

from bench import rounds, statements
from bench.client import log_in
from bench.figures import Pair, are_alike, line, p95
from bench.pages import pages, viewer_named
from bench.server import serving
from bench.staff import READER
from bench.watch import acting
from ikue.casework.models import Entry
from ikue.desk.domain.timeline import PAGE

ROWS_OF_A_CASE = 12
"""Five entries; the changes that belong to the story (two of the reception, one of the case, one of
the request, two of the consent); and the part of 多機関協働, which is closed."""
FEW = rounds.Effort(rounds=1, samples=2, bare_times=2, floor_samples=2, warm_up=1, retries=0)


@pytest.fixture
def known(tiny):
    yield {page.id: page for page in pages()}
    connection.close()


@pytest.mark.slow
def test_a_page_is_measured_as_a_browser_gets_it(known):
    measured = list(known.values())
    with serving(settings="tests.bench.served", workers=1) as server:
        lines = [one for page in measured for one in rounds.run(server, page, FEW, size="S")]
        browser = log_in(server.port, READER)
    assert [one.id for one in lines] == [
        f"{kind}.{name}" for name in known for kind in ("page", "cpu")
    ]
    assert all(one.value > 0 and one.baseline > 0 and one.n == 2 for one in lines)
    rows = {one.id: one.more["rows"] for one in lines if one.id.startswith("page.")}
    # The two measured households bear the name that is looked for.
    assert rows["page.person_search"] >= 4
    # A reception is answered by a redirect.
    assert (rows["page.case"], rows["page.create"]) == (ROWS_OF_A_CASE, 0)
    # The request asks who it is that asks, before the page asks anything.
    assert all(
        len(statements.requested(page, browser)) > len(statements.called(page))
        for page in known.values()
    )


def test_the_queries_of_a_page_do_not_grow_with_its_rows(known):
    found = {name: len(statements.called(page)) for name, page in known.items()}
    assert (found["case"], found["case_long"]) == (12, 12)
    assert (found["person_search"], found["create"]) == (6, 17)


def test_the_ideal_finds_what_the_page_finds(known):
    wanted = statements.ideal_of(known["case_long"])
    with acting(viewer_named(READER), read_only=True), connection.cursor() as cursor:
        found = [len(cursor.execute(sql, params).fetchall()) for sql, params in wanted]
    assert found[0] == 1
    # As many lines as the page asks for: what stands on it, and one to know whether it goes on.
    assert PAGE + 1 in found
    assert 200 not in found


def test_control_a_query_for_each_row_is_over_the_count(known):
    def slow(viewer):
        rows = Entry.objects.filter(owner_window_id__in=viewer.window_ids).values_list("pk")
        return [Entry.objects.get(pk=pk) for (pk,) in rows[:15]]

    good = statements.queries(known["person_search"], size="S", whole=0)
    bad = statements.queries(replace(known["person_search"], call=slow), size="S", whole=0)
    assert (good.value, good.met) == (6, True)
    assert (bad.value, bad.met) == (16, False)


def test_figures():
    assert p95([*range(1, 101)]) == 95
    assert p95([3.0]) == 3.0
    assert are_alike(1.0, 1.2)
    assert not are_alike(1.0, 1.21)
    found = line(
        "page.x", unit="ms", n=6, size="S", target=40, rows=3,
        pairs=[Pair(30, 1), Pair(50, 1), Pair(40, 1)],
    )  # fmt: skip
    assert (found.value, found.baseline, found.ratio, found.range, found.met) == (
        40, 1, 40, (30, 50), True,
    )  # fmt: skip
