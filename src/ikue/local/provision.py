"""Roles and an empty database: what only a superuser may do, once per PostgreSQL.

`ikue_owner` migrates; `ikue_keeper` logs in nowhere, passes row security and owns the guarded
functions in the schema `wall`; `ikue_app` serves and owns nothing. Safe to repeat.
"""

from collections.abc import Mapping

from psycopg import Connection, connect, sql
from psycopg.conninfo import make_conninfo

OLDEST_VERSION = 150000
ROLE_OPTIONS = {
    "ikue_owner": "LOGIN INHERIT CREATEDB NOSUPERUSER NOCREATEROLE NOBYPASSRLS",
    "ikue_keeper": "NOLOGIN INHERIT BYPASSRLS NOSUPERUSER NOCREATEROLE NOCREATEDB",
    "ikue_app": "LOGIN INHERIT NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS",
}
ADVISORY_LOCK = 4_902_026
"""Any number will do, as long as every provisioner takes the same."""
INSIDE = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE SCHEMA IF NOT EXISTS wall AUTHORIZATION ikue_keeper;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO ikue_app, ikue_keeper;
"""


class ProvisionError(Exception):
    """This PostgreSQL cannot hold Ikue; the sentence says why."""


def provision(
    superuser_url: str, database: str = "ikue", passwords: Mapping[str, str] | None = None
) -> None:
    """Make roles and database. `passwords` are by role, for a server that asks for them."""
    with connect(superuser_url, autocommit=True) as connection:
        if connection.info.server_version < OLDEST_VERSION:
            raise ProvisionError("PostgreSQL 15 以上が必要です")
        connection.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        make_roles(connection)
        set_passwords(connection, passwords or {})
        make_database(connection, database)
        furnish(make_conninfo(superuser_url, dbname=database))


def make_roles(connection: Connection) -> None:
    found = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    for role, options in ROLE_OPTIONS.items():
        verb = "ALTER" if role in found else "CREATE"
        statement = sql.SQL("{} ROLE {} {}").format(
            sql.SQL(verb), sql.Identifier(role), sql.SQL(options)
        )
        connection.execute(statement)
    connection.execute("GRANT ikue_keeper TO ikue_owner")


def set_passwords(connection: Connection, passwords: Mapping[str, str]) -> None:
    """Encrypted on this side, so that no password stands in a server's log."""
    for role, password in passwords.items():
        secret = connection.pgconn.encrypt_password(
            password.encode(), role.encode(), b"scram-sha-256"
        )
        statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
        connection.execute(statement.format(sql.Identifier(role), secret.decode()))


def make_database(connection: Connection, database: str, template: str = "template0") -> None:
    """Made by copying `template`. A copy does not take over grants: they are given here."""
    known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
    name = sql.Identifier(database)
    if known.fetchone() is None:
        statement = sql.SQL("CREATE DATABASE {} OWNER ikue_owner TEMPLATE {}")
        connection.execute(statement.format(name, sql.Identifier(template)))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO ikue_app").format(name))


def drop_database(superuser_url: str, database: str = "ikue") -> None:
    """Everything in it is lost; whoever is connected is cut off."""
    with connect(superuser_url, autocommit=True) as connection:
        connection.execute("SET client_min_messages = warning")
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        connection.execute(statement.format(sql.Identifier(database)))


def furnish(superuser_url: str) -> None:
    """Extensions, schema and grants inside the database; then the check of its locale."""
    with connect(superuser_url, autocommit=True) as connection:
        connection.execute("SET client_min_messages = warning")
        connection.execute(INSIDE)
        refuse_lost_trigrams(connection)


def refuse_lost_trigrams(connection: Connection) -> None:
    """Under a wrong LC_CTYPE Japanese search finds nothing and says nothing: refuse early."""
    row = connection.execute("SELECT show_trgm('荒川区')").fetchone()
    if not row or not row[0]:
        raise ProvisionError(
            "この PostgreSQL では日本語の検索が何も見つけません（三文字索引が空です）。"
            "LC_CTYPE=C.UTF-8 で作り直してください（initdb --encoding=UTF8 --locale=C.UTF-8）"
        )
