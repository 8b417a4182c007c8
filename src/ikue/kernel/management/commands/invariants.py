"""`ikue invariants`: asks the database whether everything that must hold does hold, as keeper."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from ikue.kernel import clock
from ikue.kernel.invariants import Finding, examine
from ikue.kernel.wall import KEEPER_ROLE


class Command(BaseCommand):
    help = "業務の約束ごと（docs/flow.md）がデータベースで守られているかを確かめます。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="JSON で出します。")
        parser.add_argument(
            "--at", type=moment, help="確かめる時点（例 2026-11-24T09:30+09:00、既定は今）。"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = options["at"] or clock.now()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
            cursor.execute(f"SET LOCAL ROLE {KEEPER_ROLE}")
            findings = examine(cursor, at=at)
        self.stdout.write(as_json(findings, at) if options["json"] else as_text(findings))
        refuse_findings(findings)


def moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"日時として読めません: {text}") from None
    return at if at.tzinfo else at.replace(tzinfo=clock.TOKYO)


def refuse_findings(findings: list[Finding]) -> None:
    """Nothing examined is no proof: an empty database, or a role that sees no rows."""
    broken = sum(len(finding.violations) for finding in findings)
    if broken:
        raise CommandError(f"守られていない約束ごとが {broken} 件あります。", returncode=1)
    if not sum(finding.examined for finding in findings):
        raise CommandError("一行も確かめていません。接続先と役割を確かめてください。", returncode=1)


def as_text(findings: list[Finding]) -> str:
    lines = []
    for found in findings:
        mark = f"違反 {len(found.violations)} 件" if found.violations else "よし"
        one = found.invariant
        lines.append(f"{one.number:>2}  {one.sentence}（{found.examined} 行）: {mark}")
        lines.extend(f"      {record}  {sentence}" for record, sentence in found.violations)
    total = sum(found.examined for found in findings)
    return "\n".join([*lines, f"確かめた行: {total}"])


def as_json(findings: list[Finding], at: datetime) -> str:
    rows = [
        {
            "number": found.invariant.number,
            "app": found.app,
            "sentence": found.invariant.sentence,
            "examined": found.examined,
            "violations": [
                {"record": record, "sentence": sentence} for record, sentence in found.violations
            ],
        }
        for found in findings
    ]
    total = sum(found.examined for found in findings)
    body = {"at": at.isoformat(), "examined": total, "invariants": rows}
    return json.dumps(body, ensure_ascii=False)
