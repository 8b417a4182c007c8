"""Watching the statements of a block: how many, how long, and what they said."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from ikue.audit.context import acting_as
from ikue.directory.viewers import Viewer


@dataclass
class Watch:
    """Seconds from sending a statement to having its whole result on this side."""

    seconds: float = 0.0
    statements: list[tuple[str, Any]] = field(default_factory=list)

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,
        context: dict[str, Any],
    ) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - started
            self.statements.append((sql, params))


@contextmanager
def watched() -> Iterator[Watch]:
    watch = Watch()
    with connection.execute_wrapper(watch):
        yield watch


@contextmanager
def acting(viewer: Viewer, *, read_only: bool) -> Iterator[None]:
    """As behind the door: one transaction, the signed viewer; nothing stays."""
    with transaction.atomic():
        if read_only:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
        with acting_as(viewer.acting):
            yield
        transaction.set_rollback(True)
