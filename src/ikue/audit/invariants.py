"""The record of looking is whole, and every state has the history that leads to it."""

from ikue.kernel.invariants import Invariant
from ikue.kernel.transitions import Machine


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def follows_its_record(*, number: str, machine: Machine, table: str) -> Invariant:
    """Each record of `table` stands where its changes led, and every change is a row of the table
    of transitions. Changes that move no state (a hand-over) carry equal ends."""
    steps = ", ".join(
        f"({_literal(row.name)}, {_literal(source)}, {_literal(row.target)})"
        for row in machine
        for source in (row.sources or ("",))
    )
    noun = _literal(machine.noun)
    return Invariant(
        number=number,
        sentence=f"{machine.noun}の状態は、決められた道だけを通り、変更記録と合っている",
        examined=f"SELECT count(*) FROM {table}",
        violations=f"""
WITH known (name, source, target) AS (VALUES {steps}),
walked AS (
    SELECT c.*, lag(c.target) OVER each_record AS before,
           lead(c.id) OVER each_record IS NULL AS is_last
    FROM audit_change c WHERE c.noun = {noun}
    WINDOW each_record AS (PARTITION BY c.record_id ORDER BY c.recorded_at, c.at)
)
SELECT w.record_id, '表にない移り方です' FROM walked w
WHERE (w.name, w.source, w.target) NOT IN (SELECT name, source, target FROM known)
  AND w.source <> w.target
UNION ALL
SELECT w.record_id, '前の状態とつながっていません' FROM walked w
WHERE w.source <> coalesce(w.before, '')
UNION ALL
SELECT r.id, '今の状態が変更記録と合いません' FROM {table} r
LEFT JOIN walked w ON w.record_id = r.id AND w.is_last
WHERE r.state IS DISTINCT FROM w.target
""",
    )


INVARIANTS = (
    Invariant(
        number="10",
        sentence="閲覧記録の連鎖は、番号が抜けず、一件ずつ前の記録につながっている",
        examined="SELECT count(*) FROM audit_readevent",
        violations="""
WITH chain AS (
    SELECT e.id, e.number, e.digest, e.body,
           coalesce(lag(e.number) OVER by_number, 0) AS before,
           coalesce(lag(e.digest) OVER by_number, repeat('0', 64)) AS digest_before
    FROM audit_readevent e WINDOW by_number AS (ORDER BY e.number)
)
SELECT id::text, '番号が抜けています' FROM chain WHERE number <> before + 1
UNION ALL
SELECT id::text, '連鎖値が合いません' FROM chain
WHERE digest <> encode(sha256(convert_to(digest_before || body, 'UTF8')), 'hex')
UNION ALL
SELECT 'chain', '連鎖の先頭が、最後の閲覧記録と合いません' FROM wall.chain h
WHERE h.number <> coalesce((SELECT max(number) FROM audit_readevent), 0)
   OR h.number > 0 AND h.digest <> (SELECT digest FROM audit_readevent ORDER BY number DESC LIMIT 1)
""",
    ),
    Invariant(
        number="10",
        sentence="閲覧記録の明細は、連鎖に書かれた人数と同じだけある",
        examined="SELECT count(*) FROM audit_readline",
        violations="""
SELECT e.id, '明細の数が、連鎖に書かれた数と合いません'
FROM audit_readevent e LEFT JOIN audit_readline l ON l.event_id = e.id
GROUP BY e.id HAVING count(l.id)
    <> jsonb_array_length(substring(e.body FROM position('{' IN e.body))::jsonb -> 'lines')
UNION ALL
SELECT l.id, '何を見たか、何を根拠としたかが書かれていません' FROM audit_readline l
WHERE l.classes = 0 OR l.basis = ''
""",
    ),
)
