"""役割の経過: written by the holder, read by whoever asked and by the lead, by nobody else."""

import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from ikue.casework.domain.plan_facts import RoleFacts
from ikue.casework.domain.plan_holders import RoleNotPossible
from ikue.casework.domain.plan_queries import show_plan
from ikue.casework.domain.role_notes import write_role_note
from ikue.casework.domain.roles import (
    RoleAnswer,
    accept_role,
    ask_role,
    draft_role,
    end_role,
)
from ikue.casework.models import Case, RoleAssignment, RoleNote
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.sharing.enums import Basis
from tests.cast import ROLES
from tests.client import keyed, sign_in
from tests.factories.conferences import Round
from tests.factories.plans import coordinated_8050, in_force
from tests.sharing.raw import REFUSED, attempt, insert

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_static_files")]
DONE = "物忘れ外来に付き添った"
READERS = {"elderly", "elderly_manager", "desk", "desk_colleague", "chief", "manager",
           "coordinator", "coordination_manager"}  # fmt: skip
"""Holder, lead and keeper; 地域包括 holds its role and stands outside the circle."""


@pytest.fixture
def plan(cast):
    plan = in_force(cast, coordinated_8050(cast))
    with cast.acting("elderly") as by:
        accept_role(role=escort(), answer=RoleAnswer(), by=by, at=cast.at)
    return plan


def escort():
    return RoleAssignment.objects.get(what="受診の同行")


def write(cast, name="elderly", body=DONE, on=None):
    with cast.acting(name) as by:
        return write_role_note(
            role=escort(), done_on=on or clock.today(by.at), body=body, by=by, at=by.at
        )


def test_holder_keeper_and_lead_read_it_and_nobody_else(cast, plan):
    write(cast)
    for name in sorted(set(ROLES) - {"retired"}):
        with cast.acting(name):
            assert RoleNote.objects.count() == (name in READERS), name
    for name in ("elderly", "desk", "coordinator"):
        with cast.acting(name) as by:
            assert [one.note.body for one in show_plan(by, plan.pk).notes] == [DONE]


def test_the_other_holders_read_the_plan_and_not_the_note(cast, plan):
    write(cast)
    with cast.acting("desk"):
        role = RoleAssignment.objects.get(what="家計の相談")
        assert role.window_id == cast["desk"].window_id
    with cast.acting("desk") as by:
        accept_role(role=role, answer=RoleAnswer(), by=by, at=cast.at)
        write_role_note(
            role=role, done_on=clock.today(cast.at), body="家計表を作った", by=by, at=by.at
        )
    with cast.acting("elderly") as by:
        assert [one.note.body for one in show_plan(by, plan.pk).notes] == [DONE]
        assert RoleNote.objects.count() == 1


def by_hand(role, by, **changes):
    values = {
        "id": uuid.uuid4(), "circle_id": role.circle_id, "owner_window_id": by.window_id,
        "written_by_id": by.appointment_id, "recorded_at": by.at, "role_id": role.pk,
        "done_on": date(2026, 11, 24), "body": "手で書いた",
    }  # fmt: skip
    return insert("casework_rolenote", **(values | changes))


@pytest.mark.parametrize("name", ["coordinator", "desk", "disability", "outsider"])
def test_only_its_holder_writes_it(cast, plan, name):
    with cast.acting("elderly"):
        role = escort()
    with cast.acting(name) as by:
        with pytest.raises(NotAllowed):
            write_role_note(role=role, done_on=clock.today(by.at), body=DONE, by=by, at=by.at)
        assert by_hand(role, by) == REFUSED
    with cast.acting("elderly") as by:
        assert by_hand(role, by, owner_window_id=cast[name].window_id) == REFUSED
        assert by_hand(role, by) == 1


def test_also_by_hand_only_while_the_role_is_carried(cast):
    in_force(cast, coordinated_8050(cast))
    with cast.acting("elderly") as by:
        assert by_hand(escort(), by) == REFUSED
        accept_role(role=escort(), answer=RoleAnswer(), by=by, at=cast.at)
        assert by_hand(escort(), by) == 1
    with cast.acting("coordinator") as by:
        ended = end_role(role=escort(), by=by, at=cast.at)
    with cast.acting("elderly") as by:
        assert by_hand(ended, by) == REFUSED


def test_what_was_written_stays(cast, plan):
    write(cast)
    for name in ("elderly", "coordinator", "desk"):
        with cast.acting(name):
            assert attempt("UPDATE casework_rolenote SET body = 'x'", []) == REFUSED
            assert attempt("DELETE FROM casework_rolenote", []) == REFUSED


def test_not_without_words_not_ahead_and_not_before_it_was_taken(cast):
    in_force(cast, coordinated_8050(cast))
    with pytest.raises(RoleNotPossible, match="引き受けて続いている役割だけ"):
        write(cast)
    with cast.acting("elderly") as by:
        accept_role(role=escort(), answer=RoleAnswer(), by=by, at=cast.at)
    with pytest.raises(RoleNotPossible, match="したことを書いて"):
        write(cast, body="")
    with pytest.raises(RoleNotPossible, match="まだ来ていない日"):
        write(cast, on=date(2026, 11, 25))


def test_on_screen(cast, plan):
    with cast.acting("elderly"):
        role = escort()
    page, form = (reverse(f"casework:{one}", args=[role.pk]) for one in ("role", "role_note"))
    with clock.frozen(cast.at):
        holder = sign_in(Client(), cast, "elderly")
        assert "役割の経過を書く" in holder.get(page).content.decode()
        lacking = holder.post(form, keyed(done_on="きょう", body=""))
        assert (lacking.status_code, "したこと・分かったこと" in lacking.content.decode()) == (
            422, True,
        )  # fmt: skip
        assert holder.post(form, keyed(done_on="きょう", body=DONE)).status_code == 302
        assert DONE in holder.get(page).content.decode()
        lead = sign_in(Client(), cast, "desk")
        shown = lead.get(reverse("casework:plan", args=[plan.pk])).content.decode()
        assert DONE in shown
        assert "役割の経過を書く" not in lead.get(page).content.decode()
        assert lead.get(form).status_code == 404
        assert sign_in(Client(), cast, "outsider").get(form).status_code == 404


def test_of_a_role_without_a_plan_whoever_asked_reads_it_and_the_lead_does_not(cast):
    case = coordinated_8050(cast)
    item = Round(cast=cast, circle_id=case.circle_id, case_id=case.pk).item(names=("トメ",))
    facts = RoleFacts(what="見守り", window_id=cast["elderly"].window_id)
    with cast.acting("coordinator") as by:
        case = Case.objects.get(pk=case.pk)
        role = draft_role(case=case, facts=facts, item_id=item.pk, by=by, at=cast.at)
        ask_role(role=role, basis=Basis.SUPPORT_CONFERENCE, by=by, at=cast.at)
    with cast.acting("elderly") as by:
        role = RoleAssignment.objects.get()
        accept_role(role=role, answer=RoleAnswer(), by=by, at=cast.at)
    with clock.frozen(cast.at):
        holder = sign_in(Client(), cast, "elderly")
        form = reverse("casework:role_note", args=[role.pk])
        told = holder.post(form, keyed(done_on="きょう", body=DONE))
        page = holder.get(told["Location"]).content.decode()
    assert "お願いした窓口が読めます。" in page
    assert "主担当機関" not in page
    for name, notes in (("coordinator", 1), ("elderly", 1), ("desk", 0), ("outsider", 0)):
        with cast.acting(name):
            assert RoleNote.objects.count() == notes, name


def test_a_role_that_ended_is_read_and_taken_up_by_its_holder_no_more(cast):
    """`decide` closes it with its ground; so does the wall, and nobody writes the end away."""
    in_force(cast, coordinated_8050(cast))
    with cast.acting("elderly") as by:
        escort = RoleAssignment.objects.get(what="受診の同行")
        accept_role(role=escort, answer=RoleAnswer(), by=by, at=cast.at)
        write_role_note(role=escort, done_on=cast.at.date(), body="付き添った", by=by, at=cast.at)
    with cast.acting("coordinator") as by:
        end_role(role=RoleAssignment.objects.get(pk=escort.pk), by=by, at=cast.at)
    cast.later(minutes=1)
    again = "UPDATE casework_roleassignment SET state = 'accepted' WHERE id = %s"
    with cast.acting("elderly"):
        assert RoleAssignment.objects.filter(pk=escort.pk).count() == 0
        assert attempt(again, [escort.pk]) == 0
        assert RoleNote.objects.count() == 1
    with cast.acting("coordinator"):
        assert RoleNote.objects.count() == 1
        assert attempt(again, [escort.pk]) == REFUSED
