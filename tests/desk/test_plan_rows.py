"""役割と見直し on the home: whose list, with which words, until when."""

from datetime import datetime

import pytest

from ikue.audit import looking
from ikue.audit.models import ReadEvent
from ikue.casework.domain.plan_facts import RoleFacts
from ikue.casework.domain.plan_queries import show_plan
from ikue.casework.domain.plans import review_plan
from ikue.casework.domain.roles import RoleAnswer, accept_role, decline_role
from ikue.casework.models import Plan, RoleAssignment
from ikue.desk.domain.home import home
from ikue.desk.domain.my_roles import my_named_roles
from ikue.directory.domain.appointments import end_appointment
from ikue.directory.domain.queries import setting_number
from ikue.kernel.clock import TOKYO
from ikue.programmes.multi_agency.domain.board import board
from ikue.sharing.enums import FieldClass
from tests.cast import assemble
from tests.factories.plans import a_writing, coordinated_8050, in_force, role, window
from tests.standing import standing

pytestmark = pytest.mark.django_db
ASKED = "包括 荒川の役割に、返事をする番です：受診の同行"


@standing
def cast(db):
    return assemble()


@standing
def plan(cast):
    return in_force(cast)


def rows(cast, name, section):
    with cast.acting(name) as viewer:
        return [(row.what, row.due) for row in getattr(home(viewer), section) if "役割" in row.what]


def test_a_role_is_new_to_the_window_that_is_asked_and_awaited_by_who_asked(cast, plan):
    due = datetime(2026, 12, 1, 17, 15, tzinfo=TOKYO)
    assert rows(cast, "elderly", "new") == [(ASKED, due)]
    assert rows(cast, "elderly_manager", "new") == [(ASKED, due)]
    assert sorted(rows(cast, "coordinator", "waiting")) == [
        ("サポートデスクに頼んだ役割の返事を待っています：家計の相談", due),
        ("包括 荒川に頼んだ役割の返事を待っています：受診の同行", due),
        ("荒川まちなか病院（架空）に頼んだ役割の返事を待っています：診察", due),
    ]
    for name in ("disability", "outsider"):
        assert [rows(cast, name, part) for part in ("new", "overdue", "waiting")] == [[], [], []]


def test_the_goals_beside_an_entry_are_a_look_at_the_plan(ward, visit):
    plan = in_force(ward.cast)
    page = visit("desk", "get", f"/desk/cases/{plan.case_id}/").content.decode()
    assert "物忘れ外来を受診する" in page
    (mother,) = plan.persons
    with ward.cast.acting("desk"):
        lines = ReadEvent.objects.order_by("number").last().lines.filter(person_id=mother["id"])
        assert any(line.classes & FieldClass.PLAN for line in lines)


@pytest.mark.parametrize("name", ["elderly", "coordinator"])
def test_the_words_of_a_role_are_a_look_at_the_plan(cast, name, plan):
    with cast.acting(name) as viewer, looking.collect() as looked:
        home(viewer)
    assert any(classes & FieldClass.PLAN for classes in looked.classes.values())


def test_past_its_limit_it_is_overdue_on_both_sides(cast, plan):
    cast.later(days=8)
    assert [what for what, _ in rows(cast, "elderly", "overdue")] == [ASKED]
    assert len(rows(cast, "coordinator", "overdue")) == 3


@pytest.mark.parametrize(
    ("clock", "section", "is_late"), [("17:14", "today", False), ("17:16", "overdue", True)]
)
def test_home_and_plan_say_at_the_same_moment_that_an_answer_is_late(
    cast, clock, section, is_late, plan
):
    cast.at = datetime.fromisoformat(f"2026-12-01T{clock}:00+09:00")
    assert [what for what, _ in rows(cast, "elderly", section)] == [ASKED]
    waiting = {"waiting": 0, "overdue": 3} if is_late else {"waiting": 3, "overdue": 0}
    assert {part: len(rows(cast, "coordinator", part)) for part in waiting} == waiting
    with cast.acting("coordinator") as viewer:
        assert len(show_plan(viewer, plan.pk).unsettled) == (3 if is_late else 0)


def test_a_role_for_one_person_stands_on_that_persons_list_and_falls_to_the_manager(cast):
    case = coordinated_8050(cast)
    with cast.acting("coordinator"):
        facts = RoleFacts(
            what="受診の同行", window_id=window("support_center_arakawa").pk,
            appointment_id=cast.appointment("elderly").pk,
        )  # fmt: skip
        writing = a_writing(case, roles=(facts,))
    in_force(cast, case, roles=writing.roles)
    assert len(rows(cast, "elderly", "new")) == 1
    assert rows(cast, "elderly_manager", "new") == []
    end_appointment(appointment=cast.appointment("elderly"), at=cast.later(hours=1))
    assert len(rows(cast, "elderly_manager", "new")) == 1


def test_what_was_accepted_is_found_again_by_its_holder_alone(cast):
    asked = role(cast, in_force(cast), "受診の同行")
    with cast.acting("elderly") as by:
        accept_role(role=asked, answer=RoleAnswer(), by=by, at=by.at)
    found = {}
    for name in ("elderly", "elderly_manager", "desk", "disability", "outsider"):
        with cast.acting(name) as viewer:
            with looking.collect() as looked:
                found[name] = [(role.what, role.asker) for role in my_named_roles(viewer)]
            noted = any(classes & FieldClass.PLAN for classes in looked.classes.values())
            assert noted == bool(found[name]), name
    mine = [("受診の同行", "多機関協働")]
    assert found == {
        "elderly": mine, "elderly_manager": mine, "desk": [], "disability": [], "outsider": [],
    }  # fmt: skip


def test_a_role_of_the_window_that_asks_stands_once(cast):
    case = coordinated_8050(cast)
    with cast.acting("coordinator"):
        own = RoleFacts(what="全体の調整", window_id=window("multi_agency").pk)
        writing = a_writing(case, roles=(own,))
    in_force(cast, case, roles=writing.roles)
    shown = {part: [what for what, _ in rows(cast, "coordinator", part)]
             for part in ("new", "waiting", "overdue")}  # fmt: skip
    asked = "多機関協働の役割に、返事をする番です：全体の調整"
    assert shown == {"new": [asked], "waiting": [], "overdue": []}


def test_a_refusal_comes_back_to_who_asked(cast, plan):
    with cast.acting("elderly") as by:
        asked = RoleAssignment.objects.get(what="受診の同行")
        decline_role(role=asked, reason="人手がない", answer=RoleAnswer(), by=by, at=cast.at)
    assert rows(cast, "coordinator", "answers") == [
        ("包括 荒川は、役割を引き受けられないとの返事です（未了）：受診の同行", None)
    ]
    assert rows(cast, "elderly", "new") == []


def test_home_and_board_tell_of_a_review_from_the_day_that_the_ward_has_set(cast, plan):
    ahead = setting_number("plan_review_ahead_days", cast.at.date())
    cast.later(days=91 - ahead)
    for days, section in ((0, None), (1, "new"), (ahead, "today"), (1, "overdue")):
        cast.later(days=days)
        with cast.acting("coordinator") as viewer:
            found = home(viewer)
            told = len(board(viewer).reviews)
        shown = [part for part in ("new", "today", "overdue")
                 if any("見直しの日" in row.what for row in getattr(found, part))]  # fmt: skip
        assert (shown, told) == (([section], 1) if section else ([], 0)), days


def test_a_review_that_is_under_way_stays(cast, plan):
    with cast.acting("coordinator") as viewer:
        review_plan(plan=Plan.objects.get(pk=plan.pk), by=viewer, at=viewer.at)
        (row,) = (row for row in home(viewer).new if row.target == "casework:plan")
        assert (row.what, len(board(viewer).reviews)) == ("支援プランの見直しの途中です", 1)
