"""The repository stands alone and hides nothing: no addresses of registries, no paths of machines,
no words of a workshop, nothing left for later, nothing skipped."""

import ast
import re
from collections.abc import Iterable

import pytest

from tests.house.tree import REPOSITORY, dotted, python_files, syntax, texts

# A letter in brackets keeps a pattern from finding itself on this page.
FOREIGN = {
    "registry": r"pypi\.[o]rg|pythonhosted\.[o]rg|registry\.npm[j]s|index-[u]rl\s*=\s*http",
    "machine": r"(?<![\w.])/(?:[w]ork|[r]oot)/|/[h]ome/[a-z]|/[U]sers/[a-z]|/tmp/[b]ash",
    "page": r"s[h]ared/(?:design|reference|seed)|(?:design|reference)/[\w-]+\.m[d]|r[u]lings\.md",
    "number": r"(?i)\bi[s]sues? \d+\b|\b\d [o]f 9\b",
    "workshop": r"(?i)\bs[u]b-?agents?\b|\ba h[e]lper\b|\bfind_[rsf](?:epos|tring|iles)\b",
}
ALLOWED = {
    ("machine", "docs/operations/configuration.md"): "where the private database may go",
}
LATER = re.compile(r"\b(?:TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b")
LEFT_OUT = re.compile(
    r"(?:mark|pytest)\.(?:[s]kip|[s]kipif|[x]fail)\b|import[o]rskip|unittest\.[s]kip"
)
MAY_LEAVE_OUT = {
    "tests/conftest.py": "the browser tests where Chromium is missing; with CI=true they fail",
    "tests/local/conftest.py": "what only root can try; `make test` says so at its end",
}


def foreign(name: str, text: str) -> list[str]:
    return [
        f"{name}: {kind}: {found.group().strip()}"
        for kind, pattern in FOREIGN.items()
        for found in re.finditer(pattern, text)
        if (kind, name) not in ALLOWED
    ]


def names_and_texts():
    for path, text in texts():
        yield path.relative_to(REPOSITORY).as_posix(), text


def test_nothing_foreign_stands_in_the_repository():
    assert [found for name, text in names_and_texts() for found in foreign(name, text)] == []


def test_nothing_is_left_for_later():
    vendored = "static/ui/vendor"
    assert [
        name for name, text in names_and_texts() if LATER.search(text) and vendored not in name
    ] == []


def test_no_test_is_skipped_or_expected_to_fail():
    found = [
        name
        for name, text in names_and_texts()
        if name.endswith(".py") and LEFT_OUT.search(text) and name not in MAY_LEAVE_OUT
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("see https://" + "pypi.o" + "rg/simple", "registry"),
        ("path = '" + "/wo" + "rk/main'", "machine"),
        ("as rul" + "ings.md says", "page"),
        ("in force from is" + "sue 1", "number"),
        ("written by a " + "helper", "workshop"),
    ],
)
def test_control_foreign_words_are_found(text, kind):
    assert [found.split(": ")[1] for found in foreign("x.md", text)] == [kind]


def test_control_ordinary_words_pass():
    text = "課題 (issue), two issues; src/network/, helpers of the ward, https://www.digital.go.jp/"
    assert foreign("x.md", text) == []


def test_control_a_postponed_line_and_a_skip_are_found():
    assert LATER.search("# TO" + "DO: later")
    assert LEFT_OUT.search("@pytest.mark.sk" + "ip(reason='later')")
    assert LEFT_OUT.search("pytest.xf" + "ail()")
    assert not LATER.search("a to-do list")


# Mocks -----------------------------------------------------------------------------------------

MOCKS = {"unittest.mock", "mock", "pytest_mock"}
OURS = ("ikue", "config")


def imported_from_us(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in OURS:
            names |= {alias.asname or alias.name for alias in node.names}
        if isinstance(node, ast.Import):
            names |= {
                alias.asname or alias.name.split(".")[0]
                for alias in node.names
                if alias.name.split(".")[0] in OURS
            }
    return names


def replaces_ours(call: ast.Call, ours: set[str]) -> bool:
    if dotted(call.func) not in {"monkeypatch.setattr", "monkeypatch.delattr"} or not call.args:
        return False
    what = call.args[0]
    if isinstance(what, ast.Constant):
        return str(what.value).split(".")[0] in OURS
    return dotted(what).split(".")[0] in ours


def mocks(sources: Iterable[tuple[str, str]]) -> list[str]:
    """Imports of a mocking library, and replacements of our own functions."""
    found = []
    for name, text in sources:
        tree = syntax(text)
        ours = imported_from_us(tree)
        for node in ast.walk(tree):
            module = getattr(node, "module", None) if isinstance(node, ast.ImportFrom) else None
            plain = {alias.name for alias in node.names} if isinstance(node, ast.Import) else set()
            whole = {f"{module}.{alias.name}" for alias in node.names} if module else set()
            if MOCKS & ({module} | plain | whole):
                found.append(f"{name}:{node.lineno} {'mocking library'}")
            elif isinstance(node, ast.Call) and replaces_ours(node, ours):
                found.append(f"{name}:{node.lineno} replaces our own code")
    return found


REPLACED = {
    "tests/local/": "stands in for the operating system: other users, full disks, slow processes",
}


def test_our_own_code_is_never_mocked():
    sources = [
        (path.relative_to(REPOSITORY).as_posix(), path.read_text("utf-8"))
        for path in python_files(REPOSITORY / "tests")
    ]
    found = [one for one in mocks(sources) if not one.startswith(tuple(REPLACED))]
    assert found == []


def test_control_mocks_are_found():
    text = (
        "from unittest import mo" + "ck\n"
        "from ikue.people.domain import persons\n"
        "import os\n"
        "def test(monkeypatch):\n"
        "    monkeypatch.setattr(persons, 'register_person', None)\n"
        "    monkeypatch.setattr('ikue.kernel.clock.now', None)\n"
        "    monkeypatch.setattr(os, 'getuid', None)\n"
    )
    assert mocks([("t.py", text)]) == [
        "t.py:1 mocking library",
        "t.py:5 replaces our own code",
        "t.py:6 replaces our own code",
    ]
