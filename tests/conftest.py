"""Every test runs against PostgreSQL as the application role (see tests/database.py)."""

import os
import shutil
from collections import Counter

import django
import pytest

from tests import database

database.enter()
# Before the conftest.py of a subfolder, which may import models.
django.setup()

from django.conf import settings  # noqa: E402 - needs the set-up
from django.contrib.auth.hashers import PBKDF2PasswordHasher  # noqa: E402 - needs the settings
from django.test import TransactionTestCase  # noqa: E402 - needs the settings
from hypothesis import settings as properties  # noqa: E402 - belongs to the set-up below

from tests import standing  # noqa: E402 - needs the settings
from tests.cast import appoint_everybody  # noqa: E402 - needs the set-up

# No test is a stopwatch: a busy machine must not turn a true property into a failure.
properties.register_profile("ikue", deadline=None)
properties.load_profile("ikue")

# Hashed as in operation, only not a million times over.
PBKDF2PasswordHasher.iterations = 1_000

# The manifest of hashed names is made by collectstatic, which no test needs.
settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)

pytest_plugins = ("tests.house.undefined",)

CHROMIUM = shutil.which("chromium")
LEFT_OUT = "Chromium is not installed: `make system` installs it"
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}
SAMPLE = 4
"""Of a module that is marked `sampled`, `make quick` takes every fourth test; so does the round of
`make test` on the oldest PostgreSQL, but where the module is marked `every_server` too."""
session_key = pytest.StashKey()


def pytest_configure(config):
    if database.is_controller():
        config.stash[session_key] = database.open_session()


def pytest_unconfigure(config):
    if session_key in config.stash:
        database.close_session(config.stash[session_key])


def pytest_collection_modifyitems(items):
    place = Counter()
    for item in items:
        if item.get_closest_marker("sampled"):
            place[item.path] += 1
            if place[item.path] % SAMPLE:
                item.add_marker(pytest.mark.slow)
                if not item.get_closest_marker("every_server"):
                    item.add_marker(pytest.mark.passed_over)
        asks_for = DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
        if asks_for or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)
        # With CI=true nothing is left out: the test fails instead.
        if item.get_closest_marker("browser") and not CHROMIUM and os.environ.get("CI") != "true":
            item.add_marker(pytest.mark.skip(reason=LEFT_OUT))


def pytest_terminal_summary(terminalreporter):
    left_out = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if "browser" in report.keywords
    ]
    if left_out:
        terminalreporter.write_sep("=", "LEFT OUT", red=True)
        terminalreporter.write_line(f"{len(left_out)} browser tests. {LEFT_OUT}")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    with django_db_blocker.unblock():
        database.make(appoint_everybody)
    yield
    with django_db_blocker.unblock():
        database.drop()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef, request):
    """Before pytest-django opens the transaction of a test: see tests/standing.py."""
    if fixturedef.argname == "_django_db_helper":
        request.getfixturevalue("django_db_setup")
        with request.getfixturevalue("django_db_blocker").unblock():
            standing.stand_for(request.node)


@pytest.fixture(autouse=True, scope="module")
def nothing_stands_longer_than_its_module(django_db_blocker):
    yield
    with django_db_blocker.unblock():
        standing.take_down()


def renew_instead_of_flush(self):
    """The application role may not TRUNCATE, and master data must survive."""
    database.renew()


TransactionTestCase._fixture_teardown = renew_instead_of_flush
