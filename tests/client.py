"""Signing in as one of the cast, past the login page (which has its own tests)."""

import uuid

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.test import Client

from tests.cast import Cast

BACKEND = "ikue.accounts.backend.StaffBackend"


def sign_in(client: Client, cast: Cast, name: str) -> Client:
    """Logged in with whatever factors the appointment demands, the appointment chosen; who is so
    already stays so."""
    appointment = cast.appointment(name)
    account = appointment.account
    if is_signed_in(client, account.pk, appointment.pk):
        return client
    if account.second_factor_required:
        Authenticator.objects.get_or_create(
            user=account, type=Authenticator.Type.TOTP, defaults={"data": {}}
        )
    client.force_login(account, backend=BACKEND)
    session = client.session
    session["appointment"] = str(appointment.pk)
    session.save()
    return client


def is_signed_in(client: Client, account_id: object, appointment_id: object) -> bool:
    # Asking a client without a cookie for its session would make one.
    if settings.SESSION_COOKIE_NAME not in client.cookies:
        return False
    session = client.session
    chosen = session.get(SESSION_KEY), session.get("appointment")
    return chosen == (str(account_id), str(appointment_id))


def keyed(**fields: object) -> dict[str, object]:
    """The fields of a form with a fresh key, as every form carries one."""
    return {"_key": str(uuid.uuid4()), **fields}
