"""What a room of the desk does in one go: it writes and sets the next day, changes the household,
moves staff, arranges who stands in."""

from datetime import timedelta
from typing import Any

from ikue.accounts.models import Account
from ikue.casework.domain.cases import HandOverBook
from ikue.casework.domain.entries import EntryFacts
from ikue.casework.enums import CaseState, Mark
from ikue.desk.domain.covers import Absence, arrange_cover, end_early
from ikue.desk.domain.entries import Writing, mark_paragraphs, write_on_case
from ikue.desk.domain.household import (
    NewMember,
    Tie,
    add_household_member,
    add_life_event,
    add_other_name,
    add_relation,
    add_whereabouts,
    let_leave,
    note_death,
    undo_death,
)
from ikue.desk.domain.papers import write_note
from ikue.desk.domain.staffing import move_staff, stop_account
from ikue.directory.enums import Role
from ikue.directory.models import Appointment
from ikue.directory.viewers import Viewer
from ikue.people.enums import ContactKind, LifeEventKind, NameKind, RelationKind
from ikue.people.models import Household
from tests.proofs.case_verbs import DEAD, next_action, one_of_the_household
from tests.proofs.people_verbs import person_facts, personnel_office
from tests.proofs.verb import Verb, its_manager
from tests.proofs.world import Handle, World


def do_write_on_case(world: World, by: Viewer, handle: Handle) -> Any:
    case = world.load(handle)
    facts = EntryFacts(
        at=world.at - timedelta(hours=world.dice.choice((-1, 0, 2))), body=world.words("訪問した")
    )
    writing = Writing(facts=facts, next_action=world.dice.choice((None, next_action(world))))
    made = write_on_case(
        case_id=case.pk, writing=writing, seen_version=case.version, by=by, at=world.at
    )
    return world.keep("entry", made, made.owner_window_id)


def do_mark_paragraphs(world: World, by: Viewer, handle: Handle) -> Any:
    marks = {place: world.dice.choice(Mark.values) for place in range(2)}
    return mark_paragraphs(entry=world.load(handle), marks=marks, by=by, at=world.at)


def do_add_somebody(world: World, by: Viewer, handle: Handle) -> Any:
    household = Household.objects.filter(circle_id=handle.circle_id).order_by("recorded_at").first()
    member = NewMember(facts=person_facts(world), supported=world.dice.random() < 0.5)
    return add_household_member(
        case_id=handle.pk, household_id=household.pk if household else handle.pk, member=member,
        by=by, at=world.at,
    )  # fmt: skip


def do_other_name(world: World, by: Viewer, handle: Handle) -> Any:
    return add_other_name(
        case_id=handle.pk, person_id=one_of_the_household(world, handle), kind=NameKind.FORMER,
        name=world.words("旧姓"), kana="", by=by,
    )  # fmt: skip


def do_whereabouts(world: World, by: Viewer, handle: Handle) -> Any:
    return add_whereabouts(
        case_id=handle.pk, person_id=one_of_the_household(world, handle), kind=ContactKind.PHONE,
        value=world.words("03-0000-0000"), note="", by=by,
    )  # fmt: skip


def do_tie(world: World, by: Viewer, handle: Handle) -> Any:
    tie = Tie(
        kind=world.dice.choice((RelationKind.SIBLING_OF, RelationKind.REPRESENTS)),
        scope=world.dice.choice(("", "財産の管理")),
    )
    return add_relation(
        case_id=handle.pk, person_id=one_of_the_household(world, handle),
        other_id=one_of_the_household(world, handle), tie=tie, by=by,
    )  # fmt: skip


def do_day_ahead(world: World, by: Viewer, handle: Handle) -> Any:
    return add_life_event(
        case_id=handle.pk, person_id=one_of_the_household(world, handle),
        kind=world.dice.choice(LifeEventKind.values), on=world.some_day(), note="", by=by,
    )  # fmt: skip


def do_note_death(world: World, by: Viewer, handle: Handle) -> Any:
    return note_death(
        case_id=handle.pk, person_id=one_of_the_household(world, handle), on=world.past_day(),
        by=by, at=world.at,
    )  # fmt: skip


def do_undo_death(world: World, by: Viewer, handle: Handle) -> Any:
    return undo_death(
        case_id=handle.pk, person_id=one_of_the_household(world, handle, **DEAD),
        reason=world.words("別の方だった"), by=by, at=world.at,
    )  # fmt: skip


def do_let_leave(world: World, by: Viewer, handle: Handle) -> Any:
    return let_leave(
        case_id=handle.pk, person_id=one_of_the_household(world, handle), on=world.some_day(), by=by
    )


def do_write_note(world: World, by: Viewer, handle: Handle) -> Any:
    book = HandOverBook(promise=world.words("電話する"))
    return write_note(case=world.load(handle), book=book, by=by, at=world.at)


def do_move_staff(world: World, by: Viewer, handle: Handle) -> Any:
    """Somebody of the window goes; never its only manager (the premise)."""
    there = [one for one in world.staff_of(handle.windows) if one.role != Role.SECTION_MANAGER]
    leaving = world.one_of(there)
    to = world.somebody_else(leaving)
    keep_a_manager(world, leaving)
    found = Appointment.objects.select_related("account", "window").get(pk=leaving.pk)
    move_staff(leaving=found, to=to, books={}, by=by, at=world.at)
    leaving.ends_at = found.ends_at


def do_stop_staff(world: World, by: Viewer, handle: Handle) -> Any:
    chosen = world.one_of(world.staff_of(handle.windows))
    for one in world.appointments:
        if one.account_id == chosen.account_id:
            keep_a_manager(world, one)
    found = Account.objects.get(pk=chosen.account_id)
    stop_account(account=found, by=by, at=world.at)
    chosen.account.stopped_at, chosen.account.is_active = found.stopped_at, found.is_active


@personnel_office()
def keep_a_manager(world: World, leaving: Any) -> None:
    if leaving.role == Role.SECTION_MANAGER:
        world.hire(leaving.window.code, Role.SECTION_MANAGER)


def do_arrange_cover(world: World, by: Viewer, handle: Handle) -> Any:
    absent = world.one_of(world.staff_of(handle.windows))
    absence = Absence(
        absent=absent, deputy=world.somebody_else(absent),
        from_on=world.today, to_on=world.some_day(), reason=world.words("病気"),
    )  # fmt: skip
    made = arrange_cover(absence=absence, by=by)
    return world.keep("cover", made, *handle.windows)


def do_end_early(world: World, by: Viewer, handle: Handle) -> Any:
    return end_early(cover_id=handle.pk, by=by, at=world.at)


GOING_ON = (CaseState.OPEN, CaseState.SUSPENDED)

DESK = (
    Verb("write_on_case", "case", do_write_on_case, 3, states=GOING_ON),
    Verb("mark_paragraphs", "entry", do_mark_paragraphs, 1),
    Verb("add_somebody", "case", do_add_somebody, 3),
    Verb("other_name", "case", do_other_name, 1),
    Verb("whereabouts", "case", do_whereabouts, 1),
    Verb("tie", "case", do_tie, 1),
    Verb("day_ahead", "case", do_day_ahead, 1),
    Verb("note_death", "case", do_note_death, 1),
    Verb("undo_death", "case", do_undo_death, 1),
    Verb("let_leave", "case", do_let_leave, 1),
    Verb("write_note", "case", do_write_note, 2, states=GOING_ON),
    Verb("move_staff", "case", do_move_staff, 1, who=its_manager),
    Verb("stop_staff", "case", do_stop_staff, 1, who=its_manager),
    Verb("arrange_cover", "case", do_arrange_cover, 3, who=its_manager),
    Verb("end_early", "cover", do_end_early, 2, who=its_manager),
)
