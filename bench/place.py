"""The benchmark's own PostgreSQL and its filled wards, kept as templates; one fresh copy per run.

Nothing is switched off: the cluster is the starter's, with its settings, and the clock is closed.
"""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import django
from psycopg import Connection, connect, sql

from bench.sizes import Size
from ikue.kernel import clock, wall
from ikue.local import place, postgres
from ikue.local.keys import export_keys
from ikue.local.locks import locked
from ikue.local.provision import make_database, provision

VAR: Final = Path(os.environ.get("IKUE_BENCH_VAR") or place.REPOSITORY / "var" / "bench").resolve()
KEPT: Final = {"IKUE_BENCH_VAR", "IKUE_PG_BIN"}
PREFIX: Final = "ikue_bench_"
SOURCES: Final = (
    "src/ikue/**/migrations/*.py",
    "src/ikue/**/data/**/*",
    "src/ikue/kernel/*.py",
    "bench/consents.py",
    "bench/coordination.py",
    "bench/copying.py",
    "bench/households.py",
    "bench/loading.py",
    "bench/names.py",
    "bench/plans.py",
    "bench/sizes.py",
    "bench/staff.py",
    "bench/stock.py",
    "bench/threads.py",
)
"""What a filled ward depends on, besides the walls as they are declared and the day: what is due
today is due on that day alone."""


def enter() -> None:
    """Give this process its own environment before anything reads the settings."""
    for variable in [key for key in os.environ if key.startswith("IKUE_")]:
        if variable not in KEPT:
            del os.environ[variable]
    place.make_var(VAR)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "IKUE_VAR": str(VAR),
        "IKUE_POOL": "0",
        "IKUE_LOG_LEVEL": "ERROR",
        "IKUE_DATABASE_URL": url("ikue_app", own_name()),
        "IKUE_OWNER_URL": url("ikue_owner", own_name()),
    }
    export_keys(VAR)
    django.setup()


def cluster() -> place.Place:
    programs = os.environ.get("IKUE_PG_BIN")
    return place.find(VAR, Path(programs) if programs else None)


def url(role: str, database: str) -> str:
    return postgres.url(cluster(), role, database)


def own_name() -> str:
    return f"{PREFIX}run_{os.getpid()}"


@contextmanager
def filled(size: Size) -> Iterator[None]:
    """Inside: this run's own copy of a ward of that size."""
    with locked(VAR / "run.lock"):
        server = postgres.ensure_running(cluster())
        try:
            _forget_others(size)
            if template(size) not in _databases():
                _build(size)
            with superuser() as connection:
                make_database(connection, own_name(), template(size))
            yield
        finally:
            with superuser() as connection:
                _drop(connection, own_name())
            if server.started:
                postgres.stop(server.place)


def superuser(database: str = "postgres") -> Connection:
    return connect(url("postgres", database), autocommit=True)


def template(size: Size) -> str:
    return named_after(size, wall.statements())


def named_after(size: Size, walls: Iterable[str]) -> str:
    digest = hashlib.sha256(os.environ["IKUE_CONTEXT_KEY"].encode())
    digest.update(str(clock.today(clock.now())).encode())
    for pattern in SOURCES:
        for file in sorted(place.REPOSITORY.glob(pattern)):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(file.read_bytes() + b"\0")
    for statement in walls:
        digest.update(statement.encode() + b"\0")
    return f"{PREFIX}{size.name.lower()}_{digest.hexdigest()[:16]}"


def _build(size: Size) -> None:
    """Under another name: a ward that was filled half-way is never taken."""
    partial = f"{PREFIX}partial"
    with superuser() as connection:
        _drop(connection, partial)
    provision(url("postgres", "postgres"), partial)
    _prepare(partial)
    started = time.monotonic()
    rows = _fill(partial, size)
    print(f"set {size.name}: {rows} rows in {time.monotonic() - started:.0f} s", file=sys.stderr)
    with superuser(partial) as connection:
        connection.execute("VACUUM (FREEZE, ANALYZE)")
    with superuser() as connection:
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(partial), sql.Identifier(template(size))
            )
        )


def _fill(database: str, size: Size) -> int:
    # Reaches models: only once Django is set up.
    from bench.loading import load  # noqa: PLC0415

    with connect(url("ikue_owner", database)) as connection:
        return load(connection, size, now=clock.now())


def _prepare(database: str) -> None:
    run("prepare", IKUE_OWNER_URL=url("ikue_owner", database))


def run(*command: str, **environment: str) -> None:
    """One command of `ikue`, as a process of its own and with this checkout's code."""
    done = subprocess.run(
        [sys.executable, "-m", "ikue.local.cli", *command],
        env=os.environ | {"PYTHONPATH": python_path()} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"`ikue {command[0]}` failed:\n{done.stdout}{done.stderr}")


def python_path() -> str:
    return os.pathsep.join((str(place.REPOSITORY / "src"), str(place.REPOSITORY)))


def _databases() -> set[str]:
    with superuser() as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}


def _forget_others(size: Size) -> None:
    """Copies of runs that were killed, and this set as it was yesterday or before a change."""
    old = (f"{PREFIX}run_", f"{PREFIX}{size.name.lower()}_")
    with superuser() as connection:
        for name in _databases() - {template(size)}:
            if name.startswith(old):
                _drop(connection, name)


def _drop(connection: Connection, database: str) -> None:
    connection.execute("SET client_min_messages = warning")
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    connection.execute(statement.format(sql.Identifier(database)))
