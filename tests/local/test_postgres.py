"""The starter's life: first start, second finder, stop, kill -9, strangers, other versions."""

import json
import os
import pwd
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from ikue.local import place, postgres
from ikue.local.provision import ProvisionError, provision, refuse_lost_trigrams

pytestmark = [pytest.mark.database, pytest.mark.slow]


def rows(server, statement, role="postgres", database="postgres"):
    with psycopg.connect(server.url(role, database), autocommit=True) as connection:
        return connection.execute(statement).fetchall()


def family(pid):
    """The server and all its children."""
    children = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, check=True
    )
    return [pid, *map(int, children.stdout.split())]


def daemon():
    """A user of every Linux machine who is neither root nor nobody."""
    entry = pwd.getpwnam("daemon")
    return place.OsUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def in_a_child_of(user, act):
    """What `act` returns to a process that has become `user` (who may not reach our Python)."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        try:
            os.setgroups([])
            os.setgid(user.gid)
            os.setuid(user.uid)
            told = act()
        except Exception as error:  # noqa: BLE001 - told to the parent, which compares
            told = repr(error)
        os.write(writer, json.dumps(told).encode())
        os._exit(0)
    os.close(writer)
    os.wait()
    with os.fdopen(reader) as answer:
        return json.load(answer)


def test_life_of_a_cluster(open_folder, clusters, programs):
    private = clusters(open_folder / "var", programs)

    first = postgres.ensure_running(private)
    second = postgres.ensure_running(private)

    assert (first.started, second.started) == (True, False)
    assert rows(first, "SHOW listen_addresses") == [("",)]
    ctype = "SELECT datctype FROM pg_database WHERE datname = 'postgres'"
    assert rows(first, ctype) == [("C.UTF-8",)]
    assert private.data.stat().st_mode & 0o777 == 0o700
    assert (postgres.stop(private), postgres.stop(private)) == (True, False)
    assert postgres.ensure_running(private).started is True


def test_a_hundred_finders_start_one_server(open_folder, clusters):
    private = clusters(open_folder / "var")
    with ThreadPoolExecutor(8) as pool:
        servers = list(pool.map(lambda _: postgres.ensure_running(private), range(100)))
    assert [server.started for server in servers].count(True) == 1


def test_kill_9_loses_nothing_acknowledged(open_folder, clusters, programs):
    private = clusters(open_folder / "var", programs)
    server = postgres.ensure_running(private)
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    for pid in family(postgres.running_pid(private)):
        with suppress(ProcessLookupError):  # a child goes with its parent
            os.kill(pid, signal.SIGKILL)

    before = time.monotonic()
    again = postgres.ensure_running(private)

    assert again.started is True
    assert time.monotonic() - before < 15
    assert rows(again, "SELECT answer FROM kept") == [(42,)]


def test_a_stranger_with_the_dead_servers_number_is_no_server(open_folder, clusters):
    private = clusters(open_folder / "var")
    postgres.ensure_running(private)
    postgres.stop(private)
    lock = private.data / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{private.data}\n1\n5432\n{private.socket}\n\n", "utf-8")
    postgres.give(lock, private.user)

    assert postgres.running_pid(private) is None
    assert postgres.ensure_running(private).started is True


def test_another_user_of_the_machine_is_refused(open_folder, clusters, as_root):
    private = clusters(open_folder / "var")
    server = postgres.ensure_running(private)
    assert rows(server, "SELECT current_user") == [("postgres",)]
    # Open the folders, so that the server itself has to refuse.
    private.home.chmod(0o755)
    private.socket.chmod(0o755)
    (private.socket / place.SOCKET_NAME).chmod(0o777)

    stranger = daemon()
    done = place.run_as(
        stranger,
        [str(private.programs / "psql"), "-XAtc", "SELECT 1", server.url("ikue_app", "postgres")],
    )

    assert done.returncode == 2
    assert 'Peer authentication failed for user "ikue_app"' in done.stderr


def test_a_user_without_privileges_runs_it_as_itself(open_folder, as_root):
    os.chown(open_folder, daemon().uid, daemon().gid)

    def start_and_stop():
        private = place.find(open_folder / "var")
        started = postgres.ensure_running(private).started
        return [started, private.user.name, str(private.home), postgres.stop(private)]

    told = in_a_child_of(daemon(), start_and_stop)
    assert told == [True, "daemon", f"{open_folder}/var/pg", True]


def test_where_nobody_may_pass_the_cluster_moves(tmp_path, clusters, as_root):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    private = clusters(closed / "var")
    assert private.home == Path("/var/lib") / f"ikue-{place.digest(closed / 'var')}"
    assert postgres.ensure_running(private).started is True


def test_another_major_version_is_refused(open_folder, clusters):
    private = clusters(open_folder / "var")
    postgres.ensure_running(private)
    postgres.stop(private)
    version = private.data / "PG_VERSION"
    made = version.read_text(encoding="utf-8")
    version.write_text("14\n", encoding="utf-8")

    with pytest.raises(place.StartError) as refused:
        postgres.ensure_running(private)

    version.write_text(made, encoding="utf-8")
    assert "は PostgreSQL 14 のデータですが" in str(refused.value)
    assert "`ikue restore`" in str(refused.value)


def test_the_log_repeats_nothing_about_a_person(open_folder, clusters):
    private = clusters(open_folder / "var")
    server = postgres.ensure_running(private)
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute("CREATE TABLE person (name text PRIMARY KEY)")
        connection.execute("INSERT INTO person VALUES ('荒川花子')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO person VALUES ('荒川花子')")
    log = private.log.read_text(encoding="utf-8")
    assert "person_pkey" in log
    assert "荒川花子" not in log


def test_provisioning_twice_changes_nothing(open_folder, clusters, programs):
    server = postgres.ensure_running(clusters(open_folder / "var", programs))
    for _ in range(2):
        provision(server.url("postgres", "postgres"))

    roles = rows(
        server,
        "SELECT rolname, rolcanlogin, rolinherit, rolcreatedb, rolbypassrls, rolsuper"
        " FROM pg_roles WHERE rolname LIKE 'ikue_%' ORDER BY 1",
    )
    assert roles == [
        ("ikue_app", True, True, False, False, False),
        ("ikue_keeper", False, True, False, True, False),
        ("ikue_owner", True, True, True, False, False),
    ]
    assert rows(server, "SELECT pg_has_role('ikue_owner', 'ikue_keeper', 'SET')"
                if programs is None else "SELECT true") == [(True,)]  # fmt: skip
    assert rows(server, "SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'wall'",
                "ikue_app", "ikue") == [("ikue_keeper",)]  # fmt: skip
    assert rows(server, "SELECT extname FROM pg_extension ORDER BY 1", "ikue_app", "ikue") == [
        ("btree_gist",),
        ("pg_trgm",),
        ("plpgsql",),
    ]


def test_a_database_that_loses_japanese_is_refused(open_folder, clusters):
    server = postgres.ensure_running(clusters(open_folder / "var"))
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(
            "CREATE DATABASE lost TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'"
        )
    with pytest.raises(ProvisionError) as refused:
        provision(server.url("postgres", "postgres"), "lost")
    assert "日本語の検索が何も見つけません" in str(refused.value)


def test_trigrams_of_a_good_cluster(open_folder, clusters):
    server = postgres.ensure_running(clusters(open_folder / "var"))
    provision(server.url("postgres", "postgres"))
    with psycopg.connect(server.url("ikue_app")) as connection:
        assert refuse_lost_trigrams(connection) is None
        found = connection.execute("SELECT cardinality(show_trgm('荒川区町屋'))").fetchone()
    assert found == (6,)


def test_passwords_are_stored_encrypted(open_folder, clusters):
    server = postgres.ensure_running(clusters(open_folder / "var"))
    provision(server.url("postgres", "postgres"), passwords={"ikue_app": "四文字以上"})
    stored = rows(server, "SELECT rolname, left(rolpassword, 14) FROM pg_authid"
                  " WHERE rolpassword IS NOT NULL")  # fmt: skip
    assert stored == [("ikue_app", "SCRAM-SHA-256$")]
