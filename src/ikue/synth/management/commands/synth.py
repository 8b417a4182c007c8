"""`ikue synth`: a synthetic ward of any size, through the same verbs."""

import json
import sys
import time
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from ikue.kernel import clock
from ikue.synth import staff
from ikue.synth.filler import fill_at_scale
from ikue.synth.ward import ClockNotOpen, Ward, open_ward, require_open_clock

EVERY = 50
CLOCK = (
    "このデータベースは運用中のものです。架空の世帯は `ikue prepare --open-clock` の後に作れます。"
)


class Command(BaseCommand):
    help = "架空の世帯を、動詞を通して必要な数だけ書き込みます。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--households", type=int, required=True, help="世帯の数。")
        parser.add_argument("--seed", type=int, default=1, help="乱数の種。")
        parser.add_argument("--json", action="store_true", help="結果を JSON で出します。")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["households"] < 1:
            raise CommandError("世帯の数は 1 以上にしてください。", returncode=2)
        started = time.monotonic()
        ward = staffed_ward(options["seed"])
        fates = self._fill(ward, options["households"])
        seconds = time.monotonic() - started
        summary = {
            "households": options["households"],
            "seed": options["seed"],
            "seconds": round(seconds, 2),
            "households_per_second": round(options["households"] / seconds, 2),
            "fates": dict(sorted(fates.items())),
        }
        self.stdout.write(json.dumps(summary) if options["json"] else told(summary))

    def _fill(self, ward: Ward, households: int) -> Counter[str]:
        fates: Counter[str] = Counter()
        lines = fill_at_scale(ward, households)
        while True:
            # A commit now and then: a large ward is not one transaction.
            with transaction.atomic():
                batch = [line for _, line in zip(range(EVERY), lines, strict=False)]
            if not batch:
                return fates
            fates.update(line.fate for line in batch)
            print(f"\r{fates.total()}/{households}", end="", file=sys.stderr, flush=True)


def staffed_ward(seed: int) -> Ward:
    ward = open_ward(now=clock.now(), seed=seed)
    with transaction.atomic():
        try:
            require_open_clock(ward)
        except ClockNotOpen:
            raise CommandError(CLOCK, returncode=2) from None
        if staff.are_appointed():
            staff.join_appointed(ward)
        else:
            staff.appoint_all(ward)
    return ward


def told(summary: dict[str, Any]) -> str:
    count, seconds = summary["households"], summary["seconds"]
    return f"架空の {count} 世帯を {seconds} 秒で書きました。"
