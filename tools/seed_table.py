"""docs/seed.md: each sentence of the seed → what the system does, app, screen, test, state.

    python tools/seed_table.py           # write docs/seed.md
    python tools/seed_table.py --check   # exit 1 when it is not what it would be

Made from docs/seed-map.md (what is promised), docs/seed.toml (where it lies and how far it is) and
the docstring of each app.
"""

import argparse
import ast
import re
import sys
import tomllib
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
DOCS = REPOSITORY / "docs"
SOURCE = REPOSITORY / "src/ikue"
STATES = ("動く", "一部", "これから")
OPENING = """# The seed, sentence by sentence

Made by `tools/seed_table.py` from `seed-map.md`, `seed.toml` and the docstring of each app; a test
compares. What a row promises is in the second column; the last one says how far it is: 動く works,
一部 works in part, これから has not begun. Sentences are quoted from `seed-excerpt.md`.
"""


@dataclass(frozen=True)
class Row:
    section: str
    seed: str
    does: str
    quotes: tuple[str, ...]
    apps: tuple[str, ...]
    screens: tuple[str, ...]
    tests: tuple[str, ...]
    state: str
    now: str


def promised(text: str) -> list[tuple[str, str, str]]:
    """(section, seed, does) of every row of the map."""
    rows, section = [], ""
    for line in text.splitlines():
        if line.startswith("## "):
            section = line[3:]
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0] != "seed" and set(cells[0]) != {"-"}:
            rows.append((section, cells[0], cells[1]))
    return rows


def rows(docs: Path = DOCS) -> list[Row]:
    """Raises KeyError when the two files do not name the same rows."""
    placed = {
        row.pop("seed"): row for row in tomllib.loads((docs / "seed.toml").read_text())["row"]
    }
    listed = promised((docs / "seed-map.md").read_text("utf-8"))
    superfluous = set(placed) - {seed for _, seed, _ in listed}
    if superfluous:
        raise KeyError(f"seed.toml names rows that seed-map.md does not: {sorted(superfluous)}")
    return [joined(section, seed, does, placed[seed]) for section, seed, does in listed]


def joined(section: str, seed: str, does: str, row: dict[str, object]) -> Row:
    def several(key: str) -> tuple[str, ...]:
        found = row.get(key, [])
        return tuple(map(str, found)) if isinstance(found, list) else (str(found),)

    return Row(
        section=section, seed=seed, does=does, quotes=several("quotes"), apps=several("apps"),
        screens=several("screens"), tests=several("tests"), state=str(row["state"]),
        now=str(row.get("now", "")),
    )  # fmt: skip


def cell(row: Row) -> str:
    quoted = "".join(f"<br>「{quote}」" for quote in row.quotes)
    does = f"{row.does}<br>*now:* {row.now}" if row.now else row.does
    return " | ".join(
        (
            f"| {row.seed}{quoted}",
            does,
            code(row.apps),
            code(row.screens),
            code(tuple(name.removeprefix("tests/") for name in row.tests)),
            f"{row.state} |",
        )
    )


def code(names: tuple[str, ...]) -> str:
    return " ".join(f"`{name}`" for name in names) or "–"


def app_lines() -> list[str]:
    """Each app with the first sentence of its docstring, in the order of the tree."""
    found = []
    for file in sorted(SOURCE.rglob("__init__.py")):
        folder = file.parent
        if (folder / "apps.py").is_file():
            words = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
            name = folder.relative_to(SOURCE).as_posix().replace("/", ".")
            first = re.sub(r"\s+", " ", words.partition("\n\n")[0])
            found.append(f"| `{name}` | {first} |")
    return found


def page() -> str:
    listed = rows()
    lines = [OPENING]
    for section, group in groupby(listed, key=lambda row: row.section):
        head = "| seed | what the system does | app | screen | test | state |"
        lines += [f"## {section}", "", head, "|---|---|---|---|---|---|", *map(cell, group), ""]
    summary = " · ".join(f"{one} {sum(row.state == one for row in listed)}" for one in STATES)
    lines += ["## Count", "", f"{len(listed)} rows: {summary}.", ""]
    lines += ["## Apps", "", "| app | what it is |", "|---|---|", *app_lines(), ""]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    asked = parser.parse_args()
    target = DOCS / "seed.md"
    if asked.check:
        sys.exit(0 if target.read_text("utf-8") == page() else f"{target} is not what it would be")
    target.write_text(page(), "utf-8")
    print(target)


if __name__ == "__main__":
    main()
