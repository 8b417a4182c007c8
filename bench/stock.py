"""The rows on their way into the database: added circle by circle, copied in thick slices while
the next ones are being made."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from psycopg import Connection

from bench.copying import Table, copy

if TYPE_CHECKING:
    from bench.households import Home
    from bench.staff import Clerk, Place
    from ikue.people.domain.persons import PersonFacts

SLICE = 60_000
"""Rows in memory before they are sent on."""


class Stock:
    """`connection` acts as the keeper; `grams` makes a person's search keys."""

    def __init__(
        self,
        connection: Connection,
        *,
        random: Random,
        now: datetime,
        grams: "Callable[[PersonFacts, list[tuple[str, str]]], list[str]]",
    ) -> None:
        self.connection, self.random, self.now, self.grams = connection, random, now, grams
        self.rows = 0
        self._waiting = 0
        self._tables: dict[str, Table] = {}
        self._thread = ThreadPoolExecutor(1)
        self._sending: Future[None] | None = None

    def table(self, label: str) -> Table:
        if label not in self._tables:
            self._tables[label] = Table(label, random=self.random, now=self.now)
        return self._tables[label]

    def add(self, label: str, /, **values: Any) -> None:
        self._waiting += 1
        self.table(label).add(**values)

    def change(
        self,
        home: "Home",
        noun: str,
        record_id: str,
        name: str,
        source: str,
        target: str,
        sentence: str,
        at: datetime,
        place: "Place | None" = None,
        clerk: "Clerk | None" = None,
    ) -> None:
        """One line of 変更記録."""
        who = clerk or home.clerk
        self.add(
            "audit.Change", noun=noun, record_id=record_id, circle_id=home.circle_id,
            owner_window_id=(place or home.place).window_id, name=name, source=source,
            target=target, sentence=sentence, account_id=who.account_id,
            appointment_id=who.appointment_id, at=at, recorded_at=at,
        )  # fmt: skip

    def between(self, first: datetime, last: datetime) -> datetime:
        return first + timedelta(seconds=self.random.random() * (last - first).total_seconds())

    def send_if_full(self) -> None:
        """Only between two circles: what is sent must be whole."""
        if self._waiting >= SLICE:
            self.send()

    def send(self) -> None:
        self._join()
        slices = [(t.name, t.columns, t.take()) for t in self._tables.values() if len(t)]
        self.rows, self._waiting = self.rows + self._waiting, 0
        self._sending = self._thread.submit(copy, self.connection, slices)

    def finish(self) -> None:
        self.send()
        self._join()
        self._thread.shutdown()

    def _join(self) -> None:
        if self._sending is not None:
            self._sending.result()
