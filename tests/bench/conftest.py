import os

import pytest
from psycopg import connect

from bench.loading import load
from bench.sizes import Size
from ikue.kernel import clock

TINY = Size(
    name="tiny",
    persons=60,
    cases=60,
    notes=300,
    open_cases=20,
    fresh=4,
    waiting=2,
    clerks=30,
    coordinating=4,
    running_plans=3,
)


@pytest.fixture
def tiny(transactional_db):
    """A ward of sixty persons in the worker's own database, loaded as the owner."""
    with connect(os.environ["IKUE_OWNER_URL"]) as connection:
        return load(connection, TINY, now=clock.now())
