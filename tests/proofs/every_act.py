"""Every act and every table of transitions that the program has, found in its own modules."""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import ikue
from ikue.kernel.transitions import Machine

HOME = Path(ikue.__file__).parent
PROOFS = Path(__file__).parent


def modules(pattern: str) -> Iterator[ModuleType]:
    for file in sorted(HOME.glob(pattern)):
        if file.stem != "__init__":
            parts = file.relative_to(HOME).with_suffix("").parts
            yield import_module(".".join(("ikue", *parts)))


def machines() -> tuple[Machine, ...]:
    found = {
        value.noun: value
        for module in modules("**/states.py")
        for value in vars(module).values()
        if isinstance(value, Machine)
    }
    return tuple(found.values())


def acts() -> dict[str, str]:
    """Name → module of whatever somebody does at some moment: functions of the domain that take
    nothing but named parameters, `by` or a day or moment among them."""
    return {
        f"{module.__name__}.{name}": module.__name__
        for module in modules("**/domain/*.py")
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and is_act(name, value)
    }


def is_act(name: str, function: object) -> bool:
    parameters = inspect.signature(function).parameters  # type: ignore[arg-type]
    is_named = all(one.kind is one.KEYWORD_ONLY for one in parameters.values())
    return not name.startswith("_") and is_named and bool({"by", "at", "on"} & set(parameters))


def called_by_the_verbs() -> frozenset[str]:
    """What the modules of verbs import from the domain."""
    return frozenset(
        f"{node.module}.{alias.name}"
        for file in sorted(PROOFS.glob("*_verbs.py"))
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module and ".domain." in node.module
        for alias in node.names
    )
