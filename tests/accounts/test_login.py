"""職員アカウント: password, second factor, lock-out per name and terminal (security J-7)."""

from datetime import UTC, datetime

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from ikue.accounts.models import Account
from ikue.ui.static_pages import page_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("login_pages")]

PASSWORD = "tsunagari-2026-arakawa"
LOGIN = "/accounts/login/"
LIMIT = 10


@pytest.fixture
def login_pages():
    cache.clear()
    with override_settings(ROOT_URLCONF="tests.accounts.urls"):
        yield
    cache.clear()


@pytest.fixture
def account():
    return Account.objects.create_account(username="aida", name="相田 まどか", password=PASSWORD)


def log_in(client, password=PASSWORD, username="aida", terminal="10.0.0.7"):
    return client.post(LOGIN, {"login": username, "password": password}, REMOTE_ADDR=terminal)


def is_inside(client) -> bool:
    return client.get("/desk/").content.decode() == "中"


def test_by_password(account):
    client = Client()
    assert not is_inside(client)
    response = log_in(client)
    assert (response.status_code, response["Location"]) == (302, "/desk/")
    assert is_inside(client)


@pytest.mark.parametrize(
    ("username", "password"), [("aida", "wrong"), ("nobody", PASSWORD), ("AIDA ", "")]
)
def test_refusals_look_alike(account, username, password):
    client = Client()
    assert log_in(client, password, username).status_code == 200
    assert not is_inside(client)


def test_a_wrong_password_page_claims_nothing_and_typing_begins_at_the_name(account):
    page = log_in(Client(), "wrong").content.decode()
    assert "ログインできませんでした" in page
    assert "書いたもの" not in page
    name = page[page.index('name="login"') - 200 : page.index('name="login"') + 200]
    assert "autofocus" in name
    assert page.count("autofocus") == 1


def test_a_wrong_password_and_an_unknown_name_get_the_same_words(account):
    wrong = log_in(Client(), "wrong").context["form"].errors
    unknown = log_in(Client(), "wrong", "nobody").context["form"].errors
    assert wrong == unknown
    assert wrong != {}


class TestStopped:
    def test_by_the_switch(self, account):
        account.is_active = False
        account.save()
        client = Client()
        log_in(client)
        assert not is_inside(client)

    def test_by_the_date_alone(self, account):
        account.stopped_at = datetime(2026, 11, 1, tzinfo=UTC)
        account.save()
        client = Client()
        log_in(client)
        assert not is_inside(client)

    @pytest.mark.parametrize(
        "change", [{"is_active": False}, {"stopped_at": datetime(2026, 11, 1, tzinfo=UTC)}]
    )
    def test_ends_a_session_at_the_next_request(self, account, change):
        client = Client()
        log_in(client)
        assert is_inside(client)
        Account.objects.filter(pk=account.pk).update(**change)
        assert not is_inside(client)


class TestSecondFactor:
    def test_must_be_set_up_before_anything_is_seen(self, account):
        Account.objects.filter(pk=account.pk).update(second_factor_required=True)
        client = Client()
        log_in(client)
        response = client.get("/desk/")
        assert response["Location"] == reverse("mfa_activate_totp")

    def test_is_asked_for_once_it_stands(self, account):
        Account.objects.filter(pk=account.pk).update(second_factor_required=True)
        TOTP.activate(account, generate_totp_secret())
        client = Client()
        response = log_in(client)
        assert response["Location"] == reverse("mfa_authenticate")
        assert not is_inside(client)

    def test_a_wrong_code_opens_nothing(self, account):
        TOTP.activate(account, generate_totp_secret())
        client = Client()
        log_in(client)
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert not is_inside(client)


class TestLockOut:
    def fail(self, times=LIMIT, terminal="10.0.0.9", username="aida"):
        client = Client()
        return [log_in(client, "wrong", username, terminal).status_code for _ in range(times)]

    def test_this_name_from_this_terminal_waits(self, account):
        assert self.fail()[-1] == 429
        response = log_in(Client(), terminal="10.0.0.9")
        assert (response.status_code, response.content) == (429, page_bytes(429))

    def test_nobody_locks_out_a_colleague(self, account):
        """Wrong passwords typed at another terminal must not keep the worker from theirs."""
        self.fail(LIMIT + 5)
        client = Client()
        assert log_in(client, terminal="10.0.0.7")["Location"] == "/desk/"
        assert is_inside(client)

    def test_another_name_at_the_same_terminal_goes_on(self, account):
        Account.objects.create_account(username="inoue", name="井上 順", password=PASSWORD)
        self.fail()
        client = Client()
        assert log_in(client, username="inoue", terminal="10.0.0.9")["Location"] == "/desk/"


def test_nobody_signs_up(account):
    try:
        address = reverse("account_signup")
    except NoReverseMatch:
        return
    before = Account.objects.count()
    Client().get(address)
    Client().post(address, {"username": "new", "password1": "a-long-password-1", "password2": "x"})
    assert Account.objects.count() == before
