"""What must hold at every instant, as data: each app declares what it answers for, and `ikue
invariants` asks the database.

Each app's `invariants.py` declares `INVARIANTS`. The numbers are those of docs/flow.md. They are
read as keeper, because row security would hide from the owner what is wrong.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from django.apps import apps

TOKYO_DAY = "(%(at)s AT TIME ZONE 'Asia/Tokyo')::date"
"""The calendar day in Tokyo at the moment that is asked about."""


def listed(values: Iterable[str]) -> str:
    """Codes and states as SQL lists them: 'a', 'b', always in the same order."""
    return ", ".join(f"'{value}'" for value in sorted(values))


class Cursor(Protocol):
    """A cursor of Django, or of psycopg itself."""

    def execute(self, query: Any, params: Any = None) -> Any: ...
    def fetchall(self) -> list[Any]: ...


@dataclass(frozen=True, kw_only=True)
class Invariant:
    """`examined` counts the rows looked at; `violations` returns (record, sentence) pairs.

    Both are SQL that may name the moment `%(at)s`. A sentence names nobody: it goes into logs.
    """

    number: str
    sentence: str
    examined: str
    violations: str


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one invariant found: how many rows it looked at, and each record that breaks it."""

    invariant: Invariant
    app: str
    examined: int
    violations: tuple[tuple[str, str], ...]


def invariants() -> Iterator[tuple[str, Invariant]]:
    """(app, invariant) over all installed apps, lower layers first."""
    for config in apps.get_app_configs():
        name = f"{config.name}.invariants"
        if not config.name.startswith("ikue.") or config.label == "kernel":
            continue
        if find_spec(name) is not None:
            for invariant in import_module(name).INVARIANTS:
                yield config.label, invariant


def examine(cursor: Cursor, *, at: datetime) -> list[Finding]:
    """Ask every invariant at that moment. The cursor must act as `ikue_keeper`."""
    moment = {"at": at}
    return [_ask(cursor, app, invariant, moment) for app, invariant in invariants()]


def _ask(cursor: Cursor, app: str, invariant: Invariant, moment: Mapping[str, datetime]) -> Finding:
    cursor.execute(invariant.examined, moment)
    examined = cursor.fetchall()[0][0]
    cursor.execute(invariant.violations, moment)
    broken = tuple((str(record), str(sentence)) for record, sentence in cursor.fetchall())
    return Finding(invariant=invariant, app=app, examined=examined, violations=broken)
