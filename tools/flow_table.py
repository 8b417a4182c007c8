"""Write the tables of docs/flow.md anew from the rows that buttons and tests use.

    python tools/flow_table.py          # writes docs/flow.md
    python tools/flow_table.py --check  # exit 1 where the committed page says something else

Only what lies between the two marks is generated; the words around it are written by hand.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "flow.md"
BEGIN, END = "<!-- generated: tools/flow_table.py -->\n", "<!-- end of what is generated -->\n"


def machines() -> tuple[Machine, ...]:
    """The machines, in the order of the path of a case."""
    return (
        CONSULTATION,
        ASSESSMENT,
        REFERRAL,
        CASE,
        CONSENT,
        COORDINATION,
        ITEM,
        SUPPORT_DECISION,
        PLAN,
        ROLE,
    )


def generated() -> str:
    return "\n".join(["", *(table(machine) for machine in machines()), numbered_invariants()])


def table(machine: Machine) -> str:
    lines = [
        f"### {machine.noun}",
        "",
        "| verb | what the clerk says | from | to | what the record keeps |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| `{row.name}` | {row.verb} | {states(machine, row.sources)} "
        f"| {states(machine, (row.target,))} | {row.sentence} |"
        for row in machine
    ]
    return "\n".join([*lines, ""])


def states(machine: Machine, values: tuple[str, ...]) -> str:
    return " · ".join(f"{machine.states(value).label} `{value}`" for value in values) or "–"


def numbered_invariants() -> str:
    lines = [
        "### 約束ごと (what `ikue invariants` asks)",
        "",
        "| no. | app | what holds |",
        "|---|---|---|",
    ]
    asked = sorted(invariants(), key=lambda pair: (int(pair[1].number), pair[0]))
    lines += [f"| {one.number} | {app} | {one.sentence} |" for app, one in asked]
    return "\n".join([*lines, ""])


def renewed(page: str) -> str:
    """The page with its generated part as the code has it now."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{generated()}\n{END}{after}"


def main() -> int:
    arguments = argparse.ArgumentParser(description="Write the tables of docs/flow.md anew.")
    arguments.add_argument("--check", action="store_true")
    page = PAGE.read_text(encoding="utf-8")
    if arguments.parse_args().check:
        return int(page != renewed(page))
    PAGE.write_text(renewed(page), encoding="utf-8")
    return 0


if __name__ == "__main__":
    # The rows need the apps, and the apps need settings; no database is asked.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings_for_types")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()

from ikue.casework.states import CASE, PLAN, REFERRAL, ROLE  # noqa: E402 - needs the settings
from ikue.kernel.invariants import invariants  # noqa: E402
from ikue.kernel.transitions import Machine  # noqa: E402
from ikue.programmes.consultation.states import ASSESSMENT, CONSULTATION  # noqa: E402
from ikue.programmes.multi_agency.states import (  # noqa: E402
    COORDINATION,
    ITEM,
    SUPPORT_DECISION,
)
from ikue.sharing.states import CONSENT  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
