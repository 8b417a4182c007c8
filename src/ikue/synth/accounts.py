"""Demo accounts: passwords and second factors, new for every demo ward, in `demo/accounts.json`."""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import make_password

from ikue.accounts.models import Account
from ikue.directory.models import Window
from ikue.synth.staff import Member, members

WORDS = Path(__file__).parent / "data" / "words.txt"
SECRET_BYTES = 20


@dataclass(frozen=True, kw_only=True)
class Credential:
    """One object of the file."""

    username: str
    password: str
    totp_secret: str | None
    role: str
    window: str
    agency: str
    note: str
    api_token: None = None


def accounts_file() -> Path:
    return settings.VAR / "demo" / "accounts.json"


def new_password() -> str:
    """Three words and three figures: easily typed from a screen, not to be guessed online."""
    words = WORDS.read_text(encoding="utf-8").split()
    parts = [secrets.choice(words) for _ in range(3)]
    return "-".join((*parts, str(secrets.randbelow(900) + 100)))


def give_credentials(windows: dict[str, Window]) -> list[Credential]:
    """One password for the whole made-up staff (`windows` by code), a secret for each account
    that must have a second factor."""
    password = new_password()
    known = {one.username: one for one in members()}
    accounts = Account.objects.filter(username__in=known)
    # One hash for all: hashing seventy times would take longer than everything else.
    accounts.update(password=make_password(password))
    return [
        _credential(known[account.username], password, _second_factor(account), windows)
        for account in accounts.order_by("username")
    ]


def _credential(
    member: Member, password: str, totp_secret: str | None, windows: dict[str, Window]
) -> Credential:
    window = windows[member.window]
    return Credential(
        username=member.username, password=password, totp_secret=totp_secret,
        role=member.role_label, window=window.name, agency=window.agency.name, note=member.note,
    )  # fmt: skip


def _second_factor(account: Account) -> str | None:
    """An authenticator as the account would set it up itself; the secret is told once."""
    if not account.second_factor_required:
        return None
    secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
    Authenticator.objects.create(
        user=account,
        type=Authenticator.Type.TOTP,
        data={"secret": get_adapter().encrypt(secret)},
    )
    return secret


def write_accounts(credentials: list[Credential]) -> Path:
    """Readable by the owner alone, the main accounts first."""
    file = accounts_file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    rank = {one.username: (not one.main, index) for index, one in enumerate(members())}
    rows = [vars(one) for one in sorted(credentials, key=lambda one: rank[one.username])]
    partial = file.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(rows, stream, ensure_ascii=False, indent=1)
    partial.replace(file)
    return file
