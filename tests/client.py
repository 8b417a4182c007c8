"""Signing in as one of the cast, past the login page (which has its own tests)."""

import uuid

from allauth.mfa.models import Authenticator
from django.test import Client

from tests.cast import Cast

BACKEND = "ikue.accounts.backend.StaffBackend"


def sign_in(client: Client, cast: Cast, name: str) -> Client:
    """Logged in with whatever factors the appointment demands, the appointment chosen."""
    appointment = cast.appointment(name)
    account = appointment.account
    if account.second_factor_required:
        Authenticator.objects.get_or_create(
            user=account, type=Authenticator.Type.TOTP, defaults={"data": {}}
        )
    client.force_login(account, backend=BACKEND)
    session = client.session
    session["appointment"] = str(appointment.pk)
    session.save()
    return client


def keyed(**fields: object) -> dict[str, object]:
    """The fields of a form with a fresh key, as every form carries one."""
    return {"_key": str(uuid.uuid4()), **fields}
