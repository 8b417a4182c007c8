"""Whose password opens the door: nobody whose account is stopped, and nothing says why."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from ikue.accounts.models import Account


class StaffBackend(AuthenticationBackend):
    """A stopped account is answered like a wrong password, and its sessions end at once.

    The library sets a user who may not log in aside, to tell them so later; here nobody is told.
    """

    def user_can_authenticate(self, user: Account) -> bool:
        return True

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Account | None:
        return _serving(super().authenticate(request, **credentials))

    def get_user(self, user_id: Any) -> Account | None:
        return _serving(super().get_user(user_id))


def _serving(account: Account | None) -> Account | None:
    if account is None or account.stopped_at is not None or not account.is_active:
        return None
    return account
