"""What is taken up is coordinated, what is given back has a lead, a decision is a dated fact; no
重層的支援会議 without consent, no 支援会議 without named members, no right outlives its item."""

from ikue.audit.invariants import follows_its_record
from ikue.casework.enums import TAKEN, ReferralKind
from ikue.kernel.invariants import TOKYO_DAY, Invariant, listed
from ikue.programmes.multi_agency.enums import (
    ENDED_ITEMS,
    OPEN_TO_MEMBERS,
    Conference,
    CoordinationState,
    ItemState,
    SupportDecisionState,
)
from ikue.programmes.multi_agency.states import COORDINATION, ITEM, SUPPORT_DECISION
from ikue.sharing.consent_sql import consent_covers, consent_in_force
from ikue.sharing.enums import DISCUSSED, Basis
from ikue.sharing.grant_sql import not_ended

STEPPED_OUT = f"k.state = '{CoordinationState.STEPPED_OUT.value}'"
COORDINATING = f"k.state = '{CoordinationState.COORDINATING.value}'"
ON_DUTY = f"""EXISTS (
    SELECT 1 FROM sharing_grant g JOIN sharing_ground d ON d.id = g.ground_id
    WHERE g.circle_id = k.circle_id AND g.window_id = {{window}}
      AND d.basis = '{Basis.OWN_DUTY.value}' AND {not_ended("g", "d", at="%(at)s")})"""

TAKEN_UP = f"""
SELECT r.id, '引き受けた多機関協働の依頼に、調整の記録がありません' FROM casework_referral r
WHERE r.kind = '{ReferralKind.MULTI_AGENCY.value}'
  AND r.state IN ({listed(TAKEN)})
  AND NOT EXISTS (SELECT 1 FROM multi_agency_coordination k
    WHERE k.circle_id = r.receiving_circle_id AND k.owner_window_id = r.to_window_id)
UNION ALL
SELECT k.id, 'ケースと別の支援の輪で調整しています' FROM multi_agency_coordination k
JOIN casework_case c ON c.id = k.case_id WHERE c.circle_id <> k.circle_id
UNION ALL
SELECT k.id, '調整中なのに、多機関協働が支援の輪にいません' FROM multi_agency_coordination k
WHERE {COORDINATING} AND NOT {ON_DUTY.format(window="k.owner_window_id")}
"""

GIVEN_BACK = f"""
SELECT k.id, '手を離したのに、主担当かフォローの日がありません' FROM multi_agency_coordination k
WHERE {STEPPED_OUT} AND (k.lead_window_id IS NULL OR k.follow_up_on IS NULL
  OR k.stepped_out_at IS NULL)
UNION ALL
SELECT k.id, '手を離したのに、多機関協働が支援の輪に残っています' FROM multi_agency_coordination k
WHERE {STEPPED_OUT} AND {ON_DUTY.format(window="k.owner_window_id")}
  AND NOT EXISTS (SELECT 1 FROM multi_agency_coordination again
    WHERE again.circle_id = k.circle_id AND again.state = '{CoordinationState.COORDINATING.value}')
UNION ALL
SELECT k.id, '手を離したのに、依頼した窓口に結果が伝わっていません' FROM multi_agency_coordination k
JOIN casework_referral r ON r.id = k.referral_id
WHERE {STEPPED_OUT} AND NOT EXISTS (
    SELECT 1 FROM casework_referraloutcome o WHERE o.referral_id = r.id)
UNION ALL
SELECT k.id, '手を離したのに、開いた案件か実施中のプランがあります' FROM multi_agency_coordination k
WHERE {STEPPED_OUT} AND NOT EXISTS (SELECT 1 FROM multi_agency_coordination again
    WHERE again.case_id = k.case_id AND again.state = '{CoordinationState.COORDINATING.value}')
  AND (EXISTS (SELECT 1 FROM multi_agency_agendaitem i WHERE i.case_id = k.case_id
        AND i.state NOT IN ('withdrawn', 'closed'))
    OR EXISTS (SELECT 1 FROM casework_plan p WHERE p.case_id = k.case_id
        AND p.state IN ('in_force', 'under_review')))
"""

DECIDED = f"""
SELECT s.id, '支援決定日が、記録した日より後です' FROM multi_agency_supportdecision s
JOIN audit_change c ON c.record_id = s.id AND c.source = ''
WHERE s.decided_on > (c.at AT TIME ZONE 'Asia/Tokyo')::date
UNION ALL
SELECT s.id, '支援を決定した職員が、主管課長ではありません' FROM multi_agency_supportdecision s
WHERE NOT EXISTS (
    SELECT 1 FROM directory_appointment a WHERE a.id = s.decided_by_id
      AND a.window_id = s.owner_window_id AND a.role = 'section_manager')
UNION ALL
SELECT s.id, '支援決定の終わりに、日と理由がありません' FROM multi_agency_supportdecision s
WHERE s.state = '{SupportDecisionState.ENDED.value}'
  AND (s.ended_on IS NULL OR s.ended_on < s.decided_on OR s.ended_reason = '')
UNION ALL
SELECT s.id, '手を離したのに、支援決定が続いています' FROM multi_agency_supportdecision s
JOIN multi_agency_coordination k ON k.case_id = s.case_id AND k.owner_window_id = s.owner_window_id
WHERE s.state = '{SupportDecisionState.DECIDED.value}' AND {STEPPED_OUT}
  AND s.decided_on <= (k.stepped_out_at AT TIME ZONE 'Asia/Tokyo')::date
  AND NOT EXISTS (SELECT 1 FROM multi_agency_coordination again
    WHERE again.case_id = k.case_id AND again.state = '{CoordinationState.COORDINATING.value}')
"""


OPEN = f"i.state IN ({listed(OPEN_TO_MEMBERS)})"
SHUT = f"i.state IN ({listed({*ENDED_ITEMS, ItemState.ADJOURNED.value})})"
AGREED = consent_in_force("c", at="%(at)s")
TOLD = consent_covers("c", DISCUSSED, code="t.code", kind="t.kind")

# Open to its members now: invited, its ground in force, and no consent on which it rests has run
# out (which ends every grant by itself, at midnight).
STANDING = f"""
SELECT i.* FROM multi_agency_agendaitem i JOIN sharing_ground r ON r.id = i.ground_id
WHERE {OPEN} AND i.conference = '{Conference.MULTILAYER.value}'
  AND (r.ended_at IS NULL OR r.ended_at > %(at)s)
  AND NOT EXISTS (SELECT 1 FROM sharing_consent c WHERE r.rests_on ? c.id::text
                  AND c.until < {TOKYO_DAY})
"""

COVERED = f"""
WITH standing AS ({STANDING}),
told AS (
    SELECT m.item_id, coalesce(w.code, m.agency_code) AS code, g.kind
    FROM multi_agency_itemmember m
    LEFT JOIN directory_appointment a ON a.id = m.appointment_id
    LEFT JOIN directory_window w ON w.id = a.window_id
    JOIN directory_agency g ON g.id = w.agency_id OR g.code = m.agency_code
    WHERE m.left_at IS NULL OR m.left_at > %(at)s
)
SELECT i.id, '同意のない方が載っています' FROM standing i
WHERE jsonb_array_length(i.persons) = 0 OR EXISTS (
    SELECT 1 FROM jsonb_array_elements(i.persons) AS named WHERE NOT EXISTS (
        SELECT 1 FROM sharing_consent c WHERE c.circle_id = i.circle_id
          AND c.person_id = (named->>'id')::uuid AND {AGREED}))
UNION ALL
SELECT i.id, '同意の及ばない機関が招かれています' FROM standing i JOIN told t ON t.item_id = i.id
WHERE EXISTS (
    SELECT 1 FROM jsonb_array_elements(i.persons) AS named WHERE NOT EXISTS (
        SELECT 1 FROM sharing_consent c WHERE c.circle_id = i.circle_id
          AND c.person_id = (named->>'id')::uuid AND {AGREED} AND {TOLD}))
UNION ALL
SELECT i.id, 'よりどころの同意が書かれていません' FROM standing i
JOIN sharing_ground r ON r.id = i.ground_id WHERE jsonb_array_length(r.rests_on) = 0
"""

NAMED = f"""
SELECT i.id, '構成員がいないのに招いたことになっています' FROM multi_agency_agendaitem i
WHERE {OPEN} AND NOT EXISTS (
    SELECT 1 FROM multi_agency_itemmember m
    WHERE m.item_id = i.id AND m.invited_at IS NOT NULL
      AND (m.left_at IS NULL OR i.state = '{ItemState.DISCUSSED.value}'))
UNION ALL
SELECT i.id, '根拠が会議の種類と違います' FROM multi_agency_agendaitem i
JOIN sharing_ground r ON r.id = i.ground_id
WHERE r.basis <> i.conference OR r.circle_id <> i.circle_id
UNION ALL
SELECT i.id, '支援会議の案件で、支援会議が決められないことを決めています'
FROM multi_agency_agendaitem i
WHERE i.conference = '{Conference.SUPPORT.value}'
  AND (i.plan_opinion <> '' OR i.completion_opinion <> '' OR i.plan_id IS NOT NULL)
"""

ENDED = f"""
SELECT i.id, '終わった案件の根拠が、まだ続いています' FROM multi_agency_agendaitem i
JOIN sharing_ground r ON r.id = i.ground_id WHERE {SHUT} AND r.ended_at IS NULL
UNION ALL
SELECT i.id, '終わった案件に、開いている許可があります' FROM multi_agency_agendaitem i
JOIN sharing_grant g ON g.bound_to_id = i.id JOIN sharing_ground r ON r.id = g.ground_id
WHERE {SHUT} AND r.basis <> '{Basis.MINUTES_CUSTODY.value}'
  AND r.ended_at IS NULL AND (g.ends_at IS NULL OR g.ends_at > %(at)s)
UNION ALL
SELECT m.item_id, '外れた構成員に、開いている許可があります' FROM multi_agency_itemmember m
JOIN sharing_grant g ON g.bound_to_id = m.item_id AND g.appointment_id = m.appointment_id
JOIN sharing_ground r ON r.id = g.ground_id
WHERE m.left_at <= %(at)s AND r.ended_at IS NULL AND (g.ends_at IS NULL OR g.ends_at > %(at)s)
  AND NOT EXISTS (SELECT 1 FROM multi_agency_itemmember again WHERE again.item_id = m.item_id
                  AND again.appointment_id = m.appointment_id AND again.left_at IS NULL)
UNION ALL
SELECT i.id, '案件がケースと別の支援の輪にあります' FROM multi_agency_agendaitem i
JOIN casework_case c ON c.id = i.case_id WHERE c.circle_id <> i.circle_id
"""

ITEMS = "SELECT count(*) FROM multi_agency_agendaitem"

INVARIANTS = (
    Invariant(
        number="1",
        sentence="引き受けた多機関協働の依頼は、支援の輪の中で調整されている",
        examined="SELECT count(*) FROM multi_agency_coordination",
        violations=TAKEN_UP,
    ),
    Invariant(
        number="3",
        sentence="手を離すときは、主担当が決まり、依頼した窓口に伝わり、輪を離れている",
        examined="SELECT count(*) FROM multi_agency_coordination",
        violations=GIVEN_BACK,
    ),
    follows_its_record(number="3", machine=COORDINATION, table="multi_agency_coordination"),
    Invariant(
        number="8",
        sentence="支援決定は、主管課長が日付を付けて決め、終わりには日と理由がある",
        examined="SELECT count(*) FROM multi_agency_supportdecision",
        violations=DECIDED,
    ),
    follows_its_record(number="8", machine=SUPPORT_DECISION, table="multi_agency_supportdecision"),
    Invariant(
        number="9",
        sentence="重層的支援会議の案件は、載る方の全員が、招かれた機関の全部に同意しているときだけ開いている",
        examined=f"SELECT count(*) FROM ({STANDING}) AS standing",
        violations=COVERED,
    ),
    Invariant(
        number="9",
        sentence="招いた案件には名前の挙がった構成員がいて、会議はその種類が決められることだけを決める",
        examined=ITEMS,
        violations=NAMED,
    ),
    Invariant(
        number="5",
        sentence="案件が終わるか構成員が外れると、その許可も終わる",
        examined="SELECT count(*) FROM multi_agency_itemmember",
        violations=ENDED,
    ),
    follows_its_record(number="9", machine=ITEM, table="multi_agency_agendaitem"),
)
