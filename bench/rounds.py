"""Rounds of requests: bare → floor → page → bare, with one client or several, timed by the client
and by the scheduler's account of the workers."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median
from typing import Final

from bench.client import Answer, Browser, UnexpectedAnswer, log_in
from bench.figures import Line, Pair, are_alike, line, p95
from bench.pages import Page
from bench.server import Server

BARE_PATH: Final = "/bench/bare/"
FLOOR_PATH: Final = "/bench/floor/"
P95_TARGET: Final = 40.0


@dataclass(frozen=True)
class Effort:
    """How much is asked: `samples` of each page and round, of the bare view so many times more."""

    rounds: int = 3
    samples: int = 200
    bare_times: int = 3
    floor_samples: int = 100
    warm_up: int = 20
    clients: int = 1
    retries: int = 3
    """How many rounds may be thrown away before the noise is reported instead."""


@dataclass(frozen=True)
class Reading:
    seconds: list[float]
    cpu: float
    """CPU seconds of the workers, of one request."""


@dataclass(frozen=True)
class Round:
    before: Reading
    floor: Reading
    page: Reading
    after: Reading

    @property
    def is_quiet(self) -> bool:
        return are_alike(p95(self.before.seconds), p95(self.after.seconds))

    @property
    def latency(self) -> Pair:
        """Milliseconds: p95 of the page and of the bare view around it."""
        return Pair(
            1000 * p95(self.page.seconds),
            1000 * p95([*self.before.seconds, *self.after.seconds]),
        )

    @property
    def cpu(self) -> Pair:
        return Pair(1000 * self.page.cpu, 1000 * self.floor.cpu)


class Track:
    """One page on one server: the clients that ask, each logged in as a real account."""

    def __init__(self, server: Server, page: Page, effort: Effort) -> None:
        self.server, self.page, self.effort = server, page, effort
        self.browsers = [log_in(server.port, page.username) for _ in range(effort.clients)]
        self.last: Answer | None = None

    def warm_up(self) -> None:
        for ask in (self._bare, self._floor, self._page):
            self._read(ask, self.effort.warm_up)

    def round(self) -> Round:
        bare = self.effort.samples * self.effort.bare_times
        before = self._read(self._bare, bare)
        floor = self._read(self._floor, self.effort.floor_samples)
        page = self._read(self._page, self.effort.samples)
        return Round(before, floor, page, self._read(self._bare, bare))

    def _read(self, ask: Callable[[Browser], Answer], count: int) -> Reading:
        before = self.server.cpu()
        share = -(-count // len(self.browsers))
        if len(self.browsers) == 1:
            seconds = [ask(self.browsers[0]).seconds for _ in range(count)]
        else:
            with ThreadPoolExecutor(len(self.browsers)) as pool:
                parts = pool.map(
                    lambda one: [ask(one).seconds for _ in range(share)], self.browsers
                )
                seconds = [one for part in parts for one in part]
        return Reading(seconds, (self.server.cpu() - before) / len(seconds))

    def _bare(self, browser: Browser) -> Answer:
        return _expect(browser.get(BARE_PATH), 200, BARE_PATH)

    def _floor(self, browser: Browser) -> Answer:
        return _expect(browser.get(FLOOR_PATH), 200, FLOOR_PATH)

    def _page(self, browser: Browser) -> Answer:
        self.last = _expect(self.page.ask(browser), self.page.status, self.page.id)
        return self.last


def _expect(answer: Answer, status: int, what: str) -> Answer:
    if answer.status != status:
        raise UnexpectedAnswer(f"{what} answered {answer.status} instead of {status}")
    return answer


def run(server: Server, page: Page, effort: Effort, *, size: str) -> Iterator[Line]:
    """The lines `page.*` and `cpu.*` of one page. Where no quiet rounds were to be had, those that
    were are reported, and the line says so."""
    track = Track(server, page, effort)
    track.warm_up()
    kept, thrown = _rounds(track, effort)
    found = kept or thrown
    assert track.last is not None
    beside = {
        "rounds": len(found), "thrown": len(thrown) if kept else 0, "quiet": bool(kept),
        "clients": effort.clients,
    }  # fmt: skip
    n = sum(len(one.page.seconds) for one in found)
    halves = [1000 * median(one.page.seconds) for one in found]
    yield line(
        f"page.{page.id}", unit="ms", pairs=[one.latency for one in found], n=n, size=size,
        target=P95_TARGET, p50=round(median(halves), 2), **beside,
        bytes=len(track.last.body), rows=track.last.body.count(page.rows) if page.rows else 0,
    )  # fmt: skip
    yield line(
        f"cpu.{page.id}", unit="ms", pairs=[one.cpu for one in found], n=n, size=size,
        target=page.cpu_target, **beside,
    )  # fmt: skip


def _rounds(track: Track, effort: Effort) -> tuple[list[Round], list[Round]]:
    kept: list[Round] = []
    thrown: list[Round] = []
    while len(kept) < effort.rounds and len(thrown) <= effort.retries:
        one = track.round()
        (kept if one.is_quiet else thrown).append(one)
        print(
            f"{track.page.id}: round {len(kept)} of {effort.rounds}, {len(thrown)} thrown away,"
            f" {one.latency.ratio:.1f} × bare, {one.cpu.ratio:.2f} × floor",
            file=sys.stderr,
        )
    return kept, thrown
