"""The demo ward, built once for the tests of this folder and taken back afterwards."""

from datetime import datetime

import pytest
from django.db import transaction

from ikue.kernel.clock import TOKYO
from ikue.synth import demo

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=TOKYO)
"""A Tuesday after a holiday."""


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield demo.build(now=NOW, seed=7)
        transaction.set_rollback(True)
