"""A plan that runs is carried: lead, review, every role with its answer or known to lack one."""

from ikue.audit.invariants import follows_its_record
from ikue.casework.enums import RUNNING, PlanState, RoleState, Verdict
from ikue.casework.states import PLAN, ROLE
from ikue.directory.enums import Role
from ikue.directory.invariants import PRESENT
from ikue.kernel.invariants import Invariant, listed
from ikue.sharing.enums import Basis, ConsentState, FieldClass
from ikue.sharing.grant_sql import not_ended

RUNS = f"p.state IN ({listed(RUNNING)})"
STANDS = f"r.state IN ({listed((RoleState.ASKED, RoleState.ACCEPTED, RoleState.DECLINED))})"
OVER = f"p.state IN ('{PlanState.REPLACED.value}', '{PlanState.ENDED.value}')"
OPEN = not_ended("g", "d", at="%(at)s")
BOUND = f"g.bound_to_id = p.id AND g.classes & {FieldClass.PLAN.value} <> 0"

PLAN_IS_CARRIED = f"""
SELECT p.id, '主担当機関がありません' FROM casework_plan p
WHERE {RUNS} AND NOT EXISTS (SELECT 1 FROM directory_window w WHERE w.id = p.lead_window_id)
UNION ALL
SELECT p.id, '次の見直しの日がありません' FROM casework_plan p
WHERE {RUNS} AND p.next_review_on IS NULL
UNION ALL
SELECT p.id, '終わったのに、評価がありません' FROM casework_plan p
WHERE {OVER} AND NOT EXISTS (SELECT 1 FROM casework_planevaluation e WHERE e.plan_id = p.id)
UNION ALL
SELECT p.id, '次の版に替わったのに、評価が再プランではありません' FROM casework_plan p
JOIN casework_planevaluation e ON e.plan_id = p.id
WHERE p.state = '{PlanState.REPLACED.value}' AND e.verdict <> '{Verdict.REPLAN.value}'
UNION ALL
SELECT p.id, '終わったプランに、開いている許可があります' FROM casework_plan p
JOIN sharing_grant g ON {BOUND} JOIN sharing_ground d ON d.id = g.ground_id
WHERE {OVER} AND {OPEN} AND d.basis <> '{Basis.CONSENT.value}'
UNION ALL
SELECT p.id, '終わったプランが、同意のない人の分まで開いています' FROM casework_plan p
JOIN sharing_grant g ON {BOUND} JOIN sharing_ground d ON d.id = g.ground_id
CROSS JOIN LATERAL jsonb_array_elements(p.persons) AS named
WHERE {OVER} AND {OPEN} AND d.basis = '{Basis.CONSENT.value}' AND NOT EXISTS (
    SELECT 1 FROM sharing_consent c WHERE c.person_id = (named->>'id')::uuid
    AND d.rests_on ? c.id::text AND c.state = '{ConsentState.GIVEN.value}')
"""

ROLE_IS_SETTLED = f"""
SELECT r.id, '実施中のプランに、お願いしていない役割があります' FROM casework_roleassignment r
JOIN casework_plan p ON p.id = r.plan_id
WHERE {RUNS} AND r.state = '{RoleState.DRAFTED.value}'
UNION ALL
SELECT r.id, '終わったプランに、終わっていない役割があります' FROM casework_roleassignment r
JOIN casework_plan p ON p.id = r.plan_id WHERE {OVER} AND r.state <> '{RoleState.ENDED.value}'
UNION ALL
SELECT r.id, 'お願いした役割の根拠が、終わっているか別の支援の輪にあります'
FROM casework_roleassignment r
WHERE {STANDS} AND NOT EXISTS (
    SELECT 1 FROM sharing_ground d WHERE d.id = r.ground_id AND d.circle_id = r.circle_id
    AND (d.ended_at IS NULL OR d.ended_at > %(at)s))
UNION ALL
SELECT r.id, '引き受けたのに、だれがどのようにかがありません' FROM casework_roleassignment r
WHERE r.state = '{RoleState.ACCEPTED.value}' AND (r.answered_by = '' OR r.accepted_how = '')
UNION ALL
SELECT r.id, '引き受けられない理由がありません' FROM casework_roleassignment r
WHERE r.state = '{RoleState.DECLINED.value}' AND r.declined_reason = ''
UNION ALL
SELECT r.id, '役割を担う窓口が、そのプランを読めません' FROM casework_roleassignment r
JOIN casework_plan p ON p.id = r.plan_id
WHERE {RUNS} AND {STANDS} AND r.window_id IS NOT NULL AND r.window_id <> r.owner_window_id
  AND NOT EXISTS (SELECT 1 FROM sharing_grant g JOIN sharing_ground d ON d.id = g.ground_id
                  WHERE {BOUND} AND g.window_id = r.window_id AND {OPEN})
"""

SOMEBODY_CAN_ANSWER = f"""
WITH RECURSIVE {PRESENT}
SELECT r.id, '役割を担う窓口に、いま返事のできる職員がいません' FROM casework_roleassignment r
WHERE {STANDS} AND r.window_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM staffed s WHERE s.window_id = r.window_id)
  AND NOT EXISTS (SELECT 1 FROM serving s WHERE s.id = r.appointment_id)
UNION ALL
SELECT r.id, '役割を担う機関が、アカウントを持たない相手として登録されていません'
FROM casework_roleassignment r
WHERE {STANDS} AND r.window_id IS NULL AND NOT EXISTS (
    SELECT 1 FROM directory_agency g WHERE g.code = r.agency_code AND (NOT g.has_accounts
      OR EXISTS (SELECT 1 FROM directory_window w JOIN directory_appointment a ON a.window_id = w.id
                 WHERE w.agency_id = g.id AND a.role = '{Role.WELFARE_COMMISSIONER.value}')))
"""

DECIDED_APART = f"""
SELECT p.id, 'プラン決定日か、決めた職員がありません' FROM casework_plan p
WHERE ({RUNS} OR {OVER}) AND (p.decided_on IS NULL OR p.decided_by_id IS NULL)
UNION ALL
SELECT p.id, 'プラン決定日が、会議に諮った日より前です' FROM casework_plan p
WHERE p.decided_on < (p.proposed_at AT TIME ZONE 'Asia/Tokyo')::date
UNION ALL
SELECT p.id, '主管課長ではない職員が決めています' FROM casework_plan p
WHERE p.decided_by_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM directory_appointment a
    WHERE a.id = p.decided_by_id AND a.role = '{Role.SECTION_MANAGER.value}')
"""

PLANS = "SELECT count(*) FROM casework_plan"
ROLES = "SELECT count(*) FROM casework_roleassignment"

PLAN_INVARIANTS = (
    Invariant(
        number="4",
        sentence="役割は、返事のできる人のいる窓口か、アカウントのない相手にだけお願いしている",
        examined=f"{ROLES} r WHERE {STANDS}",
        violations=SOMEBODY_CAN_ANSWER,
    ),
    Invariant(
        number="7",
        sentence="実施中のプランには主担当機関と次の見直しの日があり、終わったプランには評価がある",
        examined=PLANS,
        violations=PLAN_IS_CARRIED,
    ),
    Invariant(
        number="7",
        sentence="実施中のプランの役割は、すべてお願いしてあり、引き受けたか未了かが分かる",
        examined=ROLES,
        violations=ROLE_IS_SETTLED,
    ),
    Invariant(
        number="8",
        sentence="プランの決定は、主管課長が、会議に諮った日以後の日付で行っている",
        examined=f"{PLANS} p WHERE p.decided_on IS NOT NULL",
        violations=DECIDED_APART,
    ),
    follows_its_record(number="7", machine=PLAN, table="casework_plan"),
    follows_its_record(number="7", machine=ROLE, table="casework_roleassignment"),
)
