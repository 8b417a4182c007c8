"""役割と見直し on the home: whose list, with which words, until when."""

from datetime import date

import pytest

from ikue.audit import looking
from ikue.audit.models import ReadEvent
from ikue.casework.domain.plan_facts import RoleFacts
from ikue.casework.domain.roles import RoleAnswer, accept_role, decline_role
from ikue.casework.models import RoleAssignment
from ikue.desk.domain.home import home
from ikue.desk.domain.owed import carried_roles
from ikue.directory.domain.appointments import end_appointment
from ikue.sharing.enums import FieldClass
from tests.cast import assemble
from tests.factories.plans import a_writing, coordinated_8050, in_force, role, window

pytestmark = pytest.mark.django_db
ASKED = "包括 荒川の役割に、返事をする番です：受診の同行"


@pytest.fixture
def cast(db):
    return assemble()


def rows(cast, name, section):
    with cast.acting(name) as viewer:
        return [(row.what, row.due) for row in getattr(home(viewer), section) if "役割" in row.what]


def test_a_role_is_new_to_the_window_that_is_asked_and_awaited_by_who_asked(cast):
    in_force(cast)
    due = date(2026, 12, 1)
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
def test_the_words_of_a_role_are_a_look_at_the_plan(cast, name):
    in_force(cast)
    with cast.acting(name) as viewer, looking.collect() as looked:
        home(viewer)
    assert any(classes & FieldClass.PLAN for classes in looked.classes.values())


def test_past_its_limit_it_is_overdue_on_both_sides(cast):
    in_force(cast)
    cast.later(days=8)
    assert [what for what, _ in rows(cast, "elderly", "overdue")] == [ASKED]
    assert len(rows(cast, "coordinator", "overdue")) == 3


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
            found[name] = [(role.what, role.asker) for role in carried_roles(viewer)]
    mine = [("受診の同行", "多機関協働")]
    assert found == {
        "elderly": mine, "elderly_manager": mine, "desk": [], "disability": [], "outsider": [],
    }  # fmt: skip


def test_a_refusal_comes_back_to_who_asked(cast):
    in_force(cast)
    with cast.acting("elderly") as by:
        asked = RoleAssignment.objects.get(what="受診の同行")
        decline_role(role=asked, reason="人手がない", answer=RoleAnswer(), by=by, at=cast.at)
    assert rows(cast, "coordinator", "answers") == [
        ("包括 荒川は、役割を引き受けられないとの返事です（未了）：受診の同行", None)
    ]
    assert rows(cast, "elderly", "new") == []


def test_a_review_is_seen_a_week_ahead_by_who_keeps_the_plan(cast):
    in_force(cast)
    for days, section in ((84, None), (1, "new"), (7, "today"), (1, "overdue")):
        cast.later(days=days)
        with cast.acting("coordinator") as viewer:
            found = home(viewer)
        shown = [part for part in ("new", "today", "overdue")
                 if any("見直しの日" in row.what for row in getattr(found, part))]  # fmt: skip
        assert shown == ([section] if section else []), days
