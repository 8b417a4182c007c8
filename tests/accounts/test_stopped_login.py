"""A stopped account at the real addresses (tests/accounts/urls.py has others)."""

import pytest
from django.test import Client

from ikue.accounts.models import Account
from tests.cast import APPOINTED, PASSWORD


@pytest.mark.django_db
@pytest.mark.parametrize("password", [PASSWORD, "not-the-password-1"])
def test_a_stopped_account_meets_the_same_answer_whatever_is_typed(password):
    account = Account.objects.create_account(username="gone", name="去人", password=PASSWORD)
    account.stopped_at = APPOINTED
    account.save(update_fields=["stopped_at"])
    client = Client(raise_request_exception=False)
    answer = client.post("/accounts/login/", {"login": "gone", "password": password})
    assert answer.status_code == 200
