"""Verbs below the rules: persons and households, the directory. Here the wall itself refuses."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection

from ikue.directory.domain.appointments import (
    appoint,
    cover,
    end_appointment,
    end_cover,
    stop_account,
)
from ikue.directory.enums import Role
from ikue.directory.viewers import Viewer
from ikue.kernel.expected import Expected
from ikue.kernel.wareki import PartialDate
from ikue.people.domain.households import add_member, form_household, leave_household, relate
from ikue.people.domain.life_events import note_life_event
from ikue.people.domain.persons import (
    PersonFacts,
    SafeContactFacts,
    add_contact_point,
    add_name,
    agree_safe_contact,
    correct_person,
    end_contact_point,
    register_person,
    support_person,
)
from ikue.people.enums import (
    ContactKind,
    LifeEventKind,
    NameKind,
    RelationKind,
    Relationship,
)
from tests.proofs.verb import Verb
from tests.proofs.world import Handle, World


def person_facts(world: World) -> PersonFacts:
    dice = world.dice
    birth = PartialDate(dice.randrange(1930, 2020), dice.choice((None, 1, 12)))
    return PersonFacts(
        family_name=world.words("山田", "髙橋", "鈴木"),
        given_name=world.words("太郎", "花"),
        known_as=dice.choice(("", "さくらさん")),
        birth=dice.choice((None, birth)),
    )


def do_register(world: World, by: Viewer, handle: Handle) -> Any:
    made = register_person(
        facts=person_facts(world), circle_id=handle.circle_id, by=by, at=world.at
    )
    return world.keep("person", made, made.owner_window_id)


def do_correct(world: World, by: Viewer, handle: Handle) -> Any:
    person = world.load(handle)
    seen = person.version - (world.dice.random() < 0.1)
    return correct_person(
        person=person, facts=person_facts(world), seen_version=seen, by=by, at=world.at
    )


def do_add_name(world: World, by: Viewer, handle: Handle) -> Any:
    return add_name(person=world.load(handle), kind=NameKind.FORMER, name="旧姓", by=by)


def do_add_contact(world: World, by: Viewer, handle: Handle) -> Any:
    made = add_contact_point(
        person=world.load(handle), kind=ContactKind.PHONE, value="03-0000-0000", by=by
    )
    return world.keep("contact", made, made.owner_window_id)


def do_end_contact(world: World, by: Viewer, handle: Handle) -> Any:
    return end_contact_point(contact_point=world.load(handle), on=world.some_day())


def do_safe_contact(world: World, by: Viewer, handle: Handle) -> Any:
    return agree_safe_contact(
        person=world.load(handle), facts=SafeContactFacts(no_message=True), by=by
    )


def do_support_person(world: World, by: Viewer, handle: Handle) -> Any:
    circle = world.wrong(handle.circle_id, "consultation", "circle_id")
    return support_person(person_id=handle.pk, circle_id=circle, by=by, at=world.at)


def do_form_household(world: World, by: Viewer, handle: Handle) -> Any:
    made = form_household(circle_id=handle.circle_id, label="世帯", by=by)
    return world.keep("household", made, made.owner_window_id)


def do_add_member(world: World, by: Viewer, handle: Handle) -> Any:
    household = world.beside(handle, "household")
    if household is None:
        raise Expected("世帯がまだありません。")
    made = add_member(
        household=world.load(household), person=world.load(handle),
        relationship=Relationship.CHILD, by=by, since=world.dice.choice((None, world.some_day())),
    )  # fmt: skip
    return world.keep("membership", made, made.owner_window_id)


def do_leave(world: World, by: Viewer, handle: Handle) -> Any:
    return leave_household(membership=world.load(handle), on=world.some_day())


def do_relate(world: World, by: Viewer, handle: Handle) -> Any:
    other = world.beside(handle, "person") or handle
    return relate(
        person=world.load(handle), other=world.load(other), kind=RelationKind.SIBLING_OF, by=by
    )


def do_life_event(world: World, by: Viewer, handle: Handle) -> Any:
    kind = world.dice.choice(LifeEventKind.values)
    return note_life_event(person=world.load(handle), kind=kind, on=world.some_day(), by=by)


@contextmanager
def personnel_office() -> Iterator[None]:
    """発令・解任・代理 come from outside: whoever acts in the walk has no authority over them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('ikue.context', true)")
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config('ikue.context', '', true)")
        try:
            yield
        finally:
            if not connection.needs_rollback:
                cursor.execute("SELECT set_config('ikue.context', %s, true)", [before])


@personnel_office()
def do_end_appointment(world: World, by: Viewer, _: Handle) -> Any:
    """Never the only manager of a window: the ward names a successor before (the premise)."""
    chosen = world.appointment()
    if chosen.role == Role.SECTION_MANAGER:
        world.hire(chosen.window.code, Role.SECTION_MANAGER)
    when = world.at + timedelta(days=world.dice.choice((-400, 0, 0, 20)))
    return end_appointment(appointment=chosen, at=max(when, world.at) if when.year > 2025 else when)


@personnel_office()
def do_stop_account(world: World, by: Viewer, _: Handle) -> Any:
    chosen = world.appointment()
    for one in world.appointments:
        if one.account_id == chosen.account_id and one.role == Role.SECTION_MANAGER:
            world.hire(one.window.code, Role.SECTION_MANAGER)
    return stop_account(account=chosen.account, at=world.at)


@personnel_office()
def do_appoint(world: World, by: Viewer, _: Handle) -> Any:
    role = world.dice.choice((Role.COUNSELLOR, Role.CHIEF, Role.SECTION_MANAGER, Role.OUTSIDER))
    starts = world.at - timedelta(days=world.dice.choice((-3, 0, 0, 1)))
    ends = world.dice.choice((None, None, starts + timedelta(days=world.dice.choice((-1, 5, 60)))))
    if role == Role.SECTION_MANAGER:
        ends = None
    made = appoint(
        account=world.appointment().account, window=world.window(), role=role, starts_at=starts,
        ends_at=ends, by=None,
    )  # fmt: skip
    world.appointments.append(made)
    return made


@personnel_office()
def do_cover(world: World, by: Viewer, _: Handle) -> Any:
    absent = world.appointment()
    deputy = world.somebody_else(absent)
    made = cover(absent=absent, deputy=deputy, from_on=world.some_day(), to_on=world.some_day())
    return world.keep("cover", made, absent.window_id)


def do_end_cover(world: World, by: Viewer, handle: Handle) -> Any:
    known = world.load(handle)
    with personnel_office():
        return end_cover(cover=known, at=world.at)


NEW_PERSONS = "consultation"

PEOPLE = (
    Verb("register", NEW_PERSONS, do_register, 4, below=True),
    Verb("correct", "person", do_correct, 3, below=True),
    Verb("add_name", "person", do_add_name, 1, below=True),
    Verb("add_contact", "person", do_add_contact, 2, below=True),
    Verb("end_contact", "contact", do_end_contact, 1, below=True),
    Verb("safe_contact", "person", do_safe_contact, 1, below=True),
    Verb("support_person", "person", do_support_person, 2, below=True),
    Verb("form_household", NEW_PERSONS, do_form_household, 1, below=True),
    Verb("add_household_member", "person", do_add_member, 2, below=True),
    Verb("leave_household", "membership", do_leave, 1, below=True),
    Verb("relate", "person", do_relate, 2, below=True),
    Verb("life_event", "person", do_life_event, 1, below=True),
)
DIRECTORY = (
    Verb("end_appointment", "", do_end_appointment, 1),
    Verb("stop_account", "", do_stop_account, 1),
    Verb("appoint", "", do_appoint, 3),
    Verb("cover", "", do_cover, 2),
    Verb("end_cover", "cover", do_end_cover, 1),
)
"""Whoever keeps the directory does these, outside the walk: see `personnel_office`."""
