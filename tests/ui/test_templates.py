"""What every template and style sheet of the house keeps to."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src/ikue"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
INLINE = re.compile(
    r"<style|<script(?![^>]*\ssrc=)|\sstyle\s*=|\son[a-z]+\s*=|javascript:", re.IGNORECASE
)
OUTSIDE = re.compile(r"""(?:src|href|url|from|import)\s*[=(]?\s*["']?(?:https?:)?//""")


def name_of(path):
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_inline_script_or_style(path):
    assert INLINE.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_it_parses_and_is_short(path):
    get_template(
        path.relative_to(next(p for p in path.parents if p.name == "templates")).as_posix()
    )
    assert len(path.read_text("utf-8").splitlines()) <= 200


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if path.name.startswith("_")], ids=name_of
)
def test_a_component_opens_by_naming_its_variables(path):
    assert path.read_text("utf-8").startswith("{% comment %}")


@pytest.mark.parametrize("path", sorted((SOURCE / "ui/static/ui").glob("*/*.[cj]s*")), ids=name_of)
def test_nothing_is_loaded_from_outside(path):
    assert OUTSIDE.findall(path.read_text("utf-8")) == []


def test_the_browser_keeps_only_whether_keys_are_off():
    kept = {
        path.name: re.findall(r"(?:local|session)Storage\.setItem\((\w+)", path.read_text("utf-8"))
        for path in (SOURCE / "ui/static/ui/js").glob("*.js")
    }
    assert {name: calls for name, calls in kept.items() if calls} == {"keyboard.js": ["SWITCH"]}


@pytest.mark.parametrize("path", sorted((SOURCE / "accounts/templates").rglob("*.*")), ids=name_of)
def test_our_login_pages_win_over_the_library(path):
    name = path.relative_to(SOURCE / "accounts/templates").as_posix()
    assert get_template(name).origin.name == str(path)
