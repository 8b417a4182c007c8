"""A page's statements, counted and timed against the ideal, in this process and as the application
role: behind the same wall, with the same signed viewer."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.test import Client

from bench.client import Browser
from bench.figures import Line, Pair, line
from bench.ideal import RIGHTS, parameters_of
from bench.pages import Page, viewer_named
from bench.watch import Watch, acting, watched
from ikue.directory.viewers import Viewer

SQL_TARGET: Final = 2.0
MOST_QUERIES: Final = 12
Statement = tuple[str, Any]
INSERT: Final = re.compile(r"(INSERT INTO \"\w+\" \([^)]+\) VALUES )(\(.+\))", re.DOTALL)


def run(page: Page, browser: Browser, *, size: str, rounds: int, samples: int) -> Iterator[Line]:
    """The lines `sql.*` and `queries.*` of one page."""
    wanted = ideal_of(page)
    _timed(page, wanted)
    pairs = [
        Pair(*(1000 * median(part) for part in zip(*times, strict=True)))
        for times in ([_timed(page, wanted) for _ in range(samples)] for _ in range(rounds))
    ]
    yield line(
        f"sql.{page.id}", unit="ms", pairs=pairs, n=rounds * samples, size=size,
        target=SQL_TARGET, statements=len(called(page)), ideal_statements=len(wanted),
    )  # fmt: skip
    yield queries(page, size=size, whole=len(requested(page, browser)))


def queries(page: Page, *, size: str, whole: int) -> Line:
    """`whole` counts the request with login, session, door and record of looking."""
    pair = Pair(float(len(called(page))), float(MOST_QUERIES))
    return line(
        f"queries.{page.id}", unit="count", pairs=[pair], n=1, size=size, target=1.0, whole=whole
    )


def called(page: Page) -> list[Statement]:
    """What the page's domain call sends, as the tests count it."""
    with _within(page) as (viewer, watch):
        page.call(viewer)
    return watch.statements


def requested(page: Page, browser: Browser) -> list[Statement]:
    """What one whole request sends, in the browser's own session."""
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies[settings.SESSION_COOKIE_NAME] = browser.cookies[settings.SESSION_COOKIE_NAME]
    with watched() as watch:
        answer = page.ask(client)
    if answer.status_code != page.status:
        raise RuntimeError(f"{page.id} answered {answer.status_code} in this process")
    return watch.statements


def ideal_of(page: Page) -> list[Statement]:
    return _rows_alone(called(page)) if page.writes else _by_hand(page)


def _timed(page: Page, wanted: Sequence[Statement]) -> tuple[float, float]:
    """Seconds in the page's statements, and in the ideal ones, one after the other."""
    with _within(page) as (viewer, of_page):
        page.call(viewer)
    with _within(page) as (viewer, of_ideal):
        _send(wanted)
    return of_page.seconds, of_ideal.seconds


def _send(statements: Sequence[Statement]) -> None:
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()


@contextmanager
def _within(page: Page) -> Iterator[tuple[Viewer, Watch]]:
    """The page's own viewer acting, and a watch that starts once it does."""
    viewer = viewer_named(page.username)
    with acting(viewer, read_only=not page.writes), watched() as watch:
        yield viewer, watch


# The ideal of a page that reads ------------------------------------------------------------------


def _by_hand(page: Page) -> list[Statement]:
    """With the circles and referrals that the page's own facts name, found once beforehand."""
    with _within(page) as (viewer, _):
        params = parameters_of(viewer) | page.parameters | {"circles": [], "referrals": []}
        for sql in page.ideal:
            if sql != RIGHTS:
                _learn(sql, params)
    return [(sql, params) for sql in page.ideal]


def _learn(sql: str, params: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column.name for column in cursor.description or ()]
        rows = cursor.fetchall()
    if "circle_id" in names:
        place = names.index("circle_id")
        params["circles"] = sorted({*params["circles"], *(row[place] for row in rows)})
    if "limit_at" in names:
        params["referrals"] = [row[names.index("id")] for row in rows]


# The ideal of a page that writes: the rows themselves, one statement for each table --------------


def _rows_alone(statements: Sequence[Statement]) -> list[Statement]:
    merged: dict[str, tuple[list[str], list[Any]]] = {}
    for sql, params in statements:
        found = INSERT.fullmatch(sql)
        if found is not None:
            values, gathered = merged.setdefault(found[1], ([], []))
            values.append(found[2])
            gathered.extend(params)
        elif sql.startswith("INSERT") or "next_number" in sql:
            merged[f"{sql} -- {len(merged)}"] = ([], list(params))
    return [(head + ", ".join(values), params) for head, (values, params) in merged.items()]
