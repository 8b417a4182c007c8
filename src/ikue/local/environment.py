"""Which database a command of `ikue` gets, and the environment Django reads."""

import os
import sys
from contextlib import suppress

from ikue.local import place, postgres
from ikue.local.keys import export_keys
from ikue.local.provision import drop_database, provision

OWNER_COMMANDS = frozenset(
    {
        "backup", "invariants", "makemigrations", "migrate", "prepare", "restore",
        "showmigrations", "sqlmigrate", "squashmigrations", "verify-audit",
    }
)  # fmt: skip
"""Closed list: these migrate or read as `ikue_keeper`. Everything else is the application."""
WITHOUT_DATABASE = frozenset({"collectstatic", "genogram", "makemigrations", "people", "simulate"})
"""Closed list: these touch no row, so nothing is started for them."""


class UsageError(Exception):
    """The command cannot be carried out as it was given."""


def configure() -> place.Place | None:
    """Fill in addresses and secrets; the place of the private database where that is used.

    Starts nothing: the private address is known before.
    """
    private = None
    if not os.environ.get("IKUE_DATABASE_URL"):
        private = place.from_environment()
        os.environ["IKUE_DATABASE_URL"] = postgres.url(private, "ikue_app")
        os.environ["IKUE_OWNER_URL"] = postgres.url(private, "ikue_owner")
    place.make_var(place.var_folder())
    export_keys(place.var_folder())
    return private


def start(private: place.Place, *, anew: bool = False) -> postgres.Server:
    """Running and provisioned; `anew` throws the database away before (the demo's RESET)."""
    server = postgres.ensure_running(private)
    superuser = server.url("postgres", "postgres")
    if anew:
        drop_database(superuser)
    provision(superuser)
    return server


def become_owner() -> None:
    owner = os.environ.get("IKUE_OWNER_URL")
    if not owner:
        raise UsageError("この操作には IKUE_OWNER_URL（ikue_owner の接続先）が必要です")
    os.environ["IKUE_DATABASE_URL"] = owner
    os.environ["IKUE_POOL"] = "0"


def find_django() -> None:
    """`config` lies at the root of the repository, beside the installed package."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    root = str(place.REPOSITORY)
    with suppress(ValueError):
        sys.path.remove(root)
    sys.path.insert(0, root)
