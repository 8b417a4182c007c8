"""Each invariant is broken once, behind every constraint, and must be reported: in a transaction of
the superuser that is rolled back, so that one small ward serves for all."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta

import psycopg
import pytest
from django.db import connection

from ikue.casework.domain.cases import HandOverBook, hand_over_case
from ikue.casework.domain.plans import end_plan
from ikue.casework.domain.referrals import (
    Acceptance,
    PartnerAnswer,
    Sending,
    Words,
    accept_referral,
    record_partner_acceptance,
    send_referral,
)
from ikue.casework.domain.roles import RoleAnswer, accept_role, decline_role
from ikue.casework.models import Case
from ikue.directory.domain.appointments import cover
from ikue.directory.models import Agency, Window
from ikue.drafts.keeping import save_draft
from ikue.kernel.invariants import examine
from ikue.local import postgres
from ikue.programmes.consultation.domain.advice import ask_advice
from ikue.programmes.consultation.domain.screening import refer
from ikue.programmes.multi_agency.domain.coordinations import HandBack, step_out
from ikue.programmes.multi_agency.domain.decisions import decide_support
from ikue.programmes.multi_agency.domain.items import withdraw_item
from ikue.programmes.multi_agency.domain.members import member_leaves
from ikue.programmes.multi_agency.enums import Conference
from ikue.programmes.multi_agency.models import ItemMember
from ikue.sharing.domain.consents import (
    ConsentAnswer,
    ConsentScope,
    ask_consent,
    give_consent,
    withdraw_consent,
)
from ikue.sharing.enums import Basis
from tests import database
from tests.cast import assemble
from tests.factories.conferences import coordinated
from tests.factories.coordination import coordinated_8050
from tests.factories.plans import evaluated, in_force, role
from tests.factories.receptions import household_8050

CONTACT = date(2026, 12, 1)
UNTIL = date(2027, 3, 31)


@pytest.fixture(scope="module")
def ward(django_db_setup, django_db_blocker):
    """A reception referred, taken and handed over; another one waiting; consents; a look."""
    with django_db_blocker.unblock():
        database.renew()
        yield furnished()
        database.renew()


def furnished():
    cast = assemble()
    consultation = received_and_referred(cast)
    taken_and_handed_over(cast)
    others(cast, consultation)
    plans(cast)
    coordinated_and_given_back(cast)
    two_conferences(cast)
    return cast


def coordinated_and_given_back(cast):
    """One household in the hands of 多機関協働, one given back; each decided upon."""
    for _ in range(2):
        coordination = coordinated_8050(cast)
        with cast.acting("coordination_manager") as by:
            decide_support(
                case=coordination.case, decided_on=cast.at.date(), reason="世帯全体", by=by,
                at=cast.at,
            )  # fmt: skip
    with cast.acting("coordinator") as by:
        hand_back = HandBack(words="役割が決まった", follow_up_on=CONTACT)
        step_out(coordination=coordination, hand_back=hand_back, by=by, at=cast.at)


def two_conferences(cast):
    """An item of each kind open to its members, one of whom has left; and one withdrawn."""
    household = coordinated(cast)
    item = household.invited("elderly", "member")
    with cast.acting("coordinator") as by:
        leaving = ItemMember.objects.get(appointment_id=cast.appointment("member").pk)
        member_leaves(member=leaving, reason="異動", by=by, at=by.at)
        again = household.item(meeting=item.meeting)
        withdraw_item(item=again, reason="転出した", by=by, at=by.at)
    household.consent("トメ")
    household.invited("elderly", conference=Conference.MULTILAYER, persons=("トメ",))


def received_and_referred(cast):
    with cast.acting("desk") as by:
        consultation = household_8050(by=by, at=cast.at)
        household_8050(by=by, at=cast.at)
        sending = sending_to(consultation, window="support_center_arakawa")
        refer(consultation=consultation, sending=sending, by=by, at=cast.at)
        waiting = sending_to(consultation, window="core_consultation_center")
        send_referral(circle_id=consultation.circle_id, sending=waiting, by=by, at=cast.at)
    return consultation


def sending_to(consultation, *, window=None, agency=None):
    return Sending(
        person_ids=(consultation.person_id,),
        basis=Basis.WARD_PURPOSE if window else Basis.SPECIAL_REASON,
        to_window=Window.objects.get(code=window) if window else None,
        to_agency=Agency.objects.get(code=agency) if agency else None,
        words=Words(question="介護の相談をお願いします"),
    )


def taken_and_handed_over(cast):
    cast.later(minutes=10)
    with cast.acting("elderly") as by:
        referral = by_window("casework.Referral", by)
        acceptance = Acceptance(named=cast.appointment("elderly"), first_contact_on=CONTACT)
        accept_referral(referral=referral, acceptance=acceptance, by=by, at=cast.at)
        for name in ("elderly_manager", "elderly"):
            case = Case.objects.get()
            hand_over_case(
                case=case, to=cast.appointment(name), reason="異動", book=HandOverBook(),
                by=by, at=cast.at,
            )  # fmt: skip


def by_window(model, by):
    from_model = {"casework.Referral": "to_window_id"}
    return Case._meta.apps.get_model(model).objects.get(**{from_model[model]: by.window_id})


def others(cast, consultation):
    cast.later(minutes=10)
    with cast.acting("desk") as by:
        sending = sending_to(consultation, agency="hospital")
        asked = send_referral(circle_id=consultation.circle_id, sending=sending, by=by, at=cast.at)
        answer = PartnerAnswer(who="医療相談員", how="電話", first_contact_on=CONTACT)
        record_partner_acceptance(referral=asked, answer=answer, by=by, at=cast.at)
        ask_advice(
            to_window=Window.objects.get(code="multi_agency"), question="どこへ", by=by, at=cast.at
        )
        for ends in (False, True):
            consent_of(consultation, by, cast.at, ends)
        save_draft(by=by, form="receive", subject="", content={"a": "b"})
    cover(
        absent=cast.appointment("desk"), deputy=cast.appointment("desk_colleague"),
        from_on=CONTACT, to_on=CONTACT,
    )  # fmt: skip
    look_twice(cast, consultation)


def plans(cast):
    """One that runs, with an answer of each kind; one replaced by it; one that ended."""
    earlier = in_force(cast)
    evaluated(cast, earlier, "replan")
    case = Case(pk=earlier.case_id, circle_id=earlier.circle_id)
    running = in_force(cast, case)
    over = evaluated(cast, in_force(cast))
    with cast.acting("coordinator") as by:
        end_plan(plan=over, by=by, at=cast.at)
    asked = {what: role(cast, running, what) for what in ("家計の相談", "受診の同行")}
    with cast.acting("desk") as by:
        accept_role(role=asked["家計の相談"], answer=RoleAnswer(), by=by, at=cast.at)
    with cast.acting("elderly") as by:
        decline_role(
            role=asked["受診の同行"], reason="人手がない", answer=RoleAnswer(), by=by, at=cast.at
        )


def consent_of(consultation, by, at, ends):
    asked = ask_consent(
        person_id=consultation.person_id, circle_id=consultation.circle_id, by=by, at=at
    )
    scope = ConsentScope(
        window_codes=("support_center_arakawa",), purpose="支援の調整", until=UNTIL
    )
    give_consent(consent=asked, answer=ConsentAnswer(words="はい"), scope=scope, by=by, at=at)
    if ends:
        withdraw_consent(consent=asked, by=by, at=at)


def look_twice(cast, consultation):
    line = {
        "circle": str(consultation.circle_id), "person": str(consultation.person_id),
        "classes": 2, "basis": "own_duty", "grant": None,
    }  # fmt: skip
    event = {
        "at": cast.at.isoformat(), "terminal": "", "request": str(consultation.pk),
        "screen": "desk:case", "act": "read", "lines": [line], "seen": [],
    }  # fmt: skip
    for _ in range(2):
        with cast.acting("desk"), connection.cursor() as cursor:
            cursor.execute("SELECT wall.record_look(%s)", [json.dumps(event)])


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
    ("6", "sharing", "撤回されたのに、根拠が終わっていません"): f"{GROUND} ended_at = NULL",
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
        f"{CONSENT} window_codes = '[]', agency_kinds = '[]'"
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

UNGUARD = """
DO $$ DECLARE c record; BEGIN
FOR c IN SELECT conrelid::regclass AS held, conname FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'x')
LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.held, c.conname); END LOOP;
FOR c IN SELECT attrelid::regclass AS held, attname FROM pg_attribute a JOIN pg_class t
    ON t.oid = a.attrelid WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace
    AND attnum > 0 AND attnotnull AND NOT EXISTS (SELECT 1 FROM pg_index i
        WHERE i.indrelid = a.attrelid AND a.attnum = ANY(i.indkey) AND i.indisprimary)
LOOP EXECUTE format('ALTER TABLE %s ALTER %I DROP NOT NULL', c.held, c.attname); END LOOP;
END $$
"""
"""Without the constraints: what they keep out is what the invariants are asked about."""


def findings(cast, breaking=None):
    address = postgres.url(database.where(), "postgres", database.own_name())
    with psycopg.connect(address) as superuser, superuser.cursor() as cursor:
        if breaking:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(UNGUARD)
            cursor.execute(breaking)
            assert cursor.rowcount > 0, "nothing was broken"
        found = examine(cursor, at=cast.at)
        superuser.rollback()
    return found


@pytest.mark.database
def test_a_sound_ward_breaks_nothing_and_every_invariant_looked_at_something(ward):
    found = findings(ward)
    assert [one.violations for one in found if one.violations] == []
    assert [one.invariant.sentence for one in found if one.examined == 0] == []


@pytest.mark.database
@pytest.mark.parametrize("wanted", BREAKS, ids="-".join)
def test_control_a_breach_is_reported(ward, wanted):
    reported = {
        (one.invariant.number, one.app, sentence)
        for one in findings(ward, BREAKS[wanted])
        for _, sentence in one.violations
    }
    assert wanted in reported


def command(*options):
    environment = os.environ | {
        "IKUE_DATABASE_URL": postgres.url(database.where(), "ikue_owner", database.own_name())
    }
    return subprocess.run(
        [sys.executable, "-m", "ikue.local.cli", "invariants", *options],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.database
def test_the_command_says_what_it_looked_at(ward):
    done = command("--json", "--at", ward.at.isoformat())
    said = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert said["at"] == ward.at.isoformat()
    assert said["examined"] == sum(one["examined"] for one in said["invariants"])
    assert {one["number"] for one in said["invariants"]} == {
        "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "13",
    }  # fmt: skip


@pytest.mark.database
def test_the_command_reports_identifiers_and_no_names(ward):
    """In two years nobody holds office who does now: every manager's end is past."""
    address = postgres.url(database.where(), "postgres", database.own_name())
    with psycopg.connect(address, autocommit=True) as superuser:
        superuser.execute("UPDATE accounts_account SET stopped_at = now()")
        done = command("--at", (ward.at + timedelta(days=1)).isoformat())
        superuser.execute("UPDATE accounts_account SET stopped_at = NULL")
    case = connection_free_case(address)
    assert done.returncode == 1
    assert (
        f"{case}  担当者が主担当の窓口にいま所属しておらず、引き取る課長もいません" in done.stdout
    )
    assert "守られていない約束ごとが" in done.stderr
    assert not {"髙橋", "相田", "大山"} & set(done.stdout.split())
    assert "髙橋" not in done.stdout


def connection_free_case(address):
    with psycopg.connect(address) as superuser:
        return superuser.execute("SELECT id FROM casework_case").fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_the_command_fails_where_there_is_nothing_to_look_at():
    done = command()
    assert (done.returncode, "一行も確かめていません" in done.stderr) == (1, True)


@pytest.mark.parametrize("moment", ["きのう", "2026-13-01"])
def test_a_moment_that_cannot_be_read_is_bad_usage(moment):
    assert command("--at", moment).returncode == 2
