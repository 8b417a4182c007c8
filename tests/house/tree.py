"""The tree that the guards look at: its files, its syntax, its apps.

Every guard is a function over a folder or a text, so that its negative control can hand it a small
one that must fail.
"""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src/ikue"
BINARY = {".woff2", ".png", ".ico", ".pdf"}
PRIVATE = (
    "ikue.people",
    "ikue.sharing",
    "ikue.casework",
    "ikue.programmes.consultation",
    "ikue.programmes.participation",
    "ikue.programmes.outreach",
    "ikue.programmes.multi_agency",
    "ikue.rights",
)
"""Apps whose rows hold or point to persons."""
WALLED = (
    "ikue.programmes.community",
    "ikue.policy",
    "ikue.directory",
    "ikue.frontdoor",
    "ikue.tally",
    "ikue.evaluation",
    "ikue.portal",
)
"""Apps that can never reach a person (privacy wall)."""


@cache
def committed() -> tuple[Path, ...]:
    """What git keeps or would keep; from an archive without git, what lies outside var and venv."""
    asked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode:
        return tuple(sorted(path for path in REPOSITORY.rglob("*") if is_ours(path)))
    found = (REPOSITORY / name for name in asked.stdout.split("\0") if name)
    return tuple(sorted({path for path in found if path.is_file()}))


def is_ours(path: Path) -> bool:
    parts = path.relative_to(REPOSITORY).parts
    outside = {"var", "__pycache__", "_build"} & set(parts)
    return path.is_file() and not outside and not any(part.startswith(".") for part in parts[:-1])


def texts() -> Iterator[tuple[Path, str]]:
    for path in committed():
        if path.suffix not in BINARY:
            yield path, path.read_text("utf-8")


def python_files(folder: Path) -> list[Path]:
    """Modules of a folder; migrations are as Django writes them."""
    return sorted(
        path
        for path in folder.rglob("*.py")
        if not {"migrations", "__pycache__"} & set(path.relative_to(folder).parts)
    )


def template_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("templates/**/*.*") if path.is_file())


@cache
def syntax(text: str) -> ast.Module:
    """Two dozen guards read the same modules: each text is parsed once."""
    return ast.parse(text)


def parsed(folder: Path) -> Iterator[tuple[str, ast.Module]]:
    """Each module's path within the folder, and its syntax tree."""
    for path in python_files(folder):
        yield path.relative_to(folder).as_posix(), syntax(path.read_text("utf-8"))


def dotted(node: ast.AST) -> str:
    """`a.b.c` of a name or an attribute; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else f".{node.attr}"
    return ""


def our_apps() -> list[str]:
    return [config.name for config in apps.get_app_configs() if config.name.startswith("ikue.")]


def write(folder: Path, name: str, text: str) -> Path:
    """For negative controls: one small file, with its folders."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return folder
