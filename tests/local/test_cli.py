"""The command as it is called: exit codes, addresses, what it starts and what not."""

import json
import os
import subprocess
import sys

import pytest

from ikue.local import postgres

pytestmark = [pytest.mark.database, pytest.mark.slow]


@pytest.fixture
def ikue(open_folder, clusters):
    private = clusters(open_folder / "var")

    def call(*words, **extra):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("IKUE_")}
        return subprocess.run(
            [sys.executable, "-m", "ikue.local.cli", *words],
            env={**kept, "IKUE_VAR": str(open_folder / "var"), **extra},
            capture_output=True,
            text=True,
            check=False,
        )

    call.private = private
    return call


def test_addresses_and_stop(ikue):
    app, owner = ikue("dsn"), ikue("dsn", "--owner", "--json")
    assert app.stdout == postgres.url(ikue.private, "ikue_app") + "\n"
    assert json.loads(owner.stdout) == {"dsn": postgres.url(ikue.private, "ikue_owner")}
    assert (app.returncode, owner.returncode) == (0, 0)
    assert [ikue("stop").stdout, ikue("stop").stdout] == [
        "手元の PostgreSQL を止めました\n",
        "手元の PostgreSQL は動いていません\n",
    ]


def test_another_database_is_handed_on_untouched(ikue):
    done = ikue("dsn", IKUE_DATABASE_URL="postgresql://ikue_app@db.example/ikue")
    assert done.stdout == "postgresql://ikue_app@db.example/ikue\n"
    assert postgres.running_pid(ikue.private) is None


def test_the_owner_is_not_guessed(ikue):
    done = ikue("dsn", "--owner", IKUE_DATABASE_URL="postgresql://ikue_app@db.example/ikue")
    assert done.returncode == 2
    assert done.stderr == ("ikue: この操作には IKUE_OWNER_URL（ikue_owner の接続先）が必要です\n")


@pytest.mark.parametrize("words", [["nothing-like-this"], ["dsn", "--nothing"], ["serve", "x"]])
def test_bad_usage_is_2_and_starts_nothing(ikue, words):
    assert ikue(*words).returncode == 2
    assert postgres.running_pid(ikue.private) is None


@pytest.mark.parametrize("words", [["--help"], ["dsn", "--help"], ["prepare", "--help"]])
def test_help_is_0_and_starts_nothing(ikue, words):
    assert ikue(*words).returncode == 0
    assert postgres.running_pid(ikue.private) is None
