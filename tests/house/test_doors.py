"""Every address is closed: it passes through the door, or stands on one of two short lists."""

import ast
from pathlib import Path
from types import SimpleNamespace

from django.urls import URLPattern, URLResolver, get_resolver, path

from tests.house.tree import SOURCE, dotted, parsed, write

PUBLIC = {
    "portal:": "the residents' door: it knows no case",
    "api:healthz": "says only that the process is up",
    "api:readyz": "says only that the database answers",
}
"""By name, or by namespace where the key ends with a colon."""

EXEMPT = {
    "account_login": "nobody is known yet",
    "account_logout": "ends the session and shows nobody",
    "account_reauthenticate": "asks for the password once more",
    "mfa_index": "the second factor, of this account alone",
    "mfa_authenticate": "the second factor, of this account alone",
    "mfa_reauthenticate": "the second factor, of this account alone",
    "mfa_activate_totp": "the second factor, of this account alone",
    "mfa_deactivate_totp": "the second factor, of this account alone",
    "mfa_view_recovery_codes": "the second factor, of this account alone",
    "mfa_generate_recovery_codes": "the second factor, of this account alone",
    "mfa_download_recovery_codes": "the second factor, of this account alone",
    "gallery": "components with invented words; absent outside the demo",
}
"""Known to nobody's record, and each with its own guard."""

KINDS = {"read", "write", "screen"}
OPENERS = {"door.read", "door.write"}


def addresses(patterns, namespace=""):
    """(name, view) of every pattern of the URLconf, names with their namespace."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry.url_patterns, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}" if entry.name else str(entry.pattern), entry.callback


def is_public(name):
    return name in PUBLIC or any(
        name.startswith(listed) for listed in PUBLIC if listed.endswith(":")
    )


def open_addresses(patterns):
    """Addresses that neither pass through the door nor stand on a list."""
    return sorted(
        name
        for name, view in addresses(patterns)
        if getattr(view, "door", None) not in KINDS and not is_public(name) and name not in EXEMPT
    )


def test_every_address_is_closed_or_listed():
    assert open_addresses(get_resolver().url_patterns) == []


def test_every_listed_name_exists_and_needs_its_place():
    found = dict(addresses(get_resolver().url_patterns))
    assert {name for name in EXEMPT if name not in found} == set()
    assert {name for name in EXEMPT if hasattr(found[name], "door")} == set()
    assert {
        listed
        for listed in PUBLIC
        if not any(name == listed or name.startswith(listed) for name in found)
    } == set()


def test_every_address_has_a_name():
    unnamed = [name for name, _ in addresses(get_resolver().url_patterns) if "/" in name]
    assert unnamed == []


def test_control_an_open_address_is_found():
    closed = SimpleNamespace(door="read", __name__="closed")
    patterns = [
        path("a/", lambda request: None, name="forgotten"),
        path("b/", lambda request: closed, name="gallery"),
        path("c/", _with_door("read"), name="safe"),
        path("d/", _with_door("perhaps"), name="misspelt"),
    ]
    assert open_addresses(patterns) == ["forgotten", "misspelt"]


def _with_door(kind):
    def view(request):
        return None

    view.door = kind
    return view


# What the URLconf cannot show: a `screen` is only as closed as its two halves.


def openers(function: ast.FunctionDef) -> str:
    """The doors a function stands behind, as its decorators name them."""
    return " ".join(
        dotted(mark.func)
        for mark in function.decorator_list
        if isinstance(mark, ast.Call) and dotted(mark.func) in OPENERS
    )


def declarations(tree: ast.Module) -> dict[str, set[str]]:
    """Name → doors, over every function of that name in the module, also inside factories."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            found.setdefault(node.name, set()).add(openers(node))
    return found


def undeclared_halves(folder: Path) -> list[str]:
    """Functions named in `door.screen(show=…, act=…)` that are not a read and a write."""
    found = []
    for name, tree in parsed(folder):
        declared = declarations(tree)
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and dotted(call.func) == "door.screen":
                for half, wanted in (("show", "door.read"), ("act", "door.write")):
                    given = next((dotted(k.value) for k in call.keywords if k.arg == half), "")
                    if declared.get(given) != {wanted}:
                        found.append(f"{name}:{call.lineno} {half}={given or '?'}")
    return found


def behind_two_doors(folder: Path) -> list[str]:
    return [
        f"{name}: {view}"
        for name, tree in parsed(folder)
        for view, doors in declarations(tree).items()
        if any(" " in one for one in doors)
    ]


def test_both_halves_of_every_screen_declare_themselves():
    assert undeclared_halves(SOURCE) == []


def test_no_view_stands_behind_two_doors():
    assert behind_two_doors(SOURCE) == []


def test_control_undeclared_halves_are_found(tmp_path):
    write(
        tmp_path,
        "app/views/page.py",
        "@door.read()\ndef shown(request): ...\n"
        "def naked(request): ...\n"
        "@door.write()\n@door.read()\ndef twice(request): ...\n"
        "page = door.screen(show=shown, act=naked)\n"
        "def made():\n"
        "    @door.read()\n    def show(request): ...\n"
        "    @door.write()\n    def act(request): ...\n"
        "    return door.screen(show=show, act=act)\n",
    )
    assert undeclared_halves(tmp_path) == ["app/views/page.py:7 act=naked"]
    assert behind_two_doors(tmp_path) == ["app/views/page.py: twice"]
