"""The demo ward, built once for the tests of this folder, in a database of its own."""

from datetime import datetime

import pytest

from ikue.kernel.clock import TOKYO
from ikue.synth import demo
from tests import database

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=TOKYO)
"""A Tuesday after a holiday."""


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """Committed: the invariants are asked of another session, as keeper."""
    with django_db_blocker.unblock():
        database.renew()
        yield demo.build(now=NOW, seed=7)
        database.renew()
