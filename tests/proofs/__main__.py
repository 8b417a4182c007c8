"""`python -m tests.proofs [--only ID] [--n N] [--seed SEED]`: one JSON line per proof; exit 1 on
failures, where a negative control was not caught, and where time ended it far below its number."""

import argparse
import json
import os
import subprocess
import sys

import django

from tests import database

database.enter()
django.setup()

from tests.cast import appoint_everybody  # noqa: E402 - needs the settings
from tests.proofs.flow_verbs import FLOW_VERBS  # noqa: E402 - needs the settings
from tests.proofs.registry import (  # noqa: E402
    carry_out,
    ended_by_time,
    shortcomings,
    stands,
    together,
)

PROOFS = (FLOW_VERBS,)
SEEDS_APART = 1000
"""Between the seeds of two shards, so that they walk different worlds."""


def main() -> int:
    options = parser().parse_args()
    chosen = [proof for proof in PROOFS if options.only in (None, proof.id)]
    if not chosen:
        print(f"no proof named {options.only}", file=sys.stderr)
        return 2
    if options.shard:
        return inside_database(chosen[0], options)
    session = database.open_session()
    try:
        return 1 if [proof for proof in chosen if not holds(proof, options)] else 0
    finally:
        database.close_session(session)


def inside_database(proof, options) -> int:
    """One shard, with the worker's own database; its figures go to the process that started it."""
    database.make(appoint_everybody)
    try:
        print(json.dumps(carry_out(proof, n=options.n, seed=options.seed), ensure_ascii=False))
    finally:
        database.drop()
    return 0


def holds(proof, options) -> bool:
    asked = options.n or proof.full
    figures = together([finished(shard) for shard in [*started(proof, options)]])
    lacking = shortcomings(figures, asked=asked, full=proof.full)
    sentences, notes = figures.pop("sentences"), figures.pop("notes")
    line = figures | {"asked": asked, "reached_least": least(figures["reached"])} | notes
    print(json.dumps(line, ensure_ascii=False), flush=True)
    for sentence in [ended_by_time(figures, asked=asked), *lacking, *sentences[:20]]:
        if sentence:
            print(sentence, file=sys.stderr)
    return stands(figures, asked=asked, full=proof.full)


def least(reached: dict[str, int]) -> int:
    """How often the rarest of what must be reached was."""
    return min(reached.values(), default=0)


def started(proof, options):
    seed = proof.seed if options.seed is None else options.seed
    share = -(-(options.n or proof.full) // proof.shards)
    for shard in range(proof.shards):
        command = [
            sys.executable, "-m", "tests.proofs", "--shard", "--only", proof.id,
            "--n", str(share), "--seed", str(seed + shard * SEEDS_APART),
        ]  # fmt: skip
        worker = os.environ | {"PYTEST_XDIST_WORKER": f"proof{shard}"}
        yield subprocess.Popen(command, env=worker, stdout=subprocess.PIPE, text=True)


def finished(shard) -> dict:
    output, _ = shard.communicate()
    if shard.returncode:
        raise SystemExit(f"a shard of the proof broke off with status {shard.returncode}")
    return json.loads(output.splitlines()[-1])


def parser() -> argparse.ArgumentParser:
    arguments = argparse.ArgumentParser(prog="python -m tests.proofs")
    arguments.add_argument("--only", help="identifier of one proof")
    arguments.add_argument("--n", type=int, help="how many cases instead of the full number")
    arguments.add_argument("--seed", type=int)
    arguments.add_argument("--shard", action="store_true", help=argparse.SUPPRESS)
    return arguments


if __name__ == "__main__":
    sys.exit(main())
