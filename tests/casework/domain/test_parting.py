"""After a split: whoever takes one side over later does not see the other (law.md §5)."""

import uuid
from datetime import date, timedelta

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
from ikue.people.domain.persons import PersonFacts, register_person, support_person
from ikue.people.models import Person
from ikue.sharing.domain.opening import begin_circle, take_duty
from tests.factories.conferences import coordinated
from tests.factories.coordination import in_days, supported_8050
from tests.sharing.raw import REFUSED, attempt, insert, take_duty_in_own_circle
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]


@standing
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


COMPLETED_BEFORE = (
    "UPDATE casework_case SET state = 'completed', completed_reason = 'stable', completed_at = %s,"
    " lead_afterwards = '-', follow_up_on = '2027-01-01', next_on = NULL WHERE id = %s"
)
NAMED = "UPDATE casework_case SET responsible_id = %s WHERE id = %s"
LED = "UPDATE casework_case SET lead_window_id = %s, responsible_id = %s WHERE id = %s"


@pytest.mark.parametrize(("name", "side"), [("desk", 0), ("desk_colleague", 1)])
def test_nothing_written_into_the_case_lets_its_responsible_out(cast, sides, name, side):
    """Neither naming another without a hand-over, nor an end that lies before the split."""
    mine = sides[side]
    with cast.acting(name):
        assert attempt(NAMED, [cast["chief"].appointment_id, mine.pk]) == 1
        assert attempt(COMPLETED_BEFORE, [cast.at - timedelta(days=30), mine.pk]) == 1
    cast.later(minutes=1)
    assert seen(cast, name) == {mine.circle_id}
    assert seen(cast, "chief") == {mine.circle_id}


def test_who_is_named_for_an_end_only_answers_for_nothing_until_it_is_taken_up(cast, sides):
    old, _ = sides
    with cast.acting("desk"):
        assert attempt(COMPLETED_BEFORE, [cast.at, old.pk]) == 1
        assert attempt(NAMED, [cast["chief"].appointment_id, old.pk]) == 1
    assert seen(cast, "chief") == both(sides)
    with cast.acting("desk"):
        again = "UPDATE casework_case SET state = 'open', next_on = opened_at WHERE id = %s"
        assert attempt(again, [old.pk]) == 1
    assert seen(cast, "chief") == {old.circle_id}


def test_a_hand_over_that_moved_nothing_keeps_nobody_apart(cast, sides):
    _, new = sides
    chief = cast["chief"].appointment_id
    with cast.acting("desk_colleague") as by:
        done = insert(
            "casework_handover", id=uuid.uuid4(), circle_id=new.circle_id, case_id=new.pk,
            owner_window_id=by.window_id, written_by_id=by.appointment_id, recorded_at=by.at,
            from_appointment_id=chief, to_appointment_id=chief, from_window_id=by.window_id,
            to_window_id=by.window_id, at=by.at, reason="-",
        )  # fmt: skip
    assert done == 1
    cast.later(minutes=1)
    assert seen(cast, "chief") == both(sides)


def test_nobody_is_named_for_a_side_who_would_lose_both_by_it(cast, sides):
    """Whoever answers for the other side, or is of a window that does not stand there."""
    old, new = sides
    elderly = cast["elderly"]
    for name, side, other in (("desk", old, "desk_colleague"), ("desk_colleague", new, "desk")):
        with cast.acting(name):
            assert attempt(NAMED, [cast[other].appointment_id, side.pk]) == REFUSED, name
            assert attempt(NAMED, [elderly.appointment_id, side.pk]) == REFUSED, name
            led = [elderly.window_id, elderly.appointment_id, side.pk]
            assert attempt(LED, led) == REFUSED, name
    assert seen(cast, "desk") == {old.circle_id}
    assert seen(cast, "desk_colleague") == {new.circle_id}


def raw_case(*, circle_id, responsible, by):
    """(id, rows written): a case that no verb opened."""
    case_id = uuid.uuid4()
    return case_id, insert(
        "casework_case", id=case_id, circle_id=circle_id, owner_window_id=by.window_id,
        written_by_id=by.appointment_id, recorded_at=by.at, version=1, number=str(case_id)[:8],
        state="open", lead_window_id=by.window_id, responsible_id=responsible,
        opened_with_id=responsible, next_on=date(2026, 12, 1), opened_at=by.at,
        suspended_reason="", completed_reason="", lead_afterwards="", tally_key=uuid.uuid4(),
    )  # fmt: skip


def parts(one, other) -> bool:
    """Whether they may be parted; nothing of it stays."""
    with transaction.atomic():
        done = attempt("SELECT wall.part_circles(%s, %s)", [one, other])
        transaction.set_rollback(True)
    return done != REFUSED


def somebody_lives_in(circle_id, by):
    person = register_person(
        facts=PersonFacts(family_name="白石", given_name="葵"), circle_id=circle_id, by=by, at=by.at
    )
    support_person(person_id=person.pk, circle_id=circle_id, by=by, at=by.at)


@pytest.mark.parametrize(
    ("name", "may"),
    [("desk", True), ("chief", True), ("manager", True), ("desk_colleague", False)],
)
def test_who_answers_for_the_household_parts_it_or_who_leads_the_window(cast, name, may):
    """A colleague, named for a side that another has invented, is not shut out of the true one."""
    old = supported_8050(cast)
    with cast.acting(name) as by:
        made, _ = take_duty_in_own_circle(owner=by, at=by.at)
        somebody_lives_in(made, by)
        victim = cast["chief" if name != "chief" else "manager"].appointment_id
        assert raw_case(circle_id=made, responsible=victim, by=by)[1] == 1
        assert parts(old.circle_id, made) is may


def test_no_household_is_parted_from_an_invented_one_to_shut_another_window_out(cast):
    old = supported_8050(cast)
    elderly = cast["elderly"]
    with cast.acting("desk") as by:
        made, _ = take_duty_in_own_circle(owner=by, at=by.at)
        assert not parts(old.circle_id, made)
        _, done = raw_case(circle_id=made, responsible=elderly.appointment_id, by=by)
        assert done == REFUSED
        colleague = cast["desk_colleague"].appointment_id
        case_id, done = raw_case(circle_id=made, responsible=colleague, by=by)
        assert done == 1
        assert not parts(old.circle_id, made)
        somebody_lives_in(made, by)
        assert parts(old.circle_id, made)
        given_away = [elderly.window_id, elderly.appointment_id, case_id]
        assert attempt(LED, given_away) == 1
        assert not parts(old.circle_id, made)


@pytest.mark.parametrize(
    ("name", "colleague", "may"),
    [("desk", "desk_colleague", True), ("coordinator", "coordination_manager", False)],
)
def test_of_two_windows_on_duty_the_one_that_leads_parts(cast, name, colleague, may):
    household = coordinated(cast)
    with cast.acting(name) as by:
        made, _ = take_duty_in_own_circle(owner=by, at=by.at)
        named = cast[colleague].appointment_id
        assert raw_case(circle_id=made, responsible=named, by=by)[1] == 1
        somebody_lives_in(made, by)
        assert parts(household.circle_id, made) is may
