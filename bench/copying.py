"""COPY built from the models' own fields: a column that the loader does not name gets its default,
so that a new column with a default does not break the loader."""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from random import Random
from typing import Any, Final

from django.apps import apps
from django.db import models
from psycopg import Connection, sql

NULL: Final = r"\N"
_ESCAPES: Final = (("\\", r"\\"), ("\t", r"\t"), ("\n", r"\n"), ("\r", r"\r"))


def fresh(random: Random) -> str:
    """A uuid4 as 32 hex digits, the same for the same seed."""
    digits = f"{random.getrandbits(128):032x}"
    return f"{digits[:12]}4{digits[13:16]}a{digits[17:]}"


def literal(value: Any) -> str:
    """One value as COPY's text format has it."""
    if isinstance(value, str):
        return escaped(value)
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, date):  # a datetime is one
        return value.isoformat()
    if isinstance(value, list | dict):
        return escaped(json.dumps(value, ensure_ascii=False))
    return str(value)


def escaped(text: str) -> str:
    if text.isalnum():  # most are identifiers: millions of them
        return text
    for plain, written in _ESCAPES:
        text = text.replace(plain, written)
    return text


class Table:
    """The rows of one model that wait for the next COPY."""

    def __init__(self, label: str, *, random: Random, now: datetime) -> None:
        options = apps.get_model(label)._meta
        self.label, self.name = label, options.db_table
        self.columns = [str(field.column) for field in options.concrete_fields]
        self._defaults = {
            field.attname: _default(field, random, now) for field in options.concrete_fields
        }
        self._lines: list[str] = []

    def add(self, **values: Any) -> None:
        unknown = values.keys() - self._defaults.keys()
        if unknown:
            raise TypeError(f"{self.label} has no column {', '.join(sorted(unknown))}")
        parts = [
            literal(values[name]) if name in values else default()
            for name, default in self._defaults.items()
        ]
        self._lines.append("\t".join(parts))

    def take(self) -> str:
        text = "".join(f"{line}\n" for line in self._lines)
        self._lines = []
        return text

    def __len__(self) -> int:
        return len(self._lines)


def _default(field: "models.Field[Any, Any]", random: Random, now: datetime) -> Callable[[], str]:
    if isinstance(field, models.UUIDField) and field.has_default():
        return lambda: fresh(random)
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        moment = literal(now)
        return lambda: moment
    if field.has_default() or field.null or (field.empty_strings_allowed and field.blank):
        constant = literal(field.get_default())
        return lambda: constant

    def missing() -> str:
        raise TypeError(f"{field.model.__name__}.{field.attname} has no default")

    return missing


def copy(connection: Connection, tables: Iterable[tuple[str, list[str], str]]) -> None:
    """(table, columns, text) each; one transaction, in which foreign keys may wait for its end."""
    with connection.transaction(), connection.cursor() as cursor:
        for name, columns, text in tables:
            statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
                sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, columns))
            )
            with cursor.copy(statement) as stream:
                stream.write(text)
