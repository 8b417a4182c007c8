from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from ikue.accounts.models import Account
from ikue.directory.domain import appointments as verbs
from ikue.directory.domain.queries import (
    appointments_in_force,
    covers_in_force,
    deputyships_in_force,
    manager_of,
)
from ikue.directory.domain.written import write_appointment, write_cover
from ikue.directory.enums import Role
from ikue.directory.models import Appointment, Cover, Window
from tests.cast import assemble

pytestmark = pytest.mark.django_db
START = datetime(2026, 4, 1, 0, 0, tzinfo=UTC) - timedelta(hours=9)
END = datetime(2026, 10, 1, 0, 0, tzinfo=UTC) - timedelta(hours=9)
INSTANT = timedelta(microseconds=1)


def account(username):
    return Account.objects.create_account(username=username, name=username, password=None)


def window(code):
    return Window.objects.get(code=code)


def appointed(who, code="women", role=Role.COUNSELLOR, starts_at=START, ends_at=None):
    return verbs.appoint(
        account=who, window=window(code), role=role, starts_at=starts_at, ends_at=ends_at, by=None
    )


def refusal(error, **arguments):
    with pytest.raises(error) as caught:
        appointed(**arguments)
    return str(caught.value)


@pytest.mark.parametrize(
    ("at", "expected"),
    [(START - INSTANT, False), (START, True), (END - INSTANT, True), (END, False)],
)
def test_an_appointment_holds_from_its_start_until_just_before_its_end(at, expected):
    who = account("a")
    held = appointed(who, ends_at=END)
    assert appointments_in_force(who, at).exists() is expected
    assert held.is_in_force(at) is expected


def test_the_main_appointment_comes_before_the_concurrent_one():
    who = account("a")
    second = verbs.appoint(
        account=who,
        window=window("multi_agency"),
        role=Role.COORDINATOR,
        starts_at=START,
        concurrent=True,
        by=None,
    )
    first = appointed(who, starts_at=START + timedelta(days=1))
    assert list(appointments_in_force(who, END)) == [first, second]


def test_the_same_place_twice_at_one_time_is_refused_by_verb_and_database():
    who = account("a")
    appointed(who, ends_at=END)
    sentence = refusal(verbs.AlreadyAppointed, who=who, starts_at=END - INSTANT)
    assert sentence == (
        "この職員は、同じ窓口で同じ役割に既に就いています。今の所属を使ってください。"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        write_appointment(
            Appointment(
                account=who, window=window("women"), role=Role.COUNSELLOR, starts_at=END - INSTANT
            )
        )


def test_an_appointment_may_follow_the_former_one_without_a_gap():
    who = account("a")
    appointed(who, ends_at=END)
    appointed(who, starts_at=END)
    assert appointments_in_force(who, END).count() == 1
    assert appointments_in_force(who, END - INSTANT).count() == 1


def test_other_role_window_or_person_does_not_collide():
    who = account("a")
    appointed(who)
    appointed(who, role=Role.CHIEF)
    appointed(who, code="youth")
    other = account("b")
    appointed(other)
    assert Appointment.objects.filter(account__in=(who, other)).count() == 4


def test_who_cannot_be_appointed():
    stopped = account("stopped")
    stopped.stopped_at = START
    stopped.save()
    assert refusal(verbs.AccountStopped, who=stopped) == (
        "この職員アカウントは停止されています。再開してから発令してください。"
    )
    who = account("a")
    assert refusal(verbs.AgencyWithoutAccounts, who=who, code="hospital") == (
        "この機関は職員アカウントを持たないため、所属を発令できません。"
    )
    assert refusal(verbs.WindowNotInForce, who=who, starts_at=START - INSTANT) == (
        "この窓口は発令日には置かれていません。窓口と日付を確かめてください。"
    )
    assert refusal(verbs.EndsBeforeStart, who=who, ends_at=START) == (
        "解かれる日時は、発令日時より後にしてください。"
    )


def test_an_end_is_later_than_its_start_in_the_database_too():
    with pytest.raises(IntegrityError), transaction.atomic():
        write_appointment(
            Appointment(
                account=account("a"),
                window=window("women"),
                role=Role.CHIEF,
                starts_at=START,
                ends_at=START,
            )
        )


def test_ending_an_appointment():
    who = account("a")
    held = appointed(who)
    with pytest.raises(verbs.EndsBeforeStart):
        verbs.end_appointment(appointment=held, at=START)
    verbs.end_appointment(appointment=held, at=END)
    assert appointments_in_force(who, END - INSTANT).get() == held
    assert not appointments_in_force(who, END).exists()
    with pytest.raises(verbs.AlreadyEnded):
        verbs.end_appointment(appointment=held, at=END + INSTANT)


def test_a_planned_end_may_be_brought_forward():
    held = appointed(account("a"), ends_at=END)
    earlier = END - timedelta(days=30)
    assert verbs.end_appointment(appointment=held, at=earlier).ends_at == earlier


def test_a_cover_holds_on_its_days_in_tokyo():
    absent, deputy = appointed(account("a")), appointed(account("b"))
    made = verbs.cover(
        absent=absent,
        deputy=deputy,
        from_on=date(2026, 8, 10),
        to_on=date(2026, 8, 12),
        reason="夏季休暇",
    )
    first = datetime(2026, 8, 9, 15, 0, tzinfo=UTC)
    last = datetime(2026, 8, 12, 15, 0, tzinfo=UTC)
    assert not covers_in_force(absent, first - INSTANT).exists()
    assert list(covers_in_force(absent, first)) == [made]
    assert list(deputyships_in_force(deputy, last - INSTANT)) == [made]
    assert not covers_in_force(absent, last).exists()
    assert not covers_in_force(deputy, first).exists()


def test_a_cover_ends_with_the_deputys_appointment():
    absent, deputy = appointed(account("a")), appointed(account("b"))
    verbs.cover(absent=absent, deputy=deputy, from_on=date(2026, 9, 1), to_on=date(2026, 12, 31))
    verbs.end_appointment(appointment=deputy, at=END)
    assert covers_in_force(absent, END - INSTANT).exists()
    assert not covers_in_force(absent, END).exists()


def test_covers_that_are_refused():
    who = account("a")
    absent, own_other = appointed(who), appointed(who, role=Role.CHIEF)
    elsewhere, late = appointed(account("b"), code="youth"), appointed(account("c"), starts_at=END)
    days = {"from_on": date(2026, 8, 10), "to_on": date(2026, 8, 12)}
    with pytest.raises(verbs.CoverOfSelf):
        verbs.cover(absent=absent, deputy=own_other, **days)
    with pytest.raises(verbs.DeputyOfOtherWindow):
        verbs.cover(absent=absent, deputy=elsewhere, **days)
    with pytest.raises(verbs.NotAppointedThen):
        verbs.cover(absent=absent, deputy=late, **days)
    with pytest.raises(verbs.CoverDaysReversed):
        verbs.cover(
            absent=absent, deputy=elsewhere, from_on=date(2026, 8, 12), to_on=date(2026, 8, 10)
        )


def test_the_same_cover_stands_once():
    absent, deputy = appointed(account("a")), appointed(account("b"))
    days = {"from_on": date(2026, 8, 10), "to_on": date(2026, 8, 12)}
    made = verbs.cover(absent=absent, deputy=deputy, **days)
    with pytest.raises(verbs.CoverTwice):
        verbs.cover(
            absent=absent, deputy=deputy, from_on=date(2026, 8, 12), to_on=date(2026, 8, 20)
        )
    verbs.end_cover(cover=made, at=datetime(2026, 8, 10, 3, 0, tzinfo=UTC))
    assert verbs.cover(absent=absent, deputy=deputy, **days)


def test_who_lends_a_hand_from_elsewhere_is_appointed_here_for_the_days():
    absent, helper = appointed(account("a")), account("b")
    elsewhere = appointed(helper, code="youth")
    here = verbs.appoint(
        account=helper, window=window("women"), role=Role.COUNSELLOR, starts_at=START,
        ends_at=END, concurrent=True, by=None,
    )  # fmt: skip
    days = {"from_on": date(2026, 8, 10), "to_on": date(2026, 8, 12)}
    with pytest.raises(verbs.DeputyOfOtherWindow) as refusal:
        verbs.cover(absent=absent, deputy=elsewhere, **days)
    assert "期間を決めてこの窓口にも兼務で発令してください" in str(refusal.value)
    assert verbs.cover(absent=absent, deputy=here, **days)


def test_a_cover_of_another_window_written_by_raw_sql_opens_nothing():
    """Also one that no verb made: whoever writes the row acts for their own window alone."""
    cast = assemble()
    on = cast.at.date()
    write_cover(
        Cover(
            absent=cast.appointment("desk"),
            deputy=cast.appointment("elderly"),
            from_on=on,
            to_on=on,
        )
    )
    with cast.acting("elderly") as by, connection.cursor() as cursor:
        cursor.execute("SELECT wall.acting_appointments(), wall.own_windows()")
        assert cursor.fetchone() == ([by.appointment_id], [by.window_id])


@pytest.mark.parametrize(("to_on", "allowed"), [(30, True), (31, False)])
def test_an_appointment_ended_at_midnight_does_not_reach_into_that_day(to_on, allowed):
    """It ends at 0:00 of 31 August in Tokyo."""
    midnight = datetime(2026, 8, 30, 15, 0, tzinfo=UTC)
    absent = appointed(account("a"))
    deputy = appointed(account("b"), ends_at=midnight)
    days = {"from_on": date(2026, 8, 28), "to_on": date(2026, 8, to_on)}
    if allowed:
        assert verbs.cover(absent=absent, deputy=deputy, **days).deputy == deputy
    else:
        with pytest.raises(verbs.NotAppointedThen):
            verbs.cover(absent=absent, deputy=deputy, **days)


def test_a_cover_of_oneself_is_refused_by_the_database_too():
    held = appointed(account("a"))
    with pytest.raises(IntegrityError), transaction.atomic():
        write_cover(
            Cover(absent=held, deputy=held, from_on=date(2026, 8, 10), to_on=date(2026, 8, 10))
        )


def test_the_manager_of_a_branch_is_its_own_or_that_of_its_parent():
    branch, parent = window("support_center_machiya"), window("community_support_center")
    assert manager_of(branch, END) is None
    above = appointed(account("a"), code=parent.code, role=Role.SECTION_MANAGER)
    assert manager_of(branch, END) == above
    own = appointed(account("b"), code=branch.code, role=Role.SECTION_MANAGER, ends_at=END)
    assert manager_of(branch, END - INSTANT) == own
    assert manager_of(branch, END) == above
    assert manager_of(window("women"), END) is None


@pytest.mark.parametrize("stopped", [{"stopped_at": START}, {"is_active": False}])
def test_a_stopped_account_manages_nothing(stopped):
    who = account("a")
    appointed(who, role=Role.SECTION_MANAGER)
    assert manager_of(window("women"), END).account == who
    Account.objects.filter(pk=who.pk).update(**stopped)
    assert manager_of(window("women"), END) is None


@pytest.mark.parametrize(
    ("role", "demanded"),
    [
        (Role.COUNSELLOR, False),
        (Role.SECTION_MANAGER, True),
        (Role.COORDINATOR, True),
        (Role.PRIVACY_OFFICER, True),
        (Role.AUDITOR, True),
        (Role.SYSTEM_ADMINISTRATOR, True),
    ],
)
def test_some_roles_open_the_door_with_two_factors_only(role, demanded):
    new = account("new")
    appointed(new, code="multi_agency", role=role)
    new.refresh_from_db()
    assert new.second_factor_required is demanded
