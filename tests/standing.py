"""Households that stand: built once, under all the tests of a module that ask for them.

The way to a household costs more than most of what is tried on it. A fixture marked `@standing` is
built before the transaction of the first test that asks for it, in a transaction of its own, and
stays while the next tests of the module ask for the same. Each test works in a savepoint above it
and gets a copy of what the fixture returned. Where a test commits for good, or where the fixture
rests on another one that does not stand, it is built for that test alone.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import Any

import pytest
from django.db import connection, transaction

DATABASE = {"db"}
"""What a standing fixture may ask for besides other standing ones."""
COMMITTING = {"transactional_db", "live_server"}


class Leaked(AssertionError):
    """A test ended the transaction in which a household stood: it left its rows behind."""


Build = Callable[..., Any]


@dataclass(frozen=True)
class Layer:
    build: Build
    below: dict[Build, Any]
    """What it was built on, as the building left it."""
    result: Any
    ground: transaction.Atomic


layers: list[Layer] = []
"""The lowest first."""
for_this_test: dict[Build, Any] = {}
"""Copies, as far as its fixtures have not fetched them yet."""
transaction_id: list[str] = []
"""Of the transaction around them all."""


def standing(build: Build) -> Any:
    """A fixture that stands. Its arguments are standing fixtures, or `db`."""

    @wraps(build)
    def fixture(**arguments: Any) -> Any:
        return for_this_test.pop(build) if build in for_this_test else build(**arguments)

    fixture.builds = build
    return pytest.fixture(fixture)


def copies() -> dict[Build, Any]:
    """Of what every layer returned, as the uppermost left it: one copy points to another as the
    originals do, and has changed as they changed in the building (the cast's moment moves on)."""
    made: dict[Build, Any] = {}
    for layer in layers:
        memo = {id(built): made[build] for build, built in layer.below.items()}
        for build, built in layer.below.items():
            if hasattr(built, "__dict__"):
                vars(made[build]).update(deepcopy(vars(built), memo))
        made[layer.build] = deepcopy(layer.result, memo)
    return made


def stand_for(item: pytest.Function) -> None:
    """Leave standing what this test asks for, take down the rest, build what is missing."""
    refuse_leak()
    wanted = {} if commits(item) else asked_for(item)
    kept = 0
    for layer, build in zip(layers, wanted.values(), strict=False):
        if layer.build is not build:
            break
        kept += 1
    take_down(kept)
    for build in list(wanted.values())[kept:]:
        put_up(build, wanted)
    for_this_test.clear()
    for_this_test.update(copies())


def commits(item: pytest.Function) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(COMMITTING & set(item.fixturenames) or (marker and marker.kwargs))


def asked_for(item: pytest.Function) -> dict[str, Build]:
    """The standing fixtures of a test, each after those it rests on."""
    found: dict[str, Build] = {}
    # Which of several fixtures of one name is this test's, pytest alone knows.
    definitions = item._fixtureinfo.name2fixturedefs

    def stands(name: str) -> bool:
        if name not in found:
            build = getattr(definitions[name][-1].func, "builds", None)
            if build is None or not all(map(stands, needs(build))):
                return False
            found[name] = build
        return True

    for name in item.fixturenames:
        if name in definitions:
            stands(name)
    return found


def needs(build: Build) -> Iterator[str]:
    return (name for name in signature(build).parameters if name not in DATABASE)


def put_up(build: Build, named: dict[str, Build]) -> None:
    ground = transaction.atomic()
    # As the test's own: what insists on being outermost may be so within.
    ground._from_testcase = True
    ground.__enter__()
    try:
        if not layers:
            transaction_id[:] = [current_transaction()]
            # Tests that need no database may stand between two that do.
            connection.cursor().execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        below = copies()
        arguments = dict.fromkeys(DATABASE & set(signature(build).parameters))
        result = build(**arguments, **{name: below[named[name]] for name in needs(build)})
        connection.check_constraints()
    except BaseException as failure:
        ground.__exit__(type(failure), failure, failure.__traceback__)
        raise
    layers.append(Layer(build, below, result, ground))


def take_down(kept: int = 0) -> None:
    while len(layers) > kept:
        transaction.set_rollback(True)
        layers.pop().ground.__exit__(None, None, None)


def refuse_leak() -> None:
    if not layers:
        return
    if connection.closed_in_transaction or connection.connection is None:
        take_down()
    elif current_transaction() != transaction_id[0]:
        take_down()
        raise Leaked("the test before this one has ended the transaction around its household")


def current_transaction() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text")
        return cursor.fetchone()[0]
