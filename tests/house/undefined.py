"""A name that no view gave a template is a mistake, not an empty string.

Django keeps silent about both. Loaded as a plugin, this makes every rendering of a test fail on
the first undefined variable. `{% if %}`, `{% for %}` and `{% firstof %}` go on treating a missing
name as nothing: asking whether something is there is what they are for.
"""

import pytest
from django.template import engines


class UndefinedVariable(Exception):
    """The template prints, filters or passes on a name that is not in its context."""


class Refusal(str):
    """What Django puts in place of an undefined variable: it asks whether this text wants the
    variable's name, and filling it in fails."""

    __slots__ = ()

    def __contains__(self, text: object) -> bool:
        return text == "%s"

    def __mod__(self, variable: object) -> str:
        raise UndefinedVariable(f"{variable} is not in the template's context")


REFUSAL = Refusal("undefined")


@pytest.fixture(autouse=True, scope="session")
def undefined_variables_fail():
    engine = engines["django"].engine
    before, engine.string_if_invalid = engine.string_if_invalid, REFUSAL
    yield
    engine.string_if_invalid = before
