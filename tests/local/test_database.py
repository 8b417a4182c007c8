"""The tests' own machinery: application role, fresh copies, nothing left behind."""

import pytest
from django.db import connection
from psycopg.errors import InsufficientPrivilege

from tests import database


def value(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_tests_run_as_the_application():
    assert value("SELECT current_user") == "ikue_app"
    assert value("SELECT current_database()") == database.own_name()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "SET ROLE ikue_owner",
        "SET ROLE ikue_keeper",
    ],
)
def test_the_application_may_make_nothing(statement):
    with connection.cursor() as cursor, pytest.raises(Exception) as refused:
        cursor.execute(statement)
    assert type(refused.value.__cause__) is InsufficientPrivilege


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_a_transaction_test_leaves_nothing_behind(time):
    with database.superuser(database.own_name()) as owner:
        found = owner.execute("SELECT to_regclass('left_behind')").fetchone()
        owner.execute("CREATE TABLE left_behind ()")
    assert found == (None,)
