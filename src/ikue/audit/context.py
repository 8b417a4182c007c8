"""Who is asking, signed, for the length of one transaction.

The database checks the signature (`wall.claim`), so that no SQL of the application can make itself
somebody else. The claim is transaction-local; nested contexts restore the one before.
"""

import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import connection
from psycopg.pq import TransactionStatus

LIFETIME_SECONDS = 120


@dataclass(frozen=True, kw_only=True)
class Acting:
    """An account under one appointment (or none) at the moment `at` of viewing."""

    account_id: UUID
    appointment_id: UUID | None
    at: datetime


def claim(acting: Acting) -> str:
    """`account|appointment|at|expires|HMAC-SHA256`, as `wall.claim` verifies it."""
    expires = int(time.time()) + LIFETIME_SECONDS
    appointment = acting.appointment_id or ""
    body = f"{acting.account_id}|{appointment}|{acting.at.isoformat()}|{expires}"
    mac = hmac.new(settings.CONTEXT_KEY, body.encode(), sha256).hexdigest()
    return f"{body}|{mac}"


class OutsideTransaction(Exception):
    """A context without a transaction would outlive its request in a pooled connection."""


@contextmanager
def acting_as(acting: Acting) -> Iterator[None]:
    if not connection.in_atomic_block:
        raise OutsideTransaction("acting_as() needs a transaction")
    before = _exchange(claim(acting))
    try:
        yield
    finally:
        if _is_usable():
            _exchange(before)


def _is_usable() -> bool:
    """What must roll back restores the claim by itself, and takes no further statement."""
    raw = connection.connection
    return (
        raw is not None
        and not connection.needs_rollback
        and raw.info.transaction_status == TransactionStatus.INTRANS
    )


EXCHANGE = """
WITH before AS MATERIALIZED (SELECT coalesce(current_setting('ikue.context', true), '') AS claim)
SELECT claim, set_config('ikue.context', %s, true) FROM before
"""


def _exchange(value: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(EXCHANGE, [value])
        before: str = cursor.fetchone()[0]
    return before
