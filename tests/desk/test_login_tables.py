"""The tables of the login hide no rows: so what stands in them opens no door by itself, and none of
it brings anybody back."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from ikue.accounts.models import Account
from ikue.casework.models import Case
from ikue.directory.domain.appointments import stop_account
from ikue.kernel import clock
from tests.client import sign_in
from tests.sharing.raw import REFUSED, attempt

pytestmark = pytest.mark.django_db


def read(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [value for (value,) in cursor.fetchall()]


def test_nobody_brings_a_stopped_account_back(ward):
    ward.case()
    stop_account(account=ward.cast.appointment("desk").account, at=ward.cast.at)
    ward.cast.later(minutes=1)
    with ward.cast.acting("desk"):
        assert Case.objects.count() == 0
        assert attempt("UPDATE accounts_account SET stopped_at = NULL", []) == REFUSED
        assert Case.objects.count() == 0


@pytest.mark.parametrize(
    "change", ["password = 'x'", "is_active = false", "second_factor_required = false",
               "username = id::text"],
)  # fmt: skip
def test_nobody_changes_how_a_colleague_comes_in(ward, change):
    other = ward.cast.appointment("coordinator").account
    Account.objects.filter(pk=other.pk).update(second_factor_required=True)
    with ward.cast.acting("desk"):
        of_a_colleague = f"UPDATE accounts_account SET {change} WHERE id = %s"
        assert attempt(of_a_colleague, [other.pk]) == REFUSED


def test_what_stands_in_the_table_of_sessions_opens_no_door(ward, visit):
    case = ward.case()
    address = f"/desk/cases/{case.pk}/"
    assert visit("desk", "get", address).status_code == 200
    with ward.cast.acting("outsider"):
        (kept,) = read("SELECT session_key FROM django_session")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept
    with clock.frozen(ward.cast.at):
        assert thief.get(address).status_code == 302


def test_nor_do_its_words_copied_under_ones_own_cookie(ward, visit):
    case = ward.case()
    address = f"/desk/cases/{case.pk}/"
    assert visit("desk", "get", address).status_code == 200
    (theirs,) = read("SELECT session_data FROM django_session")
    own = sign_in(Client(), ward.cast, "outsider")
    with ward.cast.acting("outsider"):
        assert attempt("UPDATE django_session SET session_data = %s", [theirs]) == 2
    with clock.frozen(ward.cast.at):
        assert own.get(address).status_code == 302
