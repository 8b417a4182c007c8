"""The tests' own PostgreSQL: one cluster, one prepared template, one fresh copy per worker.

The owner prepares the template once; every test runs as the application role, as in operation.
Sessions that run side by side share the cluster; the last one to leave stops it.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from psycopg import Connection, connect, sql

from ikue.kernel import wall
from ikue.local import place, postgres
from ikue.local.keys import export_keys
from ikue.local.locks import locked
from ikue.local.provision import make_database, provision
from tests import standing

VAR = Path(os.environ.get("IKUE_TEST_VAR") or place.REPOSITORY / "var" / "test").resolve()
KEPT = {"IKUE_TEST_VAR", "IKUE_TEST_SESSION", "IKUE_PG_BIN"}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""A test cluster may be lost with the machine: it is made again in seconds."""
SOURCES = (
    "src/ikue/**/migrations/*.py",
    "src/ikue/**/data/**/*",
    "src/ikue/kernel/*.py",
    "src/ikue/kernel/management/commands/prepare.py",
    "config/settings.py",
    "requirements/run.lock",
    "src/ikue/accounts/*.py",
    "src/ikue/directory/**/*.py",
    "tests/cast.py",
)
"""What the prepared database depends on, besides the walls as they are declared."""


def enter() -> None:
    """Give this process its own environment before anything reads the settings."""
    for variable in [key for key in os.environ if key.startswith("IKUE_")]:
        if variable not in KEPT:
            del os.environ[variable]
    if is_controller():
        os.environ["IKUE_TEST_SESSION"] = str(os.getpid())
    private = where()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "IKUE_VAR": str(VAR),
        "IKUE_POOL": "0",
        "IKUE_DATABASE_URL": postgres.url(private, "ikue_app", own_name()),
        "IKUE_OWNER_URL": postgres.url(private, "ikue_owner", own_name()),
    }
    export_keys(VAR)


@cache
def where() -> place.Place:
    programs = os.environ.get("IKUE_PG_BIN")
    return place.find(VAR, Path(programs) if programs else None)


def is_controller() -> bool:
    return "PYTEST_XDIST_WORKER" not in os.environ


def own_name() -> str:
    """This worker's database."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    return f"ikue_test_{os.environ['IKUE_TEST_SESSION']}_{worker}"


def open_session() -> ExitStack:
    """Held by the controller as long as its workers may use the cluster."""
    stack = ExitStack()
    stack.enter_context(locked(VAR / "sessions.lock", fcntl.LOCK_SH))
    return stack


def close_session(stack: ExitStack) -> None:
    stack.close()
    # BlockingIOError: another session is at work and will do this when it leaves.
    with suppress(BlockingIOError), locked(VAR / "sessions.lock", fcntl.LOCK_EX | fcntl.LOCK_NB):
        private = where()
        if postgres.running_pid(private):
            drop_leftovers()
            postgres.stop(private)


def superuser(database: str = "postgres") -> Connection:
    return connect(postgres.url(where(), "postgres", database), autocommit=True)


def make(appoint_the_cast: Callable[[], None]) -> None:
    """Start the cluster if needed and give this worker a fresh database, where the cast stands
    appointed: twenty-two appointments anew for each test were a fifth of the suite's time."""
    postgres.ensure_running(where(), FAST)
    with locked(VAR / "template.lock"), superuser() as cluster:
        if template() not in databases(cluster):
            build_template(cluster, appoint_the_cast)
    settings.DATABASES["default"]["NAME"] = own_name()
    renew()
    refuse_privileged_role()


def renew() -> None:
    """Replace the worker's database by a fresh copy of the template."""
    standing.take_down()
    connections.close_all()
    with superuser() as cluster:
        drop_database(cluster, own_name())
        make_database(cluster, own_name(), template())


def drop() -> None:
    standing.take_down()
    connections.close_all()
    with superuser() as cluster:
        drop_database(cluster, own_name())


@cache
def template() -> str:
    return named_after(wall.statements())


def named_after(walls: Iterable[str]) -> str:
    digest = hashlib.sha256(os.environ["IKUE_CONTEXT_KEY"].encode())
    for pattern in SOURCES:
        for file in sorted(place.REPOSITORY.glob(pattern)):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(f"{file}\0".encode() + file.read_bytes() + b"\0")
    for statement in walls:
        digest.update(statement.encode() + b"\0")
    return f"ikue_template_{digest.hexdigest()[:16]}"


def build_template(cluster: Connection, appoint_the_cast: Callable[[], None]) -> None:
    """Prepared under another name: a template that failed half-way is never taken."""
    target, partial = template(), "ikue_template_partial"
    drop_database(cluster, partial)
    provision(postgres.url(where(), "postgres", "postgres"), partial)
    environment = os.environ | {
        "IKUE_OWNER_URL": postgres.url(where(), "ikue_owner", partial),
        # This checkout's walls, whichever one the environment installed.
        "PYTHONPATH": str(place.REPOSITORY / "src"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "ikue.local.cli", "prepare", "--open-clock"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"`ikue prepare` failed:\n{done.stdout}{done.stderr}")
    settings.DATABASES["default"]["NAME"] = partial
    appoint_the_cast()
    connections.close_all()
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    cluster.execute(rename.format(sql.Identifier(partial), sql.Identifier(target)))


def databases(cluster: Connection) -> set[str]:
    return {name for (name,) in cluster.execute("SELECT datname FROM pg_database")}


def drop_database(cluster: Connection, database: str) -> None:
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    cluster.execute("SET client_min_messages = warning")
    cluster.execute(statement.format(sql.Identifier(database)))


def drop_leftovers() -> None:
    """Databases of sessions that were killed, and templates of yesterday's migrations."""
    with superuser() as cluster:
        for database in databases(cluster) - {template()}:
            if database.startswith(("ikue_test_", "ikue_template_")):
                drop_database(cluster, database)


def refuse_privileged_role() -> None:
    """A superuser, a bypasser or an owner would walk through the wall: its tests prove nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls, (SELECT count(*) FROM pg_shdepend WHERE"
            " refclassid = 'pg_authid'::regclass AND refobjid = r.oid AND deptype = 'o')"
            " FROM pg_roles r WHERE rolname = current_user"
        )
        found = cursor.fetchone()
    assert found == ("ikue_app", False, False, 0), found
