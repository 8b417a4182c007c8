"""Login without mail, sign-up or the Internet: an officer makes and resets accounts."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from ikue.accounts.models import Account


class StaffAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """axes slows a name at one terminal. The library's own limit counts a name from everywhere,
        so that anybody could keep a colleague out."""

    def pre_login(self, request: HttpRequest, user: Account, **how: Any) -> HttpResponse | None:
        """A stopped account does not come in, whichever of the two fields says so."""
        if user.stopped_at is not None:
            inactive: HttpResponse = self.respond_user_inactive(request, user)
            return inactive
        response: HttpResponse | None = super().pre_login(request, user, **how)
        return response
