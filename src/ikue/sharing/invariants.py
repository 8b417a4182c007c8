"""Every opening stands on a row of the law's table and says who opened it, from when until when."""

from ikue.audit.invariants import follows_its_record
from ikue.kernel.invariants import Invariant, listed
from ikue.sharing.consent_sql import end_of_consent
from ikue.sharing.enums import ENDED_CONSENTS, Basis
from ikue.sharing.grant_sql import not_ended
from ikue.sharing.states import CONSENT

OVER = listed(ENDED_CONSENTS)

INVARIANTS = (
    Invariant(
        number="5",
        sentence="許可には、根拠・出した職員・始まり・終わりがあり、根拠と同じ支援の輪にある",
        examined="SELECT count(*) FROM sharing_grant",
        violations="""
SELECT g.id, '根拠の表にない根拠です' FROM sharing_grant g
JOIN sharing_ground r ON r.id = g.ground_id
WHERE NOT EXISTS (
    SELECT 1 FROM sharing_legalbasis b WHERE b.code = r.basis
    AND (g.starts_at AT TIME ZONE 'Asia/Tokyo')::date
        BETWEEN b.valid_from AND coalesce(b.valid_to, 'infinity'))
UNION ALL
SELECT g.id, '出した職員の所属がありません' FROM sharing_grant g
WHERE NOT EXISTS (SELECT 1 FROM directory_appointment a WHERE a.id = g.written_by_id)
UNION ALL
SELECT g.id, '終わりがありません' FROM sharing_grant g WHERE g.ends_at IS NULL AND g.end_event = ''
UNION ALL
SELECT g.id, '根拠と別の支援の輪を開いています' FROM sharing_grant g
JOIN sharing_ground r ON r.id = g.ground_id WHERE r.circle_id <> g.circle_id
UNION ALL
SELECT g.id, '根拠より先に始まっています' FROM sharing_grant g
JOIN sharing_ground r ON r.id = g.ground_id WHERE g.starts_at < r.started_at
UNION ALL
SELECT g.id, '終わった根拠の後に始まっています' FROM sharing_grant g
JOIN sharing_ground r ON r.id = g.ground_id WHERE g.starts_at > r.ended_at
UNION ALL
SELECT g.id, '何も開いていません' FROM sharing_grant g WHERE g.classes = 0 OR g.acts = 0
""",
    ),
    Invariant(
        number="5",
        sentence="根拠は、支援の輪の中で始まり、終わりは始まりより後にある",
        examined="SELECT count(*) FROM sharing_ground",
        violations="""
SELECT r.id, '支援の輪がありません' FROM sharing_ground r
WHERE NOT EXISTS (SELECT 1 FROM sharing_circle c WHERE c.id = r.circle_id)
UNION ALL
SELECT r.id, '終わりが始まりより前です' FROM sharing_ground r WHERE r.ended_at < r.started_at
""",
    ),
    Invariant(
        number="6",
        sentence="同意による許可は、撤回・変更・死亡か期限で終わる",
        examined="SELECT count(*) FROM sharing_consent",
        violations=f"""
SELECT n.id, '終わった同意なのに、根拠が終わっていません' FROM sharing_consent n
JOIN sharing_ground r ON r.id = n.ground_id
WHERE n.state IN ({OVER}) AND r.ended_at IS NULL
UNION ALL
SELECT n.id, '期限の翌日にも開いている許可があります' FROM sharing_consent n
JOIN sharing_grant g ON g.ground_id = n.ground_id
WHERE g.ends_at IS NULL OR g.ends_at > {end_of_consent("n")}
UNION ALL
SELECT n.id, '同意の根拠ではありません' FROM sharing_consent n
JOIN sharing_ground r ON r.id = n.ground_id
WHERE r.basis <> '{Basis.CONSENT.value}' OR r.circle_id <> n.circle_id
UNION ALL
SELECT n.id, '別の支援の輪の人の同意です' FROM sharing_consent n
JOIN people_person p ON p.id = n.person_id WHERE p.circle_id <> n.circle_id
""",
    ),
    Invariant(
        number="5",
        sentence="支援の輪を離れた窓口は、そこの人を支援の相手にしたままにしない",
        examined="SELECT count(*) FROM people_support",
        violations=f"""
SELECT s.id, '支援の輪にいない窓口が、支援の相手にしています' FROM people_support s
WHERE (s.until IS NULL OR s.until > %(at)s) AND NOT EXISTS (
    SELECT 1 FROM sharing_grant g JOIN sharing_ground r ON r.id = g.ground_id
    WHERE g.circle_id = s.circle_id AND g.window_id = s.owner_window_id
      AND r.basis = '{Basis.OWN_DUTY.value}'
      AND {not_ended("g", "r", at="%(at)s")})
""",
    ),
    follows_its_record(number="6", machine=CONSENT, table="sharing_consent"),
)
