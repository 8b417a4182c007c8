"""What is taken up is coordinated, what is given back has a lead, a decision is a dated fact."""

from ikue.audit.invariants import follows_its_record
from ikue.casework.enums import TAKEN, ReferralKind
from ikue.kernel.invariants import Invariant
from ikue.programmes.multi_agency.enums import CoordinationState, SupportDecisionState
from ikue.programmes.multi_agency.states import COORDINATION, SUPPORT_DECISION
from ikue.sharing.enums import Basis

STEPPED_OUT = f"k.state = '{CoordinationState.STEPPED_OUT.value}'"
COORDINATING = f"k.state = '{CoordinationState.COORDINATING.value}'"
ON_DUTY = f"""EXISTS (
    SELECT 1 FROM sharing_grant g JOIN sharing_ground d ON d.id = g.ground_id
    WHERE g.circle_id = k.circle_id AND g.window_id = {{window}}
      AND d.basis = '{Basis.OWN_DUTY.value}' AND (g.ends_at IS NULL OR g.ends_at > %(at)s)
      AND (d.ended_at IS NULL OR d.ended_at > %(at)s))"""

TAKEN_UP = f"""
SELECT r.id, '引き受けた多機関協働の依頼に、調整の記録がありません' FROM casework_referral r
WHERE r.kind = '{ReferralKind.MULTI_AGENCY.value}'
  AND r.state IN ({", ".join(f"'{state}'" for state in sorted(TAKEN))})
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
"""

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
)
