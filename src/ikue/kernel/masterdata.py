"""Dated master data (基礎データ): readable files in an app's `data/`, loaded by natural key.

An app declares `masterdata.py` with `SOURCES: tuple[Source, ...]`; the order of the tuple is the
order of loading, so the target of a link stands before the row that links to it. Loading twice
changes nothing: values are compared column by column. A row that has left its file is never
deleted, it is reported, because private rows may still hang on it.
"""

import csv
import io
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils.module_loading import module_has_submodule

TRUE_WORDS = frozenset({"true", "1", "はい"})
FALSE_WORDS = frozenset({"false", "0", "いいえ"})


class MasterDataError(Exception):
    """A file that cannot be loaded: which file, line and column, and what to do about it."""

    def __init__(self, file: str, line: int, column: str, sentence: str) -> None:
        self.file, self.line, self.column, self.sentence = file, line, column, sentence
        place = file + (f" {line}行目" if line else "") + (f"「{column}」" if column else "")
        super().__init__(f"{place}: {sentence}")


class BadValue(Exception):
    """A cell that its field does not take; the text is the sentence."""


@dataclass(frozen=True)
class Source:
    """One file and the model it fills.

    `links` names, per foreign key, the target model, the column that names a target row, and any
    columns in which the two rows must agree (the parent within the same yearly version).
    """

    model: str
    file: str
    key: tuple[str, ...]
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class LoadReport:
    """What one file did. `withdrawn`: rows of the table that the file no longer names."""

    source: Source
    rows: int
    added: int
    changed: int
    unchanged: int
    withdrawn: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """`native`: the cells carry types already (TOML), otherwise they are text (CSV)."""

    line: int
    cells: Mapping[str, object]
    native: bool = False


# Reading ----------------------------------------------------------------------------------------


def read_rows(path: Path) -> list[Row]:
    """The rows of a `.csv` with a header, or of a `.toml` with `[[row]]` tables.

    Raises MasterDataError when the file is missing, not UTF-8 or malformed.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise MasterDataError(path.name, 0, "", "ファイルがありません。") from None
    except UnicodeDecodeError:
        raise MasterDataError(
            path.name, 0, "", "UTF-8 ではありません。UTF-8 で保存し直してください。"
        ) from None
    if path.suffix == ".toml":
        return list(toml_rows(path.name, text))
    try:
        return list(csv_rows(path.name, text))
    except csv.Error as error:
        raise MasterDataError(path.name, 0, "", f"CSV として読めません（{error}）。") from None


def csv_rows(file: str, text: str) -> Iterator[Row]:
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = next(lines, [])
    check_header(file, header)
    line = lines.line_num + 1
    for cells in lines:
        if any(cells):
            if len(cells) != len(header):
                raise MasterDataError(
                    file,
                    line,
                    "",
                    f"列が {len(cells)} あります。見出しは {len(header)} 列です。",
                )
            yield Row(line, dict(zip(header, cells, strict=True)))
        line = lines.line_num + 1


def check_header(file: str, header: list[str]) -> None:
    for column in header:
        if not column or header.count(column) > 1:
            raise MasterDataError(file, 1, column, "見出しが空か、重なっています。")


def toml_rows(file: str, text: str) -> Iterator[Row]:
    try:
        tables: list[dict[str, object]] = tomllib.loads(text).get("row", [])
    except tomllib.TOMLDecodeError as error:
        raise MasterDataError(file, 0, "", f"TOML として読めません（{error}）。") from None
    columns = list(dict.fromkeys(column for table in tables for column in table))
    starts = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == "[[row]]"]
    for number, table in enumerate(tables):
        line = starts[number] if number < len(starts) else 0
        yield Row(line, {column: table.get(column, "") for column in columns}, native=True)


# Values -----------------------------------------------------------------------------------------


def convert(target: "models.Field[Any, Any]", raw: object, *, native: bool = False) -> object:
    """The value that the field stores for a cell. Raises BadValue."""
    if isinstance(raw, str):
        raw = raw.strip()
        if raw == "":
            return empty_value(target)
        if not native:
            raw = parsed(target, raw)
    try:
        return target.clean(raw, None)
    except ValidationError as error:
        raise BadValue(f"「{raw}」は使えません（{' '.join(error.messages)}）。") from None


def empty_value(target: "models.Field[Any, Any]") -> object:
    if target.null:
        return None
    if target.has_default():
        return target.get_default()
    if target.blank and isinstance(target, models.CharField | models.TextField):
        return ""
    raise BadValue("空にできません。値を入れてください。")


def parsed(target: "models.Field[Any, Any]", text: str) -> object:
    """Text of a CSV cell for the fields whose own reader is too lenient or takes no text."""
    if isinstance(target, models.BooleanField):
        return truth(text)
    if isinstance(target, models.JSONField):
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            raise BadValue(f"「{text}」は JSON として読めません。") from None
    return text


def truth(text: str) -> bool:
    if text.lower() in TRUE_WORDS:
        return True
    if text.lower() in FALSE_WORDS:
        return False
    raise BadValue(f"「{text}」は true か false にしてください。")


def differing(current: Mapping[str, object], wanted: Mapping[str, object]) -> tuple[str, ...]:
    """The columns whose stored value is not the wanted one."""
    return tuple(column for column, value in wanted.items() if current[column] != value)


# Links ------------------------------------------------------------------------------------------


def in_force(candidate: object, on: object) -> bool:
    start: date | None = getattr(candidate, "valid_from", None)
    end: date | None = getattr(candidate, "valid_to", None)
    if not isinstance(on, date) or start is None:
        return True
    return start <= on and (end is None or on <= end)


def linked(
    model: type[models.Model], wanted: Mapping[str, object], on: object
) -> models.Model | None:
    """The one row of `model` with these values; of several versions the one in force on `on`.

    Raises BadValue when there is none, or more than one: it never picks.
    """
    raw = next(iter(wanted.values()))
    if raw in ("", None):
        return None
    found = list(model._default_manager.filter(**wanted))
    if len(found) > 1:
        found = [candidate for candidate in found if in_force(candidate, on)]
    if len(found) != 1:
        name, count = model._meta.verbose_name, "見つかりません" if not found else "2件以上あります"
        raise BadValue(f"「{raw}」という{name}は{count}。")
    return found[0]


# Loading ----------------------------------------------------------------------------------------


class Table:
    """The table one source fills: its rows by natural key, and how a file row becomes values."""

    def __init__(self, source: Source, file: str) -> None:
        self.source = source
        self.file = file
        self.model: type[models.Model] = apps.get_model(source.model)
        self.links = source.links
        self.key = tuple(self.attname(column, 1) for column in source.key)
        self.existing = {self.key_of(row): row for row in self.model._default_manager.all()}
        self.seen: dict[tuple[object, ...], int] = {}
        self.counts = {"added": 0, "changed": 0, "unchanged": 0}

    def key_of(self, row: models.Model) -> tuple[object, ...]:
        return tuple(getattr(row, name) for name in self.key)

    def field(self, column: str, line: int) -> "models.Field[Any, Any]":
        try:
            found = self.model._meta.get_field(column)
        except FieldDoesNotExist:
            raise MasterDataError(self.file, line, column, "知らない列です。") from None
        if not isinstance(found, models.Field):
            raise MasterDataError(self.file, line, column, "知らない列です。")
        return found

    def attname(self, column: str, line: int) -> str:
        return str(self.field(column, line).attname)

    def values(self, row: Row) -> dict[str, object]:
        """What the row wants stored, by attribute; links last, since they look at the others."""
        values: dict[str, object] = {}
        for column in sorted(row.cells, key=lambda name: len(self.links.get(name, ()))):
            try:
                values[self.attname(column, row.line)] = self.value(row, column, values)
            except BadValue as bad:
                raise MasterDataError(self.file, row.line, column, str(bad)) from None
        return values

    def value(self, row: Row, column: str, values: Mapping[str, object]) -> object:
        target = self.field(column, row.line)
        if column not in self.links:
            return convert(target, row.cells[column], native=row.native)
        label, name, *shared = self.links[column]
        wanted = {name: row.cells[column]}
        wanted |= {other: values[self.attname(other, row.line)] for other in shared}
        found = linked(apps.get_model(label), wanted, values.get("valid_from"))
        if found is None and not target.null:
            raise BadValue("空にできません。値を入れてください。")
        return None if found is None else found.pk

    def take(self, row: Row) -> None:
        values = self.values(row)
        key = self.key_in(values, row.line)
        current = self.existing.get(key)
        if current is None:
            self.model(**values).save(force_insert=True)
            self.counts["added"] += 1
            return
        stored = {name: getattr(current, name) for name in values}
        changed = differing(stored, values)
        if changed:
            self.model._default_manager.filter(pk=current.pk).update(
                **{name: values[name] for name in changed}
            )
        self.counts["changed" if changed else "unchanged"] += 1

    def key_in(self, values: Mapping[str, object], line: int) -> tuple[object, ...]:
        missing = [
            name
            for name, attname in zip(self.source.key, self.key, strict=True)
            if attname not in values
        ]
        if missing:
            raise MasterDataError(self.file, 1, missing[0], "見出しにこの列がありません。")
        key = tuple(values[name] for name in self.key)
        if key in self.seen:
            raise MasterDataError(
                self.file,
                line,
                self.source.key[0],
                f"{self.seen[key]}行目と同じ行です。",
            )
        self.seen[key] = line
        return key

    def report(self) -> LoadReport:
        gone = tuple(str(row) for key, row in self.existing.items() if key not in self.seen)
        return LoadReport(self.source, len(self.seen), withdrawn=gone, **self.counts)


def load(source: Source, folder: Path) -> LoadReport:
    """Load one file of `folder`. Raises MasterDataError."""
    table = Table(source, source.file)
    for row in read_rows(folder / source.file):
        table.take(row)
    return table.report()


def declared() -> Iterator[tuple[AppConfig, Source]]:
    """Every source of every installed app, in the order of INSTALLED_APPS."""
    for app in apps.get_app_configs():
        if app.module is not None and module_has_submodule(app.module, "masterdata"):
            module = import_module(f"{app.name}.masterdata")
            for source in getattr(module, "SOURCES", ()):
                yield app, source


def load_all() -> list[LoadReport]:
    """Load every declared file, all or nothing. Raises MasterDataError at the first bad row."""
    with transaction.atomic():
        return [load(source, Path(app.path) / "data") for app, source in declared()]
