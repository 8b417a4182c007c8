"""Whose password opens the door: nobody whose account is stopped, and nothing says why."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from ikue.accounts.models import Account
from ikue.accounts.second_factor import knowing_its_factor


class StaffBackend(AuthenticationBackend):
    """A stopped account is answered like a wrong password, and its sessions end at once.

    The library sets a user who may not log in aside, to tell them so later; here nobody is told.
    """

    def user_can_authenticate(self, user: Account) -> bool:
        return True

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Account | None:
        return _serving(super().authenticate(request, **credentials))

    def get_user(self, user_id: Any) -> Account | None:
        return _serving(knowing_its_factor(Account.objects.filter(pk=user_id)).first())


def _serving(account: Account | None) -> Account | None:
    if account is None or account.stopped_at is not None or not account.is_active:
        return None
    return account
