"""The size budget: small functions, short files, short templates. Prints its table."""

import ast
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest

from tests.house.tree import REPOSITORY, python_files, syntax, template_files, write


@dataclass(frozen=True)
class Budget:
    what: str
    median: float | None
    p95: int
    most: int


FUNCTIONS = Budget("functions", 8, 30, 50)
TEST_FUNCTIONS = Budget("test functions", 8, 30, 50)
FILES = Budget("files", None, 300, 400)
TEST_FILES = Budget("test files", None, 400, 500)
TEMPLATES = Budget("templates", None, 200, 200)


def function_lengths(folder: Path) -> dict[str, int]:
    """From `def` to the last line: the table of a parametrised test is data, not code."""
    lengths = {}
    for path in python_files(folder):
        for node in ast.walk(syntax(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                name = f"{path.relative_to(folder)}:{node.lineno} {node.name}"
                lengths[name] = (node.end_lineno or node.lineno) - node.lineno + 1
    return lengths


def file_lengths(folder: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder)): len(path.read_text("utf-8").splitlines())
        for path in python_files(folder)
    }


def template_lengths(folder: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder)): len(path.read_text("utf-8").splitlines())
        for path in template_files(folder)
    }


def p95(lengths: list[int]) -> int:
    """The smallest length that 95 of 100 do not exceed."""
    ranked = sorted(lengths)
    return ranked[-(-len(ranked) * 95 // 100) - 1]


def row(budget: Budget, lengths: dict[str, int]) -> str:
    found = list(lengths.values())
    return (
        f"{budget.what:<15} n={len(found):<5} median={median(found):<5} (≤ {budget.median or '-'})"
        f"  p95={p95(found):<4} (≤ {budget.p95})  most={max(found):<4} (≤ {budget.most})"
    )


def over(budget: Budget, lengths: dict[str, int]) -> list[str]:
    """What breaks the budget, the longest first."""
    found = list(lengths.values())
    broken = [
        f"{length} lines: {name}"
        for name, length in sorted(lengths.items(), key=lambda item: -item[1])
        if length > budget.most
    ]
    if p95(found) > budget.p95:
        broken.append(f"95th percentile {p95(found)}")
    if budget.median is not None and median(found) > budget.median:
        broken.append(f"median {median(found)}")
    return broken


def measured(budget: Budget) -> dict[str, int]:
    source, tests, bench = (REPOSITORY / name for name in ("src", "tests", "bench"))
    return {
        "functions": lambda: function_lengths(source) | function_lengths(bench),
        "test functions": lambda: function_lengths(tests),
        "files": lambda: file_lengths(source) | file_lengths(bench),
        "test files": lambda: file_lengths(tests),
        "templates": lambda: template_lengths(source),
    }[budget.what]()


@pytest.mark.parametrize(
    "budget",
    [FUNCTIONS, TEST_FUNCTIONS, FILES, TEST_FILES, TEMPLATES],
    ids=lambda budget: budget.what,
)
def test_the_budget_holds(budget, record_property):
    lengths = measured(budget)
    record_property("size", row(budget, lengths))
    assert over(budget, lengths) == []


def test_control_a_long_function_file_and_template_are_found(tmp_path):
    body = "\n".join("    x = 1" for _ in range(60))
    write(tmp_path, "app/long.py", f"def far_too_long():\n{body}\n" + "\n" * 400)
    write(tmp_path, "app/templates/app/long.html", "<p>\n" * 201)
    assert over(FUNCTIONS, function_lengths(tmp_path)) == [
        "61 lines: app/long.py:1 far_too_long",
        "95th percentile 61",
        "median 61",
    ]
    assert over(FILES, file_lengths(tmp_path)) == [
        "461 lines: app/long.py",
        "95th percentile 461",
    ]
    assert over(TEMPLATES, template_lengths(tmp_path))[0].startswith("201 lines")
