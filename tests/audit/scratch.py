"""A copy of the prepared database to be damaged as owner: negative controls need a victim."""

from collections.abc import Iterator
from contextlib import contextmanager

from ikue.local.provision import make_database
from tests import database


@contextmanager
def scratch(name: str, *, of: str | None = None) -> Iterator[str]:
    """Another database, a copy of the template or of `of`; gone afterwards."""
    copy = f"{database.own_name()}_{name}"
    with database.superuser() as cluster:
        database.drop_database(cluster, copy)
        make_database(cluster, copy, of or database.template())
    try:
        yield copy
    finally:
        with database.superuser() as cluster:
            database.drop_database(cluster, copy)
