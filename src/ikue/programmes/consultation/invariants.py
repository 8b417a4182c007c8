"""A reception that is still open has somebody who answers for it and a date."""

from ikue.audit.invariants import follows_its_record
from ikue.casework.enums import TAKEN
from ikue.directory.invariants import PRESENT
from ikue.kernel.invariants import Invariant, listed
from ikue.programmes.consultation.enums import OPEN_STATES
from ikue.programmes.consultation.states import ASSESSMENT, CONSULTATION

# One that was passed on stays open until its referral is taken.
STILL_OPEN = f"""
FROM consultation_consultation c WHERE c.state IN ({listed(OPEN_STATES)})
  AND NOT EXISTS (SELECT 1 FROM casework_referral r
                  WHERE r.id = c.referral_id AND r.state IN ({listed(TAKEN)}))
"""

CARRIED = f"""
WITH RECURSIVE {PRESENT}
SELECT c.id, '担当者の所属がありません' {STILL_OPEN}
  AND NOT EXISTS (SELECT 1 FROM directory_appointment a WHERE a.id = c.responsible_id)
UNION ALL
SELECT c.id, '担当者が受け付けた窓口にいま所属しておらず、引き取る課長もいません' {STILL_OPEN}
  AND NOT EXISTS (
      SELECT 1 FROM serving s WHERE s.id = c.responsible_id AND s.window_id = c.owner_window_id)
  AND NOT EXISTS (SELECT 1 FROM managed m WHERE m.window_id = c.owner_window_id)
UNION ALL
SELECT c.id, '次の期日がありません' {STILL_OPEN} AND c.next_on IS NULL
UNION ALL
SELECT c.id, 'つなぎかケースが、別の支援の輪にあります' FROM consultation_consultation c
LEFT JOIN casework_referral r ON r.id = c.referral_id LEFT JOIN casework_case k ON k.id = c.case_id
WHERE r.circle_id <> c.circle_id OR k.circle_id <> c.circle_id
"""

INVARIANTS = (
    Invariant(
        number="1",
        sentence="終わっていない相談には、いま答える人と次の期日がある",
        examined="SELECT count(*) FROM consultation_consultation",
        violations=CARRIED,
    ),
    Invariant(
        number="4",
        sentence="助言の問いは、開ける人のいる窓口に届く",
        examined="SELECT count(*) FROM consultation_advice",
        violations=f"""
WITH RECURSIVE {PRESENT}
SELECT a.id, '相談先の窓口に、いま職員がいません' FROM consultation_advice a
WHERE a.answered_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM staffed s WHERE s.window_id = a.to_window_id)
""",
    ),
    follows_its_record(number="1", machine=CONSULTATION, table="consultation_consultation"),
    follows_its_record(number="1", machine=ASSESSMENT, table="consultation_assessment"),
)
