"""`python -m bench [--set S|M|L] [--only ID]`: one JSON object per line on stdout, progress on
stderr. Exit 0 when it was measured, whatever the figures; 2 on bad usage."""

import argparse
import platform
import signal
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import django

from bench import place
from bench.sizes import SETS

place.enter()

from bench import rounds, statements  # noqa: E402 - need the settings
from bench.client import log_in  # noqa: E402
from bench.pages import Page, pages  # noqa: E402
from bench.server import serving  # noqa: E402

if TYPE_CHECKING:
    from bench.figures import Line

KINDS = ("page", "cpu", "sql", "queries")
SQL_SAMPLES = 40


def main() -> int:
    options = parser().parse_args()
    for polite in (signal.SIGINT, signal.SIGTERM):
        signal.signal(polite, signal.default_int_handler)  # server and database are put away
    effort = rounds.Effort(rounds=options.rounds, samples=options.samples, clients=options.clients)
    with place.filled(SETS[options.set]):
        place.run("collectstatic", "--no-input", "--verbosity", "0")
        chosen = [page for page in pages() if is_wanted(options.only, page)]
        if not chosen:
            print(f"no benchmark named {options.only}", file=sys.stderr)
            return 2
        beside, begun = versions(), time.monotonic()
        for page in chosen:
            for line in measured(page, effort, options.set, options.only):
                if options.only in (None, page.id, line.id):
                    print(line.as_json(versions=beside), flush=True)
            print(
                f"{page.id}: done {time.monotonic() - begun:.0f} s after the filling",
                file=sys.stderr,
            )
    return 0


def is_wanted(only: str | None, page: Page) -> bool:
    """An identifier (`cpu.desk`), or a page alone (`desk`)."""
    return only in (None, page.id, *(f"{kind}.{page.id}" for kind in KINDS))


def measured(page: Page, effort: rounds.Effort, size: str, only: str | None) -> "Iterator[Line]":
    """A server of its own for each page: none inherits what another left behind."""
    kind = only.partition(".")[0] if only and only != page.id else ""
    with serving() as server:
        if kind in ("", "sql", "queries"):
            browser = log_in(server.port, page.username)
            yield from statements.run(
                page, browser, size=size, rounds=effort.rounds, samples=SQL_SAMPLES
            )
        if kind in ("", "page", "cpu"):
            yield from rounds.run(server, page, effort, size=size)


def versions() -> dict[str, str]:
    with place.superuser(place.own_name()) as connection:
        postgres = connection.info.parameter_status("server_version") or ""
    return {
        "python": platform.python_version(), "django": django.get_version(),
        "postgresql": postgres,
    }  # fmt: skip


def parser() -> argparse.ArgumentParser:
    arguments = argparse.ArgumentParser(prog="python -m bench")
    arguments.add_argument("--set", choices=sorted(SETS), default="S")
    arguments.add_argument("--only", help="one identifier (cpu.desk), or one page (desk)")
    arguments.add_argument("--rounds", type=int, default=rounds.Effort.rounds)
    arguments.add_argument("--samples", type=int, default=rounds.Effort.samples)
    arguments.add_argument("--clients", type=int, default=rounds.Effort.clients)
    return arguments


if __name__ == "__main__":
    sys.exit(main())
