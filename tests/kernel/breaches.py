"""How each invariant is broken, in one statement: (number, app, what the report says) → SQL."""

CASE, REFERRAL = "UPDATE casework_case SET", "UPDATE casework_referral SET"
TAKEN, WAITING = "WHERE state = 'accepted'", "WHERE state = 'sent'"
OF_WINDOW = "AND to_window_id IS NOT NULL"
GRANT, GROUND, CONSENT = (f"UPDATE sharing_{name} SET" for name in ("grant", "ground", "consent"))
PLAN, ROLE = "UPDATE casework_plan SET", "UPDATE casework_roleassignment SET"
NOBODY, ELSEWHERE = "responsible_id = gen_random_uuid()", "circle_id = gen_random_uuid()"
LEFT = (
    "UPDATE directory_appointment SET ends_at = '2026-11-24 00:00+09' WHERE window_id IN"
    " (SELECT id FROM directory_window WHERE code = '{}')"
)
ITEM, MEMBER = (f"UPDATE multi_agency_{name} SET" for name in ("agendaitem", "itemmember"))
HOSPITAL = "(SELECT id FROM directory_window WHERE code = 'hospital')"

COORDINATION = "UPDATE multi_agency_coordination SET"
LEFT_BEHIND = "WHERE state = 'stepped_out'"
DECISION = "UPDATE multi_agency_supportdecision SET"

BREAKS = {
    # number, app, what the report says: how it is broken
    ("1", "casework", "担当者の所属がありません"): f"{CASE} {NOBODY}",
    ("1", "casework", "主担当の窓口が置かれていません"): (
        "UPDATE directory_window SET valid_to = '2026-11-01' WHERE code = 'support_center_arakawa'"
    ),
    ("1", "casework", "担当者が主担当の窓口にいま所属しておらず、引き取る課長もいません"): (
        LEFT.format("support_center_arakawa")
    ),
    ("1", "casework", "主担当の窓口が、支援の輪に加わっていません"): (
        f"{GROUND} ended_at = '2026-11-24' WHERE basis = 'own_duty'"
    ),
    ("1", "casework", "フォローを残した窓口が、支援の輪にいません"): (
        f"{CASE} follow_up_on = '2027-01-10', lead_window_id = {HOSPITAL}"
    ),
    ("1", "casework", "次の期日がありません"): f"{CASE} next_on = NULL",
    ("1", "casework", "開いている次の行動が一つではありません"): (
        "UPDATE casework_nextaction SET done_at = now()"
    ),
    ("1", "casework", "次の行動の期日が、ケースの期日と違います"): f"{CASE} next_on = '2027-01-01'",
    ("1", "casework", "中断か終結の理由がありません"): f"{CASE} state = 'suspended'",
    ("1", "casework", "ケースと別の支援の輪にあります（nextaction）"): (
        f"UPDATE casework_nextaction SET {ELSEWHERE}"
    ),
    ("1", "casework", "今の状態が変更記録と合いません"): f"{CASE} state = 'suspended'",
    ("1", "casework", "表にない移り方です"): (
        "UPDATE audit_change SET target = 'completed' WHERE name = 'open'"
    ),
    ("1", "consultation", "担当者の所属がありません"): (
        f"UPDATE consultation_consultation SET {NOBODY}"
    ),
    ("1", "consultation", "担当者が受け付けた窓口にいま所属しておらず、引き取る課長もいません"): (
        LEFT.format("self_reliance")
    ),
    ("1", "consultation", "次の期日がありません"): (
        "UPDATE consultation_consultation SET next_on = NULL"
    ),
    ("1", "consultation", "前の状態とつながっていません"): (
        "UPDATE audit_change SET source = 'pre_consent' WHERE name = 'refer'"
    ),
    ("2", "casework", "返事の期限が、送った時より後にありません"): f"{REFERRAL} limit_at = sent_at",
    ("2", "casework", "期限の決まり方が表にありません"): f"{REFERRAL} clock = 'never'",
    ("2", "casework", "保留なのに、いつまでかがありません"): f"{REFERRAL} state = 'on_hold'",
    ("2", "casework", "送り元の窓口に、いま職員がいません"): LEFT.format("self_reliance"),
    ("2", "casework", "状態が表にありません"): f"{REFERRAL} state = 'lost'",
    ("2", "casework", "今の状態が変更記録と合いません"): f"{REFERRAL} state = 'done' {TAKEN}",
    ("3", "casework", "前の引継ぎの相手から始まっていません"): (
        "UPDATE casework_handover SET from_appointment_id = gen_random_uuid()"
    ),
    ("3", "casework", "前の引継ぎより前の日時です"): (
        "UPDATE casework_handover SET at = at - interval '1 day'"
        " WHERE recorded_at = (SELECT max(recorded_at) FROM casework_handover)"
    ),
    ("3", "casework", "今の担当が、最後の引継ぎの相手と違います"): f"{CASE} {NOBODY}",
    ("4", "casework", "職員アカウントを持たない機関の窓口に宛てています"): (
        f"{REFERRAL} to_window_id = {HOSPITAL} {WAITING}"
    ),
    ("4", "casework", "宛先の窓口に、いま返事のできる職員がいません"): (
        LEFT.format("core_consultation_center")
    ),
    ("4", "casework", "宛先の機関が、アカウントを持たない相手として登録されていません"): (
        f"{REFERRAL} to_agency_code = 'tax' WHERE to_window_id IS NULL"
    ),
    ("4", "casework", "先方のだれが引き受けたかがありません"): f"{REFERRAL} answered_by = ''",
    ("4", "casework", "引き受けた担当者が、宛先の窓口の職員ではありません"): (
        f"{REFERRAL} named_id = sender_id {TAKEN} {OF_WINDOW}"
    ),
    ("4", "casework", "引き受けた窓口が、支援の輪に加わっていません"): (
        f"{REFERRAL} receiving_circle_id = NULL"
    ),
    ("4", "consultation", "相談先の窓口に、いま職員がいません"): LEFT.format("multi_agency"),
    ("4", "directory", "職員アカウントを持たない機関に発令されています"): (
        "UPDATE directory_agency SET has_accounts = false"
    ),
    ("4", "directory", "発令日には置かれていない窓口です"): (
        "UPDATE directory_appointment SET starts_at = '2020-01-01'"
    ),
    ("4", "directory", "自分の代理になっています"): (
        "UPDATE directory_cover SET deputy_id = absent_id"
    ),
    ("4", "directory", "別の窓口の職員が代理になっています"): (
        "UPDATE directory_cover v SET deputy_id = a.id FROM directory_appointment a"
        " JOIN directory_window w ON w.id = a.window_id WHERE w.code = 'women'"
    ),
    ("5", "casework", "終わった返事のつなぎに、開いている許可があります"): (
        f"{REFERRAL} state = 'recalled' {WAITING}"
    ),
    ("5", "casework", "つなぎの情報が一つではありません"): "DELETE FROM casework_packet",
    ("5", "casework", "結果の記録が、つなぎの状態と合いません"): (
        f"{REFERRAL} state = 'done' {TAKEN}"
    ),
    ("5", "people", "別の支援の輪の人を指しています（support）"): (
        f"UPDATE people_support SET {ELSEWHERE}"
    ),
    ("5", "people", "世帯と別の支援の輪にあります"): f"UPDATE people_household SET {ELSEWHERE}",
    ("5", "sharing", "根拠の表にない根拠です"): f"{GROUND} basis = 'habit'",
    ("5", "sharing", "出した職員の所属がありません"): f"{GRANT} written_by_id = gen_random_uuid()",
    ("5", "sharing", "終わりがありません"): f"{GRANT} ends_at = NULL, end_event = ''",
    ("5", "sharing", "根拠と別の支援の輪を開いています"): f"{GRANT} {ELSEWHERE}",
    ("5", "sharing", "根拠より先に始まっています"): f"{GRANT} starts_at = '2026-01-01'",
    ("5", "sharing", "終わった根拠の後に始まっています"): (
        f"{GROUND} ended_at = started_at - interval '1 hour'"
    ),
    ("5", "sharing", "終わりが始まりより前です"): (
        f"{GROUND} ended_at = started_at - interval '1 day'"
    ),
    ("5", "sharing", "何も開いていません"): f"{GRANT} classes = 0",
    ("5", "sharing", "支援の輪がありません"): f"{GROUND} {ELSEWHERE}",
    ("6", "sharing", "終わった同意なのに、根拠が終わっていません"): f"{GROUND} ended_at = NULL",
    ("6", "sharing", "期限の翌日にも開いている許可があります"): f"{GRANT} ends_at = NULL",
    ("6", "sharing", "同意の根拠ではありません"): f"{GROUND} basis = 'ward_purpose'",
    ("6", "sharing", "別の支援の輪の人の同意です"): f"{CONSENT} {ELSEWHERE}",
    ("4", "casework", "役割を担う窓口に、いま返事のできる職員がいません"): (
        LEFT.format("support_center_arakawa")
    ),
    ("4", "casework", "役割を担う機関が、アカウントを持たない相手として登録されていません"): (
        f"{ROLE} agency_code = 'tax' WHERE window_id IS NULL"
    ),
    ("7", "casework", "主担当機関がありません"): f"{PLAN} lead_window_id = NULL",
    ("7", "casework", "次の見直しの日がありません"): f"{PLAN} next_review_on = NULL",
    ("7", "casework", "終わったのに、評価がありません"): "DELETE FROM casework_planevaluation",
    ("7", "casework", "次の版に替わったのに、評価が再プランではありません"): (
        "UPDATE casework_planevaluation SET verdict = 'complete'"
    ),
    ("7", "casework", "終わったプランに、開いている許可があります"): f"{GROUND} ended_at = NULL",
    ("7", "casework", "終わったプランが、同意のない人の分まで開いています"): (
        f"{CONSENT} state = 'withdrawn'"
    ),
    ("7", "casework", "実施中のプランに、お願いしていない役割があります"): (
        f"{ROLE} state = 'drafted'"
    ),
    ("7", "casework", "終わったプランに、終わっていない役割があります"): (
        f"{ROLE} state = 'accepted' WHERE state = 'ended'"
    ),
    ("7", "casework", "お願いした役割の根拠が、終わっているか別の支援の輪にあります"): (
        f"{GROUND} ended_at = started_at WHERE basis = 'multilayer_conference'"
    ),
    ("7", "casework", "引き受けたのに、だれがどのようにかがありません"): f"{ROLE} answered_by = ''",
    ("7", "casework", "引き受けられない理由がありません"): f"{ROLE} declined_reason = ''",
    ("7", "casework", "役割を担う窓口が、そのプランを読めません"): (
        "DELETE FROM sharing_grant WHERE bound_to_id IS NOT NULL"
    ),
    ("7", "casework", "今の状態が変更記録と合いません"): f"{PLAN} state = 'draft'",
    ("8", "casework", "プラン決定日か、決めた職員がありません"): f"{PLAN} decided_on = NULL",
    ("8", "casework", "プラン決定日が、会議に諮った日より前です"): (
        f"{PLAN} decided_on = '2026-01-01'"
    ),
    ("8", "casework", "主管課長ではない職員が決めています"): (
        f"{PLAN} decided_by_id = written_by_id"
    ),
    ("5", "sharing", "支援の輪にいない窓口が、支援の相手にしています"): (
        "UPDATE people_support SET until = NULL WHERE until IS NOT NULL"
    ),
    ("1", "multi_agency", "引き受けた多機関協働の依頼に、調整の記録がありません"): (
        f"{COORDINATION} {ELSEWHERE}"
    ),
    ("1", "multi_agency", "ケースと別の支援の輪で調整しています"): f"{COORDINATION} {ELSEWHERE}",
    ("1", "multi_agency", "調整中なのに、多機関協働が支援の輪にいません"): (
        f"{GROUND} ended_at = started_at WHERE basis = 'own_duty'"
    ),
    ("3", "multi_agency", "手を離したのに、主担当かフォローの日がありません"): (
        f"{COORDINATION} follow_up_on = NULL"
    ),
    ("3", "multi_agency", "手を離したのに、多機関協働が支援の輪に残っています"): (
        f"{GROUND} ended_at = NULL WHERE basis = 'own_duty'"
    ),
    ("3", "multi_agency", "手を離したのに、依頼した窓口に結果が伝わっていません"): (
        "DELETE FROM casework_referraloutcome"
    ),
    ("3", "multi_agency", "手を離したのに、開いた案件か実施中のプランがあります"): (
        "INSERT INTO casework_plan (id, circle_id, case_id, state)"
        f" SELECT gen_random_uuid(), circle_id, case_id, 'in_force'"
        f" FROM multi_agency_coordination {LEFT_BEHIND}"
    ),
    ("3", "multi_agency", "今の状態が変更記録と合いません"): (
        f"{COORDINATION} state = 'coordinating' {LEFT_BEHIND}"
    ),
    ("8", "multi_agency", "支援決定日が、記録した日より後です"): (
        f"{DECISION} decided_on = '2027-01-01'"
    ),
    ("8", "multi_agency", "支援を決定した職員が、主管課長ではありません"): (
        f"{DECISION} decided_by_id = gen_random_uuid()"
    ),
    ("8", "multi_agency", "支援決定の終わりに、日と理由がありません"): (
        f"{DECISION} state = 'ended'"
    ),
    ("8", "multi_agency", "手を離したのに、支援決定が続いています"): (
        "UPDATE multi_agency_supportdecision s SET case_id = k.case_id"
        " FROM multi_agency_coordination k WHERE k.state = 'stepped_out'"
    ),
    ("8", "multi_agency", "今の状態が変更記録と合いません"): f"{DECISION} state = 'ended'",
    ("5", "multi_agency", "終わった案件の根拠が、まだ続いています"): f"{ITEM} state = 'closed'",
    ("5", "multi_agency", "終わった案件に、開いている許可があります"): (
        f"{ITEM} state = 'adjourned'"
    ),
    ("5", "multi_agency", "外れた構成員に、開いている許可があります"): (
        f"{MEMBER} left_at = added_at"
    ),
    ("5", "multi_agency", "案件がケースと別の支援の輪にあります"): f"{ITEM} {ELSEWHERE}",
    ("9", "multi_agency", "同意のない方が載っています"): f"{CONSENT} state = 'withdrawn'",
    ("9", "multi_agency", "同意の及ばない機関が招かれています"): (
        "DELETE FROM sharing_consentreceiver"
    ),
    ("9", "multi_agency", "よりどころの同意が書かれていません"): f"{GROUND} rests_on = '[]'",
    ("9", "multi_agency", "構成員がいないのに招いたことになっています"): (
        f"{MEMBER} left_at = added_at"
    ),
    ("9", "multi_agency", "根拠が会議の種類と違います"): f"{GROUND} basis = 'support_conference'",
    ("9", "multi_agency", "支援会議の案件で、支援会議が決められないことを決めています"): (
        f"{ITEM} plan_opinion = 'fitting'"
    ),
    ("9", "multi_agency", "今の状態が変更記録と合いません"): f"{ITEM} state = 'discussed'",
    ("10", "audit", "番号が抜けています"): "UPDATE audit_readevent SET number = number + 10",
    ("10", "audit", "連鎖値が合いません"): (
        "UPDATE audit_readevent SET body = replace(body, 'own_duty', 'consent')"
    ),
    ("10", "audit", "連鎖の先頭が、最後の閲覧記録と合いません"): (
        "DELETE FROM audit_readevent WHERE number = 2"
    ),
    ("10", "audit", "明細の数が、連鎖に書かれた数と合いません"): "DELETE FROM audit_readline",
    ("10", "audit", "何を見たか、何を根拠としたかが書かれていません"): (
        "UPDATE audit_readline SET basis = ''"
    ),
    ("13", "drafts", "書いた職員がいません"): (
        "UPDATE drafts_draft SET account_id = gen_random_uuid()"
    ),
    ("13", "drafts", "書いた職員の所属ではありません"): (
        "UPDATE drafts_draft SET appointment_id = (SELECT id FROM directory_appointment"
        " WHERE account_id <> drafts_draft.account_id LIMIT 1)"
    ),
}  # fmt: skip
