"""Transition tables: what may happen to a record, as rows that buttons, tests and papers share.

`kernel` checks a transition, `audit.perform` executes and records it. A state is never assigned
anywhere else.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ikue.kernel.expected import Expected

Predicate = Callable[[Any, Any], bool]
"""(viewer, record) → may this viewer do it? Answers about authority, never about the law."""
Guard = Callable[[Any], str | None]
"""(record) → None, or the Japanese sentence that says why it cannot be done now."""


class NotPossible(Expected):
    """The record's state, or a guard, does not allow the act; the message is for the clerk."""


class NotAllowed(Exception):
    """The viewer has no authority for the act. At the door it looks like absence."""


def nothing_in_the_way(record: Any) -> str | None:
    return None


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One row: `verb` is what the clerk says aloud, `sentence` what the log keeps."""

    name: str
    verb: str
    sources: tuple[str, ...]
    target: str
    may: Predicate
    sentence: str
    guard: Guard = nothing_in_the_way


class Machine:
    """The transitions of one kind of record (`noun` in Japanese), in the order of the path."""

    def __init__(self, *, noun: str, states: type[Any], rows: tuple[Transition, ...]) -> None:
        self.noun = noun
        self.states = states
        self.rows = rows
        self._by_name: dict[str, tuple[Transition, ...]] = {}
        for row in rows:
            self._by_name[row.name] = (*self._by_name.get(row.name, ()), row)

    def __iter__(self) -> Iterator[Transition]:
        return iter(self.rows)

    def check(self, name: str, *, record: Any, viewer: Any) -> Transition:
        """The row that applies now.

        Raises NotAllowed before NotPossible: somebody without authority learns nothing of the
        state.
        """
        rows = self._by_name[name]
        if not any(row.may(viewer, record) for row in rows):
            raise NotAllowed(name)
        fitting = [row for row in rows if record.state in row.sources and row.may(viewer, record)]
        if not fitting:
            raise NotPossible(self._refusal(rows[0], record))
        obstacle = fitting[0].guard(record)
        if obstacle is not None:
            raise NotPossible(obstacle)
        return fitting[0]

    def check_first(self, name: str, *, record: Any, viewer: Any) -> Transition:
        """The row that brings a new record into being (a row without source states)."""
        row = self._by_name[name][0]
        if row.sources or not row.may(viewer, record):
            raise NotAllowed(name)
        obstacle = row.guard(record)
        if obstacle is not None:
            raise NotPossible(obstacle)
        return row

    def open_to(self, *, record: Any, viewer: Any) -> list[Transition]:
        """What this viewer can do with this record now: the buttons of the page."""
        return [
            row
            for row in self.rows
            if record.state in row.sources and row.may(viewer, record) and row.guard(record) is None
        ]

    def lacking(self, *, record: Any, viewer: Any) -> list[tuple[str, str]]:
        """Verbs of this viewer that a guard alone holds back, each with the guard's sentence."""
        return [
            (row.verb, sentence)
            for row in self.rows
            if record.state in row.sources and row.may(viewer, record)
            if (sentence := row.guard(record)) is not None
        ]

    def _refusal(self, row: Transition, record: Any) -> str:
        now = self.states(record.state).label
        return (
            f"この{self.noun}は今「{now}」です。「{row.verb}」はできません。"
            "ほかの人が先に進めたかもしれません。画面を開き直して確かめてください。"
        )
