"""A household that stands is the same for every test, whatever the one before has done to it."""

from datetime import timedelta

import pytest
from django.db import connection

from ikue.people.models import Person
from tests import standing as ground
from tests.cast import MORNING, assemble
from tests.client import sign_in
from tests.factories.receptions import household_8050
from tests.standing import Leaked, standing

TWICE = pytest.mark.parametrize("time", ["first", "second"])
built = []
"""The reception of each building."""


@standing
def cast(db):
    return assemble()


@standing
def reception(cast):
    with cast.acting("desk") as by:
        received = household_8050(by=by, at=cast.at)
    cast.later(minutes=10)
    built.append(received.pk)
    return received


@TWICE
def test_what_a_test_writes_is_gone_for_the_next(cast, reception, time):
    with cast.acting("desk"):
        assert Person.objects.filter(family_name="髙橋").count() == 2
        assert Person.objects.update(family_name="林") == 2


@TWICE
def test_what_a_test_does_to_its_copy_is_gone_for_the_next(cast, reception, time):
    assert (cast.at - MORNING, reception.complaint[0]) == (timedelta(minutes=10), "母")
    cast.later(days=1)
    reception.complaint = "別の話"
    cast.appointments.clear()


def test_the_clock_of_the_cast_is_that_of_its_household(cast, reception):
    assert reception.owner_window_id == cast["desk"].window_id


@TWICE
def test_a_session_ends_with_its_test(client, cast, reception, time):
    assert "_auth_user_id" not in client.session
    sign_in(client, cast, "desk")


def test_it_was_built_once_for_all_of_them(reception):
    assert set(built) == {reception.pk}


def test_who_does_not_ask_for_it_does_not_find_it(cast):
    with cast.acting("desk"):
        assert Person.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_where_a_test_commits_it_is_built_for_that_test_alone(cast, reception):
    assert ground.layers == []
    with cast.acting("desk"):
        assert Person.objects.count() == 2


def test_control_a_transaction_that_was_ended_is_found_out(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        ground.take_down()
        ground.put_up(lambda: None, {})
        ground.refuse_leak()
        connection.connection.execute("COMMIT")
        with pytest.raises(Leaked):
            ground.refuse_leak()
    assert ground.layers == []
