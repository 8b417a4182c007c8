"""A case always has somebody who answers for it, a referral always somebody who waits for it."""

from ikue.audit.invariants import follows_its_record
from ikue.casework.enums import TAKEN, UNANSWERED, CaseState, ReferralClock, ReferralState
from ikue.casework.plan_invariants import PLAN_INVARIANTS
from ikue.casework.states import CASE, REFERRAL
from ikue.directory.invariants import PRESENT
from ikue.kernel.invariants import TOKYO_DAY, Invariant, listed
from ikue.sharing.enums import Basis
from ikue.sharing.grant_sql import not_ended

NOT_COMPLETED = f"c.state <> '{CaseState.COMPLETED.value}'"
WAITING = f"r.state IN ({listed(UNANSWERED)})"

CASE_IS_CARRIED = f"""
WITH RECURSIVE {PRESENT}
SELECT c.id, '主担当の窓口が置かれていません' FROM casework_case c
WHERE {NOT_COMPLETED} AND NOT EXISTS (
    SELECT 1 FROM directory_window w WHERE w.id = c.lead_window_id
    AND {TOKYO_DAY} BETWEEN w.valid_from AND coalesce(w.valid_to, 'infinity'))
UNION ALL
SELECT c.id, '担当者の所属がありません' FROM casework_case c
WHERE {NOT_COMPLETED}
  AND NOT EXISTS (SELECT 1 FROM directory_appointment a WHERE a.id = c.responsible_id)
UNION ALL
SELECT c.id, '担当者が主担当の窓口にいま所属しておらず、引き取る課長もいません' FROM casework_case c
WHERE {NOT_COMPLETED}
  AND NOT EXISTS (
      SELECT 1 FROM serving s WHERE s.id = c.responsible_id AND s.window_id = c.lead_window_id)
  AND NOT EXISTS (SELECT 1 FROM managed m WHERE m.window_id = c.lead_window_id)
UNION ALL
SELECT c.id, '主担当の窓口が、支援の輪に加わっていません' FROM casework_case c
WHERE {NOT_COMPLETED} AND NOT EXISTS (
    SELECT 1 FROM sharing_grant g JOIN sharing_ground r ON r.id = g.ground_id
    WHERE g.circle_id = c.circle_id AND g.window_id = c.lead_window_id
      AND r.basis = '{Basis.OWN_DUTY.value}'
      AND {not_ended("g", "r", at="%(at)s")})
"""

FOLLOW_UP_IS_CARRIED = f"""
SELECT c.id, 'フォローを残した窓口が、支援の輪にいません' FROM casework_case c
WHERE c.follow_up_on IS NOT NULL AND c.follow_up_done_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM sharing_grant g JOIN sharing_ground r ON r.id = g.ground_id
    WHERE g.circle_id = c.circle_id AND g.window_id = c.lead_window_id
      AND r.basis = '{Basis.OWN_DUTY.value}'
      AND {not_ended("g", "r", at="%(at)s")})
"""

CASE_GOES_ON = f"""
SELECT c.id, '次の期日がありません' FROM casework_case c WHERE {NOT_COMPLETED} AND c.next_on IS NULL
UNION ALL
SELECT c.id, '開いている次の行動が一つではありません' FROM casework_case c
WHERE (SELECT count(*) FROM casework_nextaction n WHERE n.case_id = c.id AND n.done_at IS NULL)
    <> CASE WHEN {NOT_COMPLETED} THEN 1 ELSE 0 END
UNION ALL
SELECT c.id, '次の行動の期日が、ケースの期日と違います' FROM casework_case c
JOIN casework_nextaction n ON n.case_id = c.id AND n.done_at IS NULL
WHERE n.due_on IS DISTINCT FROM c.next_on OR n.what = ''
UNION ALL
SELECT c.id, '中断か終結の理由がありません' FROM casework_case c
WHERE c.state = '{CaseState.SUSPENDED.value}' AND c.suspended_reason = ''
   OR c.state = '{CaseState.COMPLETED.value}' AND c.completed_reason = ''
UNION ALL
SELECT min(c.id::text)::uuid, '一つの支援の輪に、開いているケースが二つあります'
FROM casework_case c
WHERE {NOT_COMPLETED} GROUP BY c.circle_id HAVING count(*) > 1
"""

PARTS = ("nextaction", "handover", "handovernote", "entry")
SAME_CIRCLE = " UNION ALL ".join(
    f"SELECT t.id, 'ケースと別の支援の輪にあります（{part}）' FROM casework_{part} t"
    " JOIN casework_case c ON c.id = t.case_id WHERE c.circle_id <> t.circle_id"
    for part in PARTS
)

REFERRAL_WAITS = f"""
WITH RECURSIVE {PRESENT}
SELECT r.id, '返事の期限が、送った時より後にありません' FROM casework_referral r
WHERE {WAITING} AND r.limit_at <= r.sent_at
UNION ALL
SELECT r.id, '期限の決まり方が表にありません' FROM casework_referral r
WHERE {WAITING} AND r.clock NOT IN ({listed(ReferralClock.values)})
UNION ALL
SELECT r.id, '保留なのに、いつまでかがありません' FROM casework_referral r
WHERE r.state = '{ReferralState.ON_HOLD.value}' AND (r.hold_until IS NULL OR r.reason = '')
UNION ALL
SELECT r.id, '送り元の窓口に、いま職員がいません' FROM casework_referral r
WHERE {WAITING} AND NOT EXISTS (SELECT 1 FROM staffed s WHERE s.window_id = r.owner_window_id)
UNION ALL
SELECT r.id, '状態が表にありません' FROM casework_referral r
WHERE r.state NOT IN ({listed(ReferralState.values)})
"""

HANDED_OVER = """
WITH steps AS (
    SELECT h.*, coalesce(lag(h.to_appointment_id) OVER each_case, c.opened_with_id) AS held_by,
           coalesce(lag(h.to_window_id) OVER each_case, c.owner_window_id) AS led_by,
           coalesce(lag(h.at) OVER each_case, c.opened_at) AS before,
           lead(h.id) OVER each_case IS NULL AS is_last
    FROM casework_handover h JOIN casework_case c ON c.id = h.case_id
    WINDOW each_case AS (PARTITION BY h.case_id ORDER BY h.recorded_at, h.at)
)
SELECT s.id, '前の引継ぎの相手から始まっていません' FROM steps s
WHERE s.held_by <> s.from_appointment_id OR s.led_by <> s.from_window_id
UNION ALL
SELECT s.id, '前の引継ぎより前の日時です' FROM steps s WHERE s.at < s.before
UNION ALL
SELECT c.id, '今の担当が、最後の引継ぎの相手と違います' FROM steps s
JOIN casework_case c ON c.id = s.case_id
WHERE s.is_last AND (s.to_appointment_id <> c.responsible_id OR s.to_window_id <> c.lead_window_id)
UNION ALL
SELECT c.id, '引継ぎがないのに、担当が始めの人と違います' FROM casework_case c
WHERE (c.responsible_id <> c.opened_with_id OR c.lead_window_id <> c.owner_window_id)
  AND NOT EXISTS (SELECT 1 FROM casework_handover h WHERE h.case_id = c.id)
"""

ADDRESSED = f"""
WITH RECURSIVE {PRESENT}
SELECT r.id, '職員アカウントを持たない機関の窓口に宛てています' FROM casework_referral r
JOIN directory_window w ON w.id = r.to_window_id JOIN directory_agency g ON g.id = w.agency_id
WHERE NOT g.has_accounts
UNION ALL
SELECT r.id, '宛先の窓口に、いま返事のできる職員がいません' FROM casework_referral r
WHERE {WAITING} AND r.to_window_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM staffed s WHERE s.window_id = r.to_window_id)
UNION ALL
SELECT r.id, '宛先の機関が、アカウントを持たない相手として登録されていません'
FROM casework_referral r
WHERE r.to_window_id IS NULL AND NOT EXISTS (
    SELECT 1 FROM directory_agency g WHERE g.code = r.to_agency_code AND NOT g.has_accounts)
UNION ALL
SELECT r.id, '先方のだれが引き受けたかがありません' FROM casework_referral r
WHERE r.to_window_id IS NULL AND r.state IN ({listed(TAKEN)})
  AND (r.answered_by = '' OR r.answered_at IS NULL OR r.named_id IS NOT NULL)
UNION ALL
SELECT r.id, '引き受けた担当者が、宛先の窓口の職員ではありません' FROM casework_referral r
WHERE r.to_window_id IS NOT NULL AND r.state IN ({listed(TAKEN)}) AND NOT EXISTS (
    SELECT 1 FROM directory_appointment a
    WHERE a.id = r.named_id AND a.window_id = r.to_window_id AND a.starts_at <= r.answered_at)
UNION ALL
SELECT r.id, '引き受けた窓口が、支援の輪に加わっていません' FROM casework_referral r
WHERE r.to_window_id IS NOT NULL AND r.state IN ({listed(TAKEN)}) AND NOT EXISTS (
    SELECT 1 FROM sharing_grant g JOIN sharing_ground d ON d.id = g.ground_id
    WHERE g.circle_id = r.receiving_circle_id AND g.window_id = r.to_window_id
      AND d.basis = '{Basis.OWN_DUTY.value}')
"""

PACKETS_CLOSE = f"""
SELECT r.id, '終わった返事のつなぎに、開いている許可があります' FROM casework_referral r
JOIN sharing_ground d ON d.id = r.ground_id
WHERE r.state IN ('{ReferralState.DECLINED.value}', '{ReferralState.RECALLED.value}')
  AND d.ended_at IS NULL
UNION ALL
SELECT r.id, '根拠が別の支援の輪にあります' FROM casework_referral r
JOIN sharing_ground d ON d.id = r.ground_id WHERE d.circle_id <> r.circle_id
UNION ALL
SELECT r.id, 'つなぎの情報が一つではありません' FROM casework_referral r
WHERE (SELECT count(*) FROM casework_packet p
       WHERE p.referral_id = r.id AND p.circle_id = r.circle_id) <> 1
UNION ALL
SELECT r.id, '結果の記録が、つなぎの状態と合いません' FROM casework_referral r
WHERE (r.state = '{ReferralState.DONE.value}') <> EXISTS (
    SELECT 1 FROM casework_referraloutcome o
    WHERE o.referral_id = r.id AND o.circle_id = r.circle_id AND o.text <> '')
"""

CASES = f"SELECT count(*) FROM casework_case c WHERE {NOT_COMPLETED}"
REFERRALS = "SELECT count(*) FROM casework_referral"

INVARIANTS = (
    Invariant(
        number="1",
        sentence="終結していないケースには、主担当の窓口と、いま答える人がいる",
        examined=CASES,
        violations=CASE_IS_CARRIED,
    ),
    Invariant(
        number="1",
        sentence="終結していないケースには、期日のある次の行動が一つある",
        examined="SELECT count(*) FROM casework_case",
        violations=CASE_GOES_ON,
    ),
    Invariant(
        number="1",
        sentence="終結後のフォローが残るケースは、支援の輪にいる窓口が持っている",
        examined="SELECT count(*) FROM casework_case c"
        " WHERE c.follow_up_on IS NOT NULL AND c.follow_up_done_at IS NULL",
        violations=FOLLOW_UP_IS_CARRIED,
    ),
    Invariant(
        number="1",
        sentence="ケースの記録は、ケースと同じ支援の輪にある",
        examined=" + ".join(f"(SELECT count(*) FROM casework_{part})" for part in PARTS).join(
            ("SELECT ", "")
        ),
        violations=SAME_CIRCLE,
    ),
    follows_its_record(number="1", machine=CASE, table="casework_case"),
    Invariant(
        number="2",
        sentence="返事のないつなぎには、期限と、それを待つ送り元の職員がいる",
        examined=f"SELECT count(*) FROM casework_referral r WHERE {WAITING}",
        violations=REFERRAL_WAITS,
    ),
    follows_its_record(number="2", machine=REFERRAL, table="casework_referral"),
    Invariant(
        number="3",
        sentence="担当の引継ぎには、始めからすき間がない",
        examined="SELECT (SELECT count(*) FROM casework_case)"
        " + (SELECT count(*) FROM casework_handover)",
        violations=HANDED_OVER,
    ),
    Invariant(
        number="4",
        sentence="つなぎは、開ける人のいる窓口か、アカウントのない相手として名指しした機関にだけ届く",
        examined=REFERRALS,
        violations=ADDRESSED,
    ),
    Invariant(
        number="5",
        sentence="つなぎの情報は、辞退か取下げで閉じる",
        examined=REFERRALS,
        violations=PACKETS_CLOSE,
    ),
    *PLAN_INVARIANTS,
)
