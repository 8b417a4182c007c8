"""The demo ward: who works there, what lies where, and that nobody in it could be real."""

import re
import time
from collections import Counter

import psycopg
import pytest
from django.contrib.auth import authenticate
from django.db.models import Q
from django.test import RequestFactory

from ikue.accounts.second_factor import is_missing
from ikue.casework.domain.clocks import escalation
from ikue.casework.enums import Escalation
from ikue.casework.models import Case, Entry, NextAction, Plan, Referral, RoleAssignment
from ikue.directory.domain.queries import appointments_in_force, deputyships_in_force
from ikue.directory.enums import Role
from ikue.directory.models import Appointment, Window
from ikue.drafts.models import Draft
from ikue.kernel.invariants import examine
from ikue.local import postgres
from ikue.people.models import ContactPoint, Person
from ikue.programmes.consultation.models import Consultation
from ikue.programmes.multi_agency.models import (
    AgendaItem,
    Coordination,
    Meeting,
    SupportDecision,
)
from ikue.sharing.models import Consent, Ground
from ikue.synth import staff
from ikue.synth.filler import WITHOUT_CASES
from ikue.synth.management.commands.demo_code import code_at
from tests import database
from tests.synth.seeing import circle_of, duties_of, seen_by, seen_everywhere, steps_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ADDRESS = re.compile(
    r"(?:南千住|荒川|町屋|東尾久|西尾久|東日暮里|西日暮里)[一二三四五六七八]丁目99\d番\d+号.*"
)
PHONE = re.compile(r"03-0000-\d{4}")


def findings(built):
    address = postgres.url(database.where(), "postgres", database.own_name())
    with psycopg.connect(address) as superuser, superuser.cursor() as cursor:
        return examine(cursor, at=built.ward.now)


def test_every_window_is_staffed(built):
    windows = Window.objects.filter(Q(listed=True) | Q(parent__listed=True))
    assert len(windows) == 28
    in_force = Appointment.objects.in_force(built.ward.now)
    for role in (Role.COUNSELLOR, Role.SECTION_MANAGER):
        held = set(in_force.filter(role=role).values_list("window__code", flat=True))
        assert {window.code for window in windows} - held == set()


def test_accounts_for_each_role_of_the_cast(built):
    assert {one.role for one in built.credentials} == {
        "窓口の相談員", "主任", "所管課長", "包括化推進員", "アウトリーチ支援員", "参加支援員",
        "地域福祉コーディネーター", "会議だけの構成員", "民生委員", "個人情報管理者", "監査",
        "システム管理者", "部外の職員", "退職した職員",
    }  # fmt: skip
    assert {one.role for one in built.credentials if one.totp_secret} == {
        "所管課長", "包括化推進員", "個人情報管理者", "監査", "システム管理者",
    }  # fmt: skip


def test_each_account_is_told_with_its_window(built):
    told = {one.username: (one.window, one.agency) for one in built.credentials}
    assert told["momijida.fumi"] == (
        "地域包括支援センター 荒川",
        "社会福祉法人みどり福祉会（架空）",
    )
    assert [name for name, (window, _) in told.items() if not window] == []


def test_each_account_can_log_in(built):
    request = RequestFactory().post("/accounts/login/")
    # One hash stands for all passwords; checking a few shows that it is the right one.
    for one in built.credentials[:3]:
        account = authenticate(request, username=one.username, password=one.password)
        assert account is not None
        assert not is_missing(account)


def test_second_factor_of_the_file_opens_the_account(built):
    from_file = {one.username: one.totp_secret for one in built.credentials}
    account = built.ward.appointments["hibari.tsunagu"].account
    authenticator = account.authenticator_set.get().wrap()
    code = code_at(from_file["hibari.tsunagu"], int(time.time()))
    assert authenticator.validate_code(code)
    assert not authenticator.validate_code(code)


def test_code_is_that_of_the_standard():
    """RFC 6238, appendix B: SHA-1, at 59 seconds, the last six figures."""
    assert code_at("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 59) == "287082"


def test_concurrent_absent_and_retired(built):
    ward = built.ward
    double = ward.appointments["asahina.ren"].account
    assert [row.window.code for row in appointments_in_force(double, ward.now)] == [
        "single_parent", "childcare_information",
    ]  # fmt: skip
    deputy = ward.appointments[staff.DEPUTY]
    assert [c.absent_id for c in deputyships_in_force(deputy, ward.now)] == [
        ward.appointments[staff.ABSENT].pk
    ]
    assert not ward.appointments[staff.RETIRED].is_in_force(ward.now)


def test_eighty_fifty_is_led_by_the_support_center(built):
    def facts():
        case = Case.objects.get(circle_id=circle_of("髙波橋 トメ"))
        return case.lead_window_id, case.next_on, Entry.objects.filter(case=case).count()

    lead = built.ward.windows["support_center_arakawa"].pk
    assert seen_by(built, "momijida.fumi", facts) == (lead, built.ward.on(1), 5)


def test_double_carer_waits_beyond_the_limit(built):
    def states():
        circle = Person.objects.get(family_name="夕涼", given_name="彩").circle_id
        return list(Referral.objects.filter(circle_id=circle).order_by("sent_at"))

    first, second = seen_by(built, "nanohana.sachi", states)
    assert (first.state, second.state) == ("declined", "sent")
    assert first.proposed_window_id == second.to_window_id
    assert escalation(second, built.ward.now) == Escalation.COORDINATOR


def test_student_family_has_consent_and_something_to_do_today(built):
    """The mother's own consent was widened: the earlier one stands changed beside it."""

    def facts():
        mother = Person.objects.get(latin_name="SHRESTHAN Asmita")
        consents = Consent.objects.filter(person_id=mother.pk).order_by("answered_at")
        codes = [(row.state, row.window_codes) for row in consents]
        return codes, Case.objects.get(circle_id=mother.circle_id).next_on, mother.interpreter

    before = ["childcare_information", "self_reliance"]
    now = [
        "childcare_information", "community_welfare", "education", "maternal_health",
        "self_reliance",
    ]  # fmt: skip
    assert seen_by(built, "hinata.yoko", facts) == (
        [("changed", before), ("given", now)], built.ward.today, "language",
    )  # fmt: skip


def test_young_carer_is_received_for_today(built):
    received = seen_by(built, "mizuiro.saki", lambda: Consultation.objects.get(urgency="today"))
    assert (received.state, received.next_on) == ("received", built.ward.today)


def test_overdue_waiting_and_todays_work(built):
    referrals = seen_everywhere(built, Referral.objects.all)
    standing = Counter(escalation(row, built.ward.now) for row in referrals)
    assert min(standing[Escalation.MANAGER], standing[Escalation.COORDINATOR]) >= 1
    assert {row.state for row in referrals} == {
        "sent", "on_hold", "accepted", "declined", "recalled", "arrived", "done",
    }  # fmt: skip
    due = [row.due_on for row in seen_everywhere(built, open_actions)]
    assert due.count(built.ward.today) >= 8


def test_consents_of_every_answer_and_what_they_closed(built):
    consents = seen_everywhere(built, Consent.objects.all)
    states = Counter(row.state for row in consents)
    assert (states["withdrawn"], states["changed"]) == (2, 1)
    assert min(states["refused"], states["given"]) >= 1
    assert None not in {row.ask_again_on for row in consents if row.state == "refused"}
    ended = {row.pk: row.ended_at for row in seen_everywhere(built, Ground.objects.all)}
    withdrawn = [row for row in consents if row.state == "withdrawn"]
    assert [ended[row.ground_id] for row in withdrawn] == [row.withdrawn_at for row in withdrawn]


def test_a_reception_half_written_waits_for_its_author_alone(built):
    found = {
        username: seen_by(built, username, Draft.objects.count)
        for username in ("minowa.jun", "shiranami.madoka", "sumidagawa.chiyo")
    }
    assert found == {"minowa.jun": 1, "shiranami.madoka": 0, "sumidagawa.chiyo": 0}


def open_actions():
    return NextAction.objects.filter(done_at=None)


def test_windows_without_cases(built):
    windows = {window.pk: code for code, window in built.ward.windows.items()}
    consultations = seen_everywhere(built, Consultation.objects.all)
    assert {windows[row.owner_window_id] for row in consultations} & set(WITHOUT_CASES) == set()
    cases = seen_everywhere(built, Case.objects.all)
    assert {windows[row.lead_window_id] for row in cases} & set(WITHOUT_CASES) == set()


def test_nobody_could_be_real(built):
    points = seen_everywhere(built, ContactPoint.objects.all)
    addresses = [point.value for point in points if point.kind == "address"]
    assert [one for one in addresses if not ADDRESS.fullmatch(one)] == []
    phones = [point.value for point in points if point.kind in ("phone", "mobile")]
    assert [one for one in phones if not PHONE.fullmatch(one)] == []
    assert len(phones) > 50


TEN = {
    "髙波橋 トメ": (
        "hibari.tsunagu",
        "受付 (つなぎ) 支援中 多機関協働 会議 【支援プランを見直し中】 次:終結",
    ),
    "夕涼 彩": ("nanohana.sachi", "受付 【つなぎ】 次:支援中 次:終結"),
    "SHRESTHAN Asmita": (
        "hibari.tsunagu",
        ("受付 支援中 多機関協働 会議 【支援プラン（会議に諮る案）】 次:終結"),
    ),
    "林月 美雨": ("mizuiro.saki", "【受付】 次:つなぎ 次:支援中 次:終結"),
    "霜柱 寛治": (
        "hibari.tsunagu",
        "受付 支援中 【多機関協働で調整中】 会議 次:終結",
    ),
    "芒野原 善吉": (
        "minowa.jun",
        "受付 (つなぎ) 【支援中】 次:多機関協働（返事待ち） 次:終結",
    ),
    "（仮名「ことりさん」）": (
        "hoshino.shizuka",
        "受付 (つなぎ) 次:支援中 【多機関協働（返事あり・次を決める）】 次:終結",
    ),
    "朧谷 実里": (
        "hibari.tsunagu",
        "受付 支援中 多機関協働 【会議（準備中）】 次:終結",
    ),
    "蛍沢原 晴彦": (
        "hibari.tsunagu",
        "受付 (つなぎ) 支援中 多機関協働 会議 【支援プランを実施中】 次:終結",
    ),
    "冬菫 登": (
        "ogubashi.rei",
        "受付 (つなぎ) 支援中 多機関協働 支援プラン 【主担当が伴走（手離れの後）】 次:終結",
    ),
}
"""The ten households of the list → who looks, and いまここ word by word."""


@pytest.mark.parametrize("name", TEN)
def test_each_of_the_ten_households_stands_where_it_is_told_to(built, name):
    username, steps = TEN[name]
    assert seen_by(built, username, lambda: steps_of(name)) == steps


def test_the_ten_points_are_ten_different_ones():
    now = [steps.partition("【")[2].partition("】")[0] for _, steps in TEN.values()]
    assert len(set(now)) == 10


@pytest.mark.parametrize(
    ("name", "username", "now"),
    [
        ("髙波橋 トメ", "momijida.fumi", "【支援プランを見直し中】"),
        ("蛍沢原 晴彦", "komorebi.aki", "【支援プランを実施中】"),
        ("SHRESTHAN Asmita", "hinata.yoko", "【会議（構成員を招いた）】"),
        ("朧谷 実里", "shiranami.madoka", "【多機関協働で調整中】"),
        ("霜柱 寛治", "negishi.kozue", "【多機関協働で調整中】"),
    ],
)
def test_the_lead_sees_the_same_road_as_far_as_it_may_read(built, name, username, now):
    assert now in seen_by(built, username, lambda: steps_of(name)).split()


def test_after_the_split_neither_worker_sees_the_other_side(built):
    """The one who stays with him still has her row of before; her new thread has no name of his."""

    def threads():
        named = Person.objects.filter(family_name="朧谷")
        told = named.values_list("circle_id", "given_name")
        return sorted(sorted(name for circle, name in told if circle == one) for one in
                      {circle for circle, _ in told})  # fmt: skip

    his, hers = ["ひより", "剛", "実里"], ["ひより", "実里"]
    assert seen_by(built, "minowa.jun", threads) == [his]
    assert seen_by(built, "shiranami.madoka", threads) == [hers]
    assert seen_by(built, "sumidagawa.chiyo", threads) == [his, hers]
    assert seen_by(built, "soroban.zei", threads) == []


def test_every_part_of_the_coordination_has_life_in_it(built):
    def states():
        return (
            Counter(Plan.objects.values_list("state", flat=True)),
            Counter(AgendaItem.objects.values_list("state", flat=True)),
            Counter(RoleAssignment.objects.values_list("state", flat=True)),
            Counter(Coordination.objects.values_list("state", flat=True)),
            Counter(SupportDecision.objects.values_list("state", flat=True)),
        )

    assert seen_by(built, "hibari.tsunagu", states) == (
        {"proposed": 1, "in_force": 1, "under_review": 1, "ended": 1},
        {"prepared": 1, "invited": 1, "discussed": 1, "closed": 4},
        {"drafted": 3, "asked": 1, "accepted": 9, "ended": 4},
        {"coordinating": 5, "stepped_out": 1},
        {"decided": 4, "ended": 1},
    )  # fmt: skip


def test_meetings_that_sat_and_one_to_come(built):
    """One of those that sat held items of both kinds, each on its own basis."""

    def held():
        meetings = Meeting.objects.order_by("starts_at")
        return [
            (meeting.closed_at is not None, sorted(item.conference for item in meeting.items.all()))
            for meeting in meetings
        ]

    multilayer, support = "multilayer_conference", "support_conference"
    assert seen_by(built, "hibari.tsunagu", held) == [
        (True, [multilayer]),
        (True, [multilayer]),
        (True, [multilayer]),
        (True, [multilayer, support]),
        (False, [multilayer, multilayer]),
    ]


def test_a_role_of_the_running_plan_waits_for_its_answer(built):
    """未了: asked fifteen business days ago, and shown on both sides."""

    def waiting():
        return [(role.what, role.state) for role in RoleAssignment.objects.filter(state="asked")]

    assert seen_by(built, "hibari.tsunagu", waiting) == [("休みの日の居場所", "asked")]
    assert seen_by(built, "enishi.wakana", waiting) == [("休みの日の居場所", "asked")]
    assert seen_by(built, "soroban.zei", waiting) == []


OWED = {
    "shiranami.madoka": "生保 南千住が引き受けられないとの返事。代わりの案：サポートデスク",
    "sumidagawa.chiyo": "担当者がいなくなりました。次の担当者を決めてください",
    "ogubashi.rei": "賃貸契約の期限：半年ごとの更新：開く",
    "hibari.tsunagu": "支援プランの見直しの日です：見直す",
    "hagoromo.ikue": "案件の準備（会R8-00005）：準備する",
    "michikusa.ayumu": "ひきこもりからつなぎ。返事をする番です：返事をする",
    "hidamaru.sora": "次の面談の日を決める：開く",
    "enishi.wakana": "社協の役割に、返事をする番です：休みの日の居場所：返事をする",
    "kokuban.sei": "会議の前に答える四つの問い（会R8-00005）：答える",
    "hoshino.shizuka": "多機関協働から差し戻し。助言：姉の電話を続け",
    "momijida.fumi": "同意が撤回されました（サポートデスクが聞いた同意）。もう読めません：確かめる",
}
READS_NOTHING = ("machikado.tamie", "kagiya.mamoru", "monosashi.tadashi", "nejimaki.kanri",
                 "soroban.zei")  # fmt: skip
"""Their roles open no household, and nothing of one stands on their homes."""


@pytest.mark.parametrize("username", OWED)
def test_whoever_works_with_cases_finds_something_at_home(built, username):
    rows = duties_of(built, username)
    assert [row for row in rows if row.startswith(OWED[username])] != []
    assert len(rows) <= 15


@pytest.mark.parametrize("username", READS_NOTHING)
def test_whose_role_reads_nothing_finds_nothing(built, username):
    assert duties_of(built, username) == []


def test_nothing_that_must_hold_is_broken_and_each_looked_at_something(built):
    """Nobody has opened a page yet: only the record of looking is empty (invariant 10)."""
    found = findings(built)
    assert [one.violations for one in found if one.violations] == []
    idle = {one.invariant.number for one in found if one.examined == 0}
    assert idle == {"10"}
