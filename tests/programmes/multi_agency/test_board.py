"""包括化推進員の一覧: what waits, by days; nobody else opens it, three rows cost what one does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ikue.audit import looking
from ikue.casework.domain.entries import EntryFacts, write_entry
from ikue.casework.models import Case, Plan, Referral, RoleAssignment
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.consultation.models import Consultation
from ikue.programmes.multi_agency.domain.board import board
from ikue.programmes.multi_agency.domain.coordinations import HandBack, step_out
from ikue.programmes.multi_agency.domain.decisions import decide_support
from ikue.programmes.multi_agency.models import Coordination, SupportDecision
from ikue.sharing.domain.opening import GroundFacts, open_ground
from ikue.sharing.enums import FieldClass
from tests.cast import ROLES, assemble
from tests.client import keyed, sign_in
from tests.factories.coordination import (
    coordinated_8050,
    in_days,
    request,
    supported_8050,
    take_up,
)
from tests.factories.referrals import received_8050

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]
KEEPERS = ("coordinator", "coordination_manager")
OTHERS = sorted(set(ROLES) - {*KEEPERS, "retired"})


@pytest.fixture
def cast():
    return assemble()


@pytest.fixture
def visit(cast, client, settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}

    def visit(name, method, address, data=None):
        sign_in(client, cast, name)
        with clock.frozen(cast.at):
            return getattr(client, method)(address, data or {})

    return visit


def board_of(cast, name="coordinator"):
    with cast.acting(name) as viewer:
        return board(viewer)


def shown(rows):
    return [(row.name, row.what, row.days, row.mark) for row in rows]


def plan(cast, coordination, *, review, state="in_force"):
    with cast.acting("coordinator") as by:
        return Plan.objects.create(
            circle_id=coordination.circle_id, owner_window_id=by.window_id, edition=1,
            written_by_id=by.appointment_id, case_id=coordination.case_id, state=state,
            lead_window_id=by.window_id, next_review_on=in_days(cast, review),
            decided_on=in_days(cast, 0), decided_by_id=by.appointment_id,
        )  # fmt: skip


def role(cast, of_plan, *, state="asked", to="elderly"):
    with cast.acting("coordinator") as by:
        facts = GroundFacts(basis="support_conference", what="役割分担")
        ground = open_ground(circle_id=of_plan.circle_id, facts=facts, by=by, at=by.at)
        return RoleAssignment.objects.create(
            circle_id=of_plan.circle_id, owner_window_id=by.window_id, plan=of_plan,
            written_by_id=by.appointment_id, case_id=of_plan.case_id, state=state, ground=ground,
            window_id=cast[to].window_id, what="受診の同行", asked_at=by.at,
            declined_reason="人手がない" if state == "declined" else "",
        )  # fmt: skip


def give_back(cast, coordination):
    with cast.acting("coordinator") as by:
        return step_out(
            coordination=Coordination.objects.get(pk=coordination.pk), by=by, at=by.at,
            hand_back=HandBack(words="受診につながった", follow_up_on=in_days(cast, 30)),
        )  # fmt: skip


def test_requests_stand_by_the_days_they_wait(cast):
    request(cast, received_8050(cast).circle_id)
    cast.later(days=4)
    request(cast, received_8050(cast).circle_id, names=("トメ",))
    cast.later(days=1)
    what = "サポートデスクから　介護の相談と、母の受診の同行をお願いしたい"
    assert shown(board_of(cast).requests) == [
        ("髙橋さん世帯", what, 5, ""), ("髙橋さん世帯", what, 1, ""),
    ]  # fmt: skip


def test_where_nothing_was_written_for_thirty_days_stands_first(cast):
    silent = coordinated_8050(cast)
    cast.later(days=5)
    written = coordinated_8050(cast)
    cast.later(days=20)
    with cast.acting("coordinator") as by:
        facts = EntryFacts(at=by.at, body="電話した")
        write_entry(circle_id=silent.circle_id, case=None, facts=facts, by=by, at=by.at)
    cast.later(days=10)
    rows = board_of(cast).coordinations
    assert [row.record_id for row in rows] == [written.pk, silent.pk]
    assert shown(rows) == [
        ("髙橋さん世帯", "サポートデスクから　主担当 サポートデスク", 30,
         "30日、何も書かれていません"),
        ("髙橋さん世帯", "サポートデスクから　主担当 サポートデスク", 35, ""),
    ]  # fmt: skip


def test_reviews_near_and_past_the_earliest_first(cast):
    for review in (20, 14, -1):
        plan(cast, coordinated_8050(cast), review=review)
    cast.later(minutes=1)
    assert [(row.what, row.due) for row in board_of(cast).reviews] == [
        ("支援プラン 第1版　見直しの日", in_days(cast, -1)),
        ("支援プラン 第1版　見直しの日", in_days(cast, 14)),
    ]


def test_roles_without_a_yes_by_window(cast):
    of_plan = plan(cast, coordinated_8050(cast), review=90)
    role(cast, of_plan)
    role(cast, of_plan, state="declined", to="disability")
    at_once = board_of(cast).roles
    assert [(one.window, shown(one.rows)) for one in at_once] == [
        ("基幹", [("髙橋さん世帯", "受診の同行", 0, "引き受けられない：人手がない")]),
    ]
    cast.later(days=8)
    assert [(one.window, shown(one.rows)) for one in board_of(cast).roles] == [
        ("包括 荒川", [("髙橋さん世帯", "受診の同行", 8, "返事がまだです")]),
        ("基幹", [("髙橋さん世帯", "受診の同行", 8, "引き受けられない：人手がない")]),
    ]


def test_the_words_of_a_role_are_a_look_at_the_plan(cast):
    role(cast, plan(cast, coordinated_8050(cast), review=90), state="declined", to="disability")
    with cast.acting("coordinator") as viewer, looking.collect() as looked:
        board(viewer)
    assert any(classes & FieldClass.PLAN for classes in looked.classes.values())


def test_what_was_given_back_is_asked_after_without_a_name(cast):
    give_back(cast, coordinated_8050(cast))
    cast.later(minutes=1)
    row = board_of(cast).given_back[0]
    assert (row.name, row.due) == ("（手を離した世帯）", in_days(cast, 30))
    assert row.what == "サポートデスクから → 主担当 サポートデスク　受診につながった"


def test_an_empty_board_says_so(cast, visit):
    page = visit("coordinator", "get", reverse("multi_agency:board"))
    assert "待っているものはありません。" in page.content.decode()


def make(cast, count):
    for _ in range(count):
        request(cast, received_8050(cast).circle_id)
        cast.later(minutes=1)
        of_plan = plan(cast, coordinated_8050(cast), review=3)
        role(cast, of_plan)
        role(cast, of_plan, state="declined", to="disability")
        give_back(cast, coordinated_8050(cast))
    cast.later(days=9)


def opened(found):
    rows = [*found.requests, *found.coordinations, *found.reviews]
    rows += [row for one in found.roles for row in one.rows]
    return {(row.address, reverse(row.address, args=[row.record_id])) for row in rows}


def test_every_row_opens_the_page_that_it_names(cast, visit):
    make(cast, 1)
    pages = opened(board_of(cast))
    assert {name for name, _ in pages} == {
        "casework:referral", "casework:plan", "multi_agency:coordination",
    }  # fmt: skip
    assert {visit("coordinator", "get", page).status_code for _, page in pages} == {200}


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_rows(cast, count):
    make(cast, count)
    with cast.acting("coordinator") as viewer, CaptureQueriesContext(connection) as captured:
        found = board(viewer)
    sizes = [len(found.requests), len(found.coordinations), len(found.reviews)]
    assert sizes == [count] * 3
    assert len(captured) == 10


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_has_a_board(cast, name):
    coordinated_8050(cast)
    assert len(board_of(cast).coordinations) == 1
    with cast.acting(name) as viewer, pytest.raises(NotAllowed):
        board(viewer)


# the pages


def test_the_road_of_a_request_on_screen(cast, visit):
    referral = request(cast, supported_8050(cast).circle_id)
    address = reverse("casework:referral", args=[referral.pk])
    text = visit("coordinator", "get", address).content.decode()
    assert "差し戻す" in text
    assert "引き受けられない理由" not in text
    named = str(cast.appointment("coordinator").pk)
    taken = keyed(named=named, first_contact_on="あした")
    assert visit("coordinator", "post", f"{address}accept/", taken).status_code == 302
    with cast.acting("coordinator"):
        pk = Coordination.objects.get().pk
    page = visit("coordinator", "get", reverse("multi_agency:coordination", args=[pk]))
    assert "主担当に戻して手を離す" in page.content.decode()
    assert "支援を決定する" not in page.content.decode()
    decided = keyed(decided_on="きょう", reason="世帯全体で支える")
    decide = reverse("multi_agency:decide", args=[pk])
    assert visit("coordinator", "post", decide, decided).status_code == 404
    assert visit("coordination_manager", "post", decide, decided | keyed()).status_code == 302
    out = reverse("multi_agency:step_out", args=[pk])
    lacking = visit("coordinator", "post", out, keyed(words="", follow_up_on="r8.12.24"))
    assert lacking.status_code == 422
    left = keyed(words="役割が決まりました", follow_up_on="r8.12.24")
    assert visit("coordinator", "post", out, left)["Location"] == reverse("multi_agency:board")
    assert "（手を離した世帯）" in visit(
        "coordinator", "get", reverse("multi_agency:board")
    ).content.decode()  # fmt: skip
    told = visit("desk", "get", address).content.decode()
    assert "役割が決まりました" in told


def test_sent_back_on_screen_with_advice(cast, visit):
    referral = request(cast, supported_8050(cast).circle_id)
    address = reverse("casework:referral", args=[referral.pk])
    back = {"reason": "まだ一つの窓口で進められる", "proposed": ""}
    lacking = visit("coordinator", "post", f"{address}decline/", keyed(**back, proposed_note=""))
    assert lacking.status_code == 422
    advice = keyed(**back, proposed_note="受診を先に")
    assert visit("coordinator", "post", f"{address}decline/", advice).status_code == 302
    text = visit("desk", "get", address).content.decode()
    assert "差し戻し" in text
    assert "助言：受診を先に" in text
    home = visit("desk", "get", "/desk/").content.decode()
    assert "多機関協働から差し戻し。助言：受診を先に" in home


def test_the_requester_is_asked_beside_the_field(cast, visit):
    case = supported_8050(cast)
    with cast.acting("desk"):
        person = str(Consultation.objects.get().person_id)
    window = cast.appointment("coordinator").window
    typed = keyed(
        to=f"w-{window.pk}", persons=[person], question="調整をお願いしたい", clock="ordinary",
        act="preview",
    )  # fmt: skip
    page = visit("desk", "post", reverse("casework:send", args=[case.pk]), typed)
    assert sorted(page.context["form"].errors) == ["done_already", "keep_doing"]


@pytest.mark.parametrize("name", ["desk", "elderly", "outreach", "auditor", "outsider"])
def test_for_the_others_there_is_no_such_page(cast, visit, name):
    coordination = coordinated_8050(cast)
    addresses = [reverse("multi_agency:board")] + [
        reverse(f"multi_agency:{act}", args=[coordination.pk])
        for act in ("coordination", "decide", "step_out", "follow_up", "end_decision")
    ]
    assert visit("coordinator", "get", addresses[1]).status_code == 200
    assert {visit(name, "get", address).status_code for address in addresses} == {404}


def test_after_the_hand_back_it_is_asked_after_on_screen(cast, visit):
    coordination = give_back(cast, coordinated_8050(cast))
    cast.later(days=30)
    assert "（名前は開いてから）" in visit("coordinator", "get", "/desk/").content.decode()
    address = reverse("multi_agency:follow_up", args=[coordination.pk])
    assert visit("coordinator", "get", address).status_code == 200
    assert visit("coordinator", "post", address, keyed(next_on="")).status_code == 302
    assert board_of(cast).is_empty
    again = visit("coordinator", "get", address)
    assert again["Location"] == reverse("multi_agency:coordination", args=[coordination.pk])


def test_the_support_decision_ends_with_the_hand_back_and_the_page_says_when(cast, visit):
    coordination = coordinated_8050(cast)
    with cast.acting("coordination_manager") as by:
        decide_support(
            case=Case.objects.get(), decided_on=clock.today(by.at), reason="r", by=by, at=by.at
        )
    cast.later(days=3)
    give_back(cast, coordination)
    with cast.acting("coordinator"):
        ended = SupportDecision.objects.get()
        assert (ended.state, ended.ended_on) == ("ended", in_days(cast, 0))
    address = reverse("multi_agency:coordination", args=[coordination.pk])
    for name in ("coordinator", "coordination_manager"):
        text = visit(name, "get", address).content.decode()
        assert "に終わりました" in text
        assert "多機関協働の手離れ" in text
        assert "支援決定を終える" not in text
        assert "支援を決定する" not in text


def test_a_later_coordination_is_decided_anew(cast, visit):
    """What was decided the last time stands with the last time."""
    first = coordinated_8050(cast)
    with cast.acting("coordination_manager") as by:
        decide_support(
            case=Case.objects.get(), decided_on=clock.today(by.at), reason="r", by=by, at=by.at
        )
    give_back(cast, first)
    cast.later(days=3)
    again = take_up(cast, request(cast, first.circle_id))
    address = reverse("multi_agency:coordination", args=[again.pk])
    text = visit("coordination_manager", "get", address).content.decode()
    assert "まだ決定していません" in text
    assert "支援を決定する" in text


def test_a_decision_is_ended_on_screen_by_the_manager(cast, visit):
    coordination = coordinated_8050(cast)
    with cast.acting("coordination_manager") as by:
        decide_support(
            case=Case.objects.get(), decided_on=clock.today(by.at), reason="r", by=by, at=by.at
        )
    address = reverse("multi_agency:end_decision", args=[coordination.pk])
    ended = keyed(ended_on="きょう", reason="落ち着いた")
    assert visit("coordinator", "get", address).status_code == 302
    assert visit("coordination_manager", "post", address, ended).status_code == 302


def test_taken_up_by_two_it_stands_once(cast):
    first = request(cast, supported_8050(cast).circle_id)
    take_up(cast, first)
    cast.later(days=1)
    with cast.acting("desk"):
        circle_id = Referral.objects.get().circle_id
    take_up(cast, request(cast, circle_id), by="coordination_manager")
    assert len(board_of(cast).coordinations) == 1
    assert board_of(cast).coordinations[0].days == 1
    assert timedelta(days=1) == cast.at - first.sent_at
