"""What was typed stays with the one account that typed it, under the appointment it was for."""

from ikue.kernel.invariants import Invariant

INVARIANTS = (
    Invariant(
        number="13",
        sentence="書きかけは、書いた一人の職員の、書いたときの所属のものである",
        examined="SELECT count(*) FROM drafts_draft",
        violations="""
SELECT d.id, '書いた職員がいません' FROM drafts_draft d
WHERE NOT EXISTS (SELECT 1 FROM accounts_account a WHERE a.id = d.account_id)
UNION ALL
SELECT d.id, '書いた職員の所属ではありません' FROM drafts_draft d
WHERE NOT EXISTS (SELECT 1 FROM directory_appointment a
                  WHERE a.id = d.appointment_id AND a.account_id = d.account_id)
UNION ALL
SELECT min(d.id::text)::uuid, '同じ画面の書きかけが二つあります' FROM drafts_draft d
GROUP BY d.account_id, d.appointment_id, d.form, d.subject HAVING count(*) > 1
""",
    ),
)
