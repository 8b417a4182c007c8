"""`ikue verify-audit`: walks the record of looking, as owner under the keeper's role."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from ikue.audit.chain import Report, export_head, heads_outside, verify
from ikue.kernel import clock


class Command(BaseCommand):
    help = "閲覧記録が書き換えられていないかを、はじめから確かめます。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="結果を JSON で出します。")
        parser.add_argument(
            "--export-head",
            action="store_true",
            help="確かめたあとで、連鎖の先頭を IKUE_VAR/audit/heads.log に書き足します。",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        report = verify(connection, heads_outside(settings.VAR))
        if options["json"]:
            self.stdout.write(json.dumps(_figures(report), ensure_ascii=False))
        else:
            self._tell(report)
        if not report.events:
            raise CommandError("閲覧記録が一件もありません。確かめたことになりません。")
        if not report.is_sound:
            raise CommandError(f"閲覧記録に合わないところが {len(report.findings)} か所あります。")
        if options["export_head"]:
            export_head(connection, settings.VAR, at=clock.now())

    def _tell(self, report: Report) -> None:
        self.stdout.write(
            f"閲覧記録 {report.events} 件、明細 {report.lines} 件、"
            f"外に控えた先頭 {report.heads} 件を確かめました。"
        )
        for finding in report.findings:
            self.stdout.write(f"  {finding}")


def _figures(report: Report) -> dict[str, object]:
    return {
        "events": report.events,
        "lines": report.lines,
        "heads": report.heads,
        "findings": report.findings,
    }
