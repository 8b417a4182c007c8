"""After a split: whoever takes one side over later does not see the other (law.md §5)."""

import pytest
from django.db import DatabaseError, connection, transaction

from ikue.casework.domain.cases import HandOverBook, Next, hand_over_case, reopen_case
from ikue.casework.domain.ending import Completion, complete_case
from ikue.casework.domain.splitting import Leaving, Split, split_case
from ikue.casework.models import Case
from ikue.desk.domain.staffing import StaffingNotPossible, move_staff
from ikue.directory.domain.appointments import cover, end_appointment, stop_account
from ikue.kernel import clock
from ikue.kernel.expected import Expected
from ikue.people.domain.persons import support_person
from ikue.people.models import Person
from ikue.sharing.domain.opening import begin_circle, take_duty
from tests.factories.coordination import in_days, supported_8050

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides(cast):
    """(old, new): the desk goes on with the son, the colleague takes the mother up."""
    old = supported_8050(cast)
    with cast.acting("desk") as by:
        son = Person.objects.get(given_name="一郎")
        mother = Person.objects.get(given_name="トメ")
        support_person(person_id=son.pk, circle_id=old.circle_id, by=by, at=by.at)
    cast.later(days=1)
    with cast.acting("desk") as by:
        wanted = Split(
            leaving=(Leaving(person_id=mother.pk, relationship="self"),), on=in_days(cast, 0),
            reason="避難した", responsible=cast.appointment("desk_colleague"),
            next_action=Next(what="避難先で会う", due_on=in_days(cast, 1)),
        )  # fmt: skip
        new = split_case(case=Case.objects.get(), split=wanted, by=by, at=by.at)
    cast.later(minutes=1)
    return old, new


def seen(cast, name):
    with cast.acting(name):
        persons = set(Person.objects.values_list("circle_id", flat=True))
        cases = set(Case.objects.values_list("circle_id", flat=True))
    assert persons == cases, name
    return cases


def both(sides):
    return {side.circle_id for side in sides}


def hand_over(cast, side, *, to, by):
    with cast.acting(by) as viewer:
        hand_over_case(
            case=Case.objects.get(pk=side.pk), to=cast.appointment(to), reason="担当替え",
            book=HandOverBook(), by=viewer, at=viewer.at,
        )  # fmt: skip
    cast.later(minutes=1)


def test_who_has_neither_side_sees_both_until_one_is_handed_over(cast, sides):
    old, new = sides
    assert seen(cast, "chief") == both(sides)
    hand_over(cast, old, to="chief", by="desk")
    assert seen(cast, "chief") == {old.circle_id}
    assert seen(cast, "desk_colleague") == {new.circle_id}
    assert seen(cast, "manager") == both(sides)


def test_handing_it_on_makes_nobody_forget(cast, sides):
    old, new = sides
    hand_over(cast, old, to="chief", by="desk")
    hand_over(cast, old, to="manager", by="chief")
    for name in ("desk", "chief", "manager"):
        assert seen(cast, name) == {old.circle_id}, name
        with (
            cast.acting("desk_colleague") as by,
            pytest.raises(Expected, match=r"この世帯には関われません.*その窓口に担当を引き継い"),
        ):
            hand_over_case(
                case=Case.objects.get(pk=new.pk), to=cast.appointment(name), reason="異動",
                book=HandOverBook(), by=by, at=by.at,
            )  # fmt: skip


def test_whoever_takes_an_ended_side_up_again_is_kept_apart_too(cast, sides):
    old, _ = sides
    with cast.acting("desk") as by:
        complete_case(
            case=Case.objects.get(), completion=Completion(reason="declined"), by=by, at=by.at
        )
    cast.later(minutes=1)
    with cast.acting("chief") as by:
        reopen_case(
            case=Case.objects.get(pk=old.pk), responsible=cast.appointment("chief"),
            next_action=Next(what="電話する", due_on=in_days(cast, 1)), by=by, at=by.at,
        )  # fmt: skip
    cast.later(minutes=1)
    assert seen(cast, "chief") == {old.circle_id}


def stand_in(cast, *, absent, deputy):
    today = clock.today(cast.at)
    cover(
        absent=cast.appointment(absent), deputy=cast.appointment(deputy), from_on=today,
        to_on=today,
    )  # fmt: skip


def test_a_deputy_sees_one_side_for_the_days_of_the_cover(cast, sides):
    stand_in(cast, absent="desk", deputy="chief")
    assert seen(cast, "chief") == {sides[0].circle_id}
    cast.later(days=1)
    assert seen(cast, "chief") == both(sides)


def test_a_deputy_for_both_sees_both_as_somebody_who_has_neither(cast, sides):
    """Or a call about either would find nobody on those days."""
    stand_in(cast, absent="desk", deputy="chief")
    stand_in(cast, absent="desk_colleague", deputy="chief")
    assert seen(cast, "chief") == both(sides)


def test_a_deputy_who_has_the_other_side_gets_nothing_of_it_and_keeps_the_own(cast, sides):
    stand_in(cast, absent="desk", deputy="desk_colleague")
    assert seen(cast, "desk_colleague") == {sides[1].circle_id}


def test_what_falls_to_the_manager_closes_the_other_side(cast, sides):
    old, new = sides
    assert seen(cast, "manager") == both(sides)
    end_appointment(appointment=cast.appointment("desk"), at=cast.at)
    assert seen(cast, "manager") == {old.circle_id}
    hand_over(cast, old, to="chief", by="manager")
    assert seen(cast, "manager") == both(sides)
    assert (seen(cast, "chief"), seen(cast, "desk_colleague")) == (
        {old.circle_id}, {new.circle_id},
    )  # fmt: skip


def test_on_whom_both_sides_fall_sees_both_to_hand_one_over(cast, sides):
    old, new = sides
    for name in ("desk", "desk_colleague"):
        stop_account(account=cast.appointment(name).account, at=cast.at)
    assert seen(cast, "manager") == both(sides)
    hand_over(cast, new, to="chief", by="manager")
    assert (seen(cast, "chief"), seen(cast, "manager")) == ({new.circle_id}, {old.circle_id})


def test_a_move_names_the_case_that_cannot_go_along(cast, sides):
    old, _ = sides
    with cast.acting("manager") as by, pytest.raises(StaffingNotPossible, match=old.number):
        move_staff(
            leaving=cast.appointment("desk"), to=cast.appointment("desk_colleague"), books={},
            by=by, at=by.at,
        )  # fmt: skip


def test_nobody_parts_circles_that_are_not_theirs(cast, sides):
    old, new = sides
    with cast.acting("elderly") as by:
        own = begin_circle(by=by, at=by.at)
        take_duty(circle_id=own.pk, what="受付", by=by, at=by.at)
    for name, pair in (
        ("elderly", (old.circle_id, own.pk)),
        ("chief", (old.circle_id, own.pk)),
        ("outsider", (old.circle_id, new.circle_id)),
    ):
        with cast.acting(name), connection.cursor() as cursor:
            with pytest.raises(DatabaseError, match="not parted here"), transaction.atomic():
                cursor.execute("SELECT wall.part_circles(%s, %s)", pair)
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute("SELECT other FROM wall.parted")
