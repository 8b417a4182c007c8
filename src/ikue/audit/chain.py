"""閲覧記録の連鎖: proof that nobody edited, removed or reordered what was looked at.

Each event's digest covers the digest before it; `wall.chain` holds the last one. Whoever owns the
tables could cut the tail and set the head back, so the head is also written outside the database
(`heads.log`), and verification holds the chain against every head it finds there.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from ikue.kernel.wall import KEEPER_ROLE

FIRST = "0" * 64
HEADS = Path("audit") / "heads.log"
"""Beneath IKUE_VAR; a ward copies it to other media."""
LONGEST_LINE = 256
"""Bytes: a moment, a number and a digest."""

EVENTS = """
SELECT e.number, e.account_id, e.appointment_id, e.at, e.terminal, e.request_id, e.screen, e.act,
       e.body, e.digest,
       coalesce((SELECT jsonb_agg(jsonb_build_object(
           'circle', l.circle_id, 'person', l.person_id, 'classes', l.classes,
           'basis', l.basis, 'grant', l.grant_id))
        FROM audit_readline l WHERE l.event_id = e.id), '[]')
FROM audit_readevent e ORDER BY e.number
"""


@dataclass(frozen=True)
class Head:
    """Where the chain ended at some moment."""

    number: int
    digest: str


@dataclass(kw_only=True)
class Report:
    """What was examined and what does not fit; no name and no person in it."""

    events: int = 0
    lines: int = 0
    heads: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.findings


def verify(connection: Any, heads: tuple[Head, ...] = ()) -> Report:
    """Walk the chain from its first event. `connection` belongs to the owner (or a superuser).

    `heads` are those kept outside; without them a cut tail with a reset head goes unnoticed.
    """
    report = Report(heads=len(heads))
    digests = {0: FIRST}
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {KEEPER_ROLE}")
        try:
            before = FIRST
            cursor.execute(EVENTS)
            for row in cursor.fetchall():
                before = _check_event(row, before, report)
                digests[row[0]] = before
            head = _read_head(cursor)
        finally:
            cursor.execute("RESET ROLE")
    if (head.number, head.digest) != (max(digests), digests[max(digests)]):
        report.findings.append(f"連鎖の先頭（{head.number}）が、最後の閲覧記録と合いません")
    for outside in heads:
        if digests.get(outside.number) != outside.digest:
            report.findings.append(f"外に控えた先頭（{outside.number}）と合いません")
    return report


def _check_event(row: tuple[Any, ...], before: str, report: Report) -> str:
    """Count the event, note what does not fit, and return its stored digest."""
    number, body, digest, lines = row[0], row[8], row[9], _parsed(row[10])
    report.events += 1
    report.lines += len(lines)
    if number != report.events:
        report.findings.append(f"{report.events} 番の閲覧記録がありません（次は {number} 番）")
        report.events = number
    if sha256(f"{before}{body}".encode()).hexdigest() != digest:
        report.findings.append(f"{number} 番の閲覧記録が書き換えられています")
    elif not _fits_body(row, lines):
        report.findings.append(f"{number} 番の閲覧記録の列か明細が、連鎖の内容と合いません")
    return str(digest)


def _fits_body(row: tuple[Any, ...], lines: list[dict[str, Any]]) -> bool:
    """The columns that are searched say the same as the body that is chained."""
    number, account_id, appointment_id, at, terminal, request_id, screen, act, body = row[:9]
    head, brace, rest = body.partition("{")
    named = [str(part) for part in (number, account_id, appointment_id) if part is not None]
    if head != "|".join(named) + "|":
        return False
    event = json.loads(brace + rest)
    return (
        datetime.fromisoformat(event["at"]) == at
        and (event["terminal"], event["request"], event["screen"], event["act"])
        == (terminal, str(request_id), screen, act)
        and _in_order(event["lines"]) == _in_order(lines)
    )


def _in_order(lines: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(line, sort_keys=True) for line in lines)


def _parsed(value: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(value) if isinstance(value, str) else value
    return found


def _read_head(cursor: Any) -> Head:
    cursor.execute("SELECT number, digest FROM wall.chain")
    number, digest = cursor.fetchone()
    return Head(number, digest)


def export_head(connection: Any, var: Path, *, at: datetime) -> Head:
    """Append the present head to `heads.log` outside the database, if it has moved on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, digest FROM wall.chain_head()")
        head = Head(*cursor.fetchone())
    file = var / HEADS
    if _last_in(file) == head:
        return head
    file.parent.mkdir(parents=True, exist_ok=True)
    line = {"at": at.isoformat(), "number": head.number, "digest": head.digest}
    with file.open("a", encoding="utf-8") as log:
        log.write(json.dumps(line) + "\n")
    return head


def _last_in(file: Path) -> Head | None:
    """The head written last, without reading years of them."""
    if not file.exists():
        return None
    with file.open("rb") as log:
        log.seek(max(0, file.stat().st_size - LONGEST_LINE))
        lines = log.read().decode().splitlines()
    return _parsed_head(lines[-1]) if lines else None


def heads_outside(var: Path) -> tuple[Head, ...]:
    """Every head written so far, oldest first; empty when none was."""
    file = var / HEADS
    return tuple(_heads_in(file)) if file.exists() else ()


def _heads_in(file: Path) -> Iterator[Head]:
    for line in file.read_text(encoding="utf-8").splitlines():
        yield _parsed_head(line)


def _parsed_head(line: str) -> Head:
    kept = json.loads(line)
    return Head(kept["number"], kept["digest"])
