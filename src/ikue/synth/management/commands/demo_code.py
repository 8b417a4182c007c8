"""`ikue demo-code`: the six figures that a demo account's second factor asks for now."""

import base64
import hmac
import json
import struct
from hashlib import sha1
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ikue.kernel import clock
from ikue.synth.accounts import accounts_file

PERIOD_SECONDS = 30


class Command(BaseCommand):
    help = "見本のアカウントの、今の確認コード（6桁）を出します。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="利用者ID")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        if not accounts_file().exists():
            raise CommandError("架空の区がまだありません。make demo で作れます。", returncode=2)
        rows = json.loads(accounts_file().read_text(encoding="utf-8"))
        secret = next((row["totp_secret"] for row in rows if row["username"] == username), None)
        if secret is None:
            raise CommandError(f"{username} は確認コードを使いません。", returncode=2)
        self.stdout.write(code_at(secret, int(clock.now().timestamp())))


def code_at(secret: str, seconds: int) -> str:
    """RFC 6238 with SHA-1, 30 seconds, six digits."""
    counter = struct.pack(">Q", seconds // PERIOD_SECONDS)
    digest = hmac.new(base64.b32decode(secret), counter, sha1).digest()
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
