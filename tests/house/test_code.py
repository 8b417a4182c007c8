"""Habits that a linter has no rule for: where states are set, where time is read, what is imported
where."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from tests.house.tree import REPOSITORY, SOURCE, dotted, parsed, write

# States ----------------------------------------------------------------------------------------

STATE_KEEPER = "audit/perform.py"


def models_with_state() -> set[str]:
    return {
        model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("ikue.")
        and any(field.name == "state" for field in model._meta.fields)
    }


def is_state(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "state"


def targets(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.Assign):
        return [inner for target in node.targets for inner in ast.walk(target)]
    if isinstance(node, ast.AugAssign | ast.AnnAssign):
        return list(ast.walk(node.target))
    return []


def sets_state(call: ast.Call, stateful: set[str]) -> bool:
    """`.update(state=…)`, `.create(state=…)`, `Referral(state=…)`, `setattr(x, "state", …)`."""
    function = dotted(call.func)
    last = function.rpartition(".")[2]
    if last == "setattr":
        words = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
        return "state" in words
    writes = last in {"update", "create", "get_or_create", "update_or_create"} or last in stateful
    return writes and any(keyword.arg == "state" for keyword in call.keywords)


def state_assignments(folder: Path, stateful: set[str]) -> list[str]:
    return [
        f"{name}:{node.lineno}"
        for name, tree in parsed(folder)
        if name != STATE_KEEPER
        for node in ast.walk(tree)
        if any(is_state(target) for target in targets(node))
        or (isinstance(node, ast.Call) and sets_state(node, stateful))
    ]


def test_states_are_assigned_in_one_place():
    assert state_assignments(SOURCE, models_with_state()) == []


def test_control_a_state_set_elsewhere_is_found(tmp_path):
    write(
        tmp_path,
        "app/domain/x.py",
        "record.state = 'done'\n"
        "a, record.state = 1, 2\n"
        "Referral.objects.filter(state='sent').update(state='done')\n"
        "Referral(state='sent')\n"
        "setattr(record, 'state', 'done')\n"
        "Q(state='sent')\n"
        "Track(state='now')\n",
    )
    write(tmp_path, STATE_KEEPER, "record.state = row.target\n")
    lines = [f"app/domain/x.py:{line}" for line in (1, 2, 3, 4, 5)]
    assert state_assignments(tmp_path, {"Referral"}) == lines


# Time ------------------------------------------------------------------------------------------

READS_TIME = {
    "timezone.now", "timezone.localtime", "timezone.localdate", "datetime.now", "datetime.utcnow",
    "datetime.today", "date.today", "datetime.datetime.now", "datetime.date.today", "time.time",
    "time.time_ns", "time.localtime", "Now", "functions.Now",
}  # fmt: skip
SQL_TIME = (
    "now()", "current_timestamp", "clock_timestamp()", "statement_timestamp()",
    "transaction_timestamp()", "current_date", "localtimestamp",
)  # fmt: skip
CLOCKS = {
    "kernel/clock.py": "the clock itself",
    "audit/context.py": "the signature's life of two minutes is wall time, not a moment of viewing",
    "audit/wall.py": "the database checks the signature's life and the clock's tolerance",
    "local/": "the starter of PostgreSQL waits for processes; it knows no app",
}
"""Files, or folders where the key ends with a slash."""
STAMPS = {
    "OwnedRow.recorded_at": "when the machine kept it, beside the fact's own `at`",
    "Change.recorded_at": "when the machine kept it, beside the fact's own `at`",
    "Event.recorded_at": "when the machine kept it, beside the fact's own `at`",
    "SentForm.sent_at": "a key against sending twice; no fact of the work",
    "Draft.saved_at": "when the machine kept it; no fact of the work",
    "Account.created_at": "when the row was made; rights hang on appointments",
}
"""Fields that the machine stamps by itself (`auto_now`, `auto_now_add`)."""


def reads_time(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        named = isinstance(node, ast.Name | ast.Attribute) and dotted(node) in READS_TIME
        if named or (isinstance(node, ast.Constant) and asks_the_database(node.value)):
            yield node.lineno


def asks_the_database(value: object) -> bool:
    return isinstance(value, str) and is_sql(value) and any(w in value.lower() for w in SQL_TIME)


def is_sql(text: str) -> bool:
    return any(word in text for word in ("SELECT", "WHERE", "INSERT", "UPDATE", "::", "interval"))


def clock_readers(folder: Path) -> list[str]:
    return [
        f"{name}:{line}"
        for name, tree in parsed(folder)
        if name not in CLOCKS and not name.startswith(tuple(k for k in CLOCKS if k.endswith("/")))
        for line in sorted(set(reads_time(tree)))
    ]


def stamps(folder: Path) -> set[str]:
    """`Class.field` of every field that stamps itself."""
    return {
        f"{model.name}.{field.targets[0].id}"
        for _, tree in parsed(folder)
        for model in ast.walk(tree)
        if isinstance(model, ast.ClassDef)
        for field in model.body
        if isinstance(field, ast.Assign)
        and isinstance(field.value, ast.Call)
        and isinstance(field.targets[0], ast.Name)
        and {"auto_now", "auto_now_add"} & {keyword.arg for keyword in field.value.keywords}
    }


def test_the_clock_is_read_in_one_place():
    assert clock_readers(SOURCE) == []


def test_fields_that_stamp_themselves_are_listed():
    assert stamps(SOURCE) == set(STAMPS)


def test_control_another_clock_is_found(tmp_path):
    write(
        tmp_path,
        "app/domain/x.py",
        "at = timezone.now()\n"
        "day = date.today()\n"
        "field = DateTimeField(default=timezone.now)\n"
        "sql = 'SELECT 1 WHERE ends_at > now()'\n"
        "words = 'know now() by heart'\n"
        "class Row(Model):\n    kept = DateTimeField(auto_now=True)\n",
    )
    assert clock_readers(tmp_path) == [f"app/domain/x.py:{line}" for line in (1, 2, 3, 4)]
    assert stamps(tmp_path) == {"Row.kept"}


# Imports ---------------------------------------------------------------------------------------

LATE_IMPORTS: dict[str, str] = {}
"""File → why it cannot import at its top (a slow library). Nobody needs it yet."""


def late_imports(folder: Path) -> list[str]:
    """Imports inside functions, but for `AppConfig.ready`."""
    return [
        f"{name}:{node.lineno}"
        for name, tree in parsed(folder)
        if name not in LATE_IMPORTS
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        and not (name.endswith("apps.py") and function.name == "ready")
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def test_no_import_hides_in_a_function():
    assert late_imports(SOURCE) == []
    assert late_imports(REPOSITORY / "config") == []


def test_control_an_import_in_a_function_is_found(tmp_path):
    late = "def f():\n    from ikue.people import models\n"
    write(tmp_path, "app/views.py", late)
    write(tmp_path, "app/apps.py", late.replace("f()", "ready()"))
    assert late_imports(tmp_path) == ["app/views.py:2"]


# Frameworks of indirection ---------------------------------------------------------------------

UNWANTED = {
    "GenericForeignKey": "no generic relations: a record points down to what it rests on",
    "post_save": "no signals for the main flow: a verb calls what it needs",
    "pre_save": "no signals for the main flow: a verb calls what it needs",
    "post_delete": "no signals for the main flow: a verb calls what it needs",
    "pre_delete": "no signals for the main flow: a verb calls what it needs",
    "m2m_changed": "no signals for the main flow: a verb calls what it needs",
}


def unwanted(folder: Path) -> list[str]:
    return [
        f"{name}:{node.lineno} {word}"
        for name, tree in parsed(folder)
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute | ast.alias)
        and (word := getattr(node, "id", getattr(node, "attr", getattr(node, "name", ""))))
        in UNWANTED
    ]


def test_no_signals_and_no_generic_relations():
    assert unwanted(SOURCE) == []


def test_control_a_signal_is_found(tmp_path):
    write(tmp_path, "app/x.py", "from django.db.models.signals import post_save\n")
    assert unwanted(tmp_path) == ["app/x.py:1 post_save"]


# What the law opens ------------------------------------------------------------------------------

OPENING_MAKER = "sharing/domain/opening.py"


def openings_made(folder: Path) -> list[str]:
    """`Opening(…)`, and `replace(…, classes=…)` or `acts=`, which would widen one."""
    return [
        f"{name}:{node.lineno}"
        for name, tree in parsed(folder)
        if name != OPENING_MAKER
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and makes_opening(node)
    ]


def makes_opening(call: ast.Call) -> bool:
    last = dotted(call.func).rpartition(".")[2]
    widens = {keyword.arg for keyword in call.keywords} & {"classes", "acts"}
    return last == "Opening" or (last == "replace" and bool(widens))


def test_what_opens_is_read_from_the_laws_table():
    """Openings are made in one place, which asks the row in force (`opening_on`)."""
    assert openings_made(SOURCE) == []


def test_control_an_opening_made_elsewhere_is_found(tmp_path):
    write(
        tmp_path,
        "sharing/domain/opening.py",
        "x = Opening(classes=1, acts=1)\n",
    )
    write(
        tmp_path,
        "casework/domain/other.py",
        "x = opening.Opening(classes=1, acts=1)\ny = replace(x, classes=2)\nz = replace(x, at=1)\n",
    )
    assert openings_made(tmp_path) == ["casework/domain/other.py:1", "casework/domain/other.py:2"]
