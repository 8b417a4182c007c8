"""An undefined variable fails; asking whether it is there does not."""

import pytest
from django.template import engines

from tests.house.undefined import REFUSAL, UndefinedVariable


@pytest.fixture(autouse=True)
def strict(monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", REFUSAL)


def render(text, **context):
    return engines["django"].from_string(text).render(context)


@pytest.mark.parametrize(
    "text",
    [
        "{{ nobody }}",
        "{{ case.numbre }}",
        "{{ nobody|upper }}",
        "{{ nobody|default:'-' }}",
        "{% with a=nobody %}{% endwith %}",
        "{% include 'ui/_empty.html' with a=nobody %}",
        "{% if case %}{{ nobody }}{% endif %}",
        "{% for one in row %}{{ one.name }}{% endfor %}",
    ],
)
def test_control_an_undefined_variable_fails(text):
    with pytest.raises(UndefinedVariable):
        render(text, case={"number": "R8-00001"}, row=[{}])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ case.number }}", "R8-00001"),
        ("{{ nothing }}", "None"),
        ("{{ nothing|default_if_none:'-' }}", "-"),
        ("{% if nobody %}a{% else %}b{% endif %}", "b"),
        ("{% if not nobody and case.number == 'R8-00001' %}a{% endif %}", "a"),
        ("{% if nobody|length > 3 %}a{% else %}b{% endif %}", "b"),
        ("{% for one in nobody %}a{% empty %}b{% endfor %}", "b"),
        ("{% firstof nobody case.number %}", "R8-00001"),
    ],
)
def test_what_may_be_missing_may_be_asked_for(text, shown):
    assert render(text, case={"number": "R8-00001"}, nothing=None) == shown


def test_every_test_is_strict(pytestconfig):
    """The plugin is named in tests/conftest.py, so that no rendering of a test slips through."""
    assert pytestconfig.pluginmanager.hasplugin("tests.house.undefined")
