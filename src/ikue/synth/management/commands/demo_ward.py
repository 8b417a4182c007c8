"""`ikue demo-ward`: fills an empty demo database with the made-up ward."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ikue.audit.chain import HEADS
from ikue.kernel import clock
from ikue.synth import demo, staff
from ikue.synth.accounts import Credential, write_accounts
from ikue.synth.ward import ClockNotOpen

NOT_DEMO = "架空の区は見本（IKUE_DEMO=1）のときだけ作れます。"
CLOCK = (
    "このデータベースは運用中のものです。架空の区は `ikue prepare --open-clock` の後に作れます。"
)


class Command(BaseCommand):
    help = "架空の区（職員と世帯）を作ります。もうあれば何もしません。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--seed", type=int, default=demo.SEED, help="乱数の種。同じ種なら同じ区になります。"
        )

    def handle(self, *args: Any, seed: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(NOT_DEMO, returncode=2)
        if staff.are_appointed():
            self.stdout.write("架空の区はもうあります（作り直すときは make demo RESET=1）。")
            return
        # A new ward begins a new record of looking: heads of an earlier one would not fit it.
        (settings.VAR / HEADS).unlink(missing_ok=True)
        started = time.monotonic()
        self.stderr.write("架空の区を作っています（二十秒ほどかかります）…")
        try:
            built = demo.build(now=clock.now(), seed=seed)
        except ClockNotOpen:
            raise CommandError(CLOCK, returncode=2) from None
        write_accounts(built.credentials)
        self._print(built.credentials, time.monotonic() - started)

    def _print(self, credentials: list[Credential], seconds: float) -> None:
        found = {one.username: one for one in credentials}
        self.stdout.write(f"架空の区ができました（{seconds:.1f}秒）。主なアカウント:")
        for member in staff.members():
            if member.main:
                one = found[member.username]
                factor = "（確認コードあり）" if one.totp_secret else ""
                self.stdout.write(
                    f"  {one.username:<20} {one.window}　{one.role}{factor}　{one.note}"
                )
        self.stdout.write(f"パスワードはどれも {credentials[0].password}")
        self.stdout.write("確認コードは `.venv/bin/ikue demo-code 利用者ID` で出ます。")
