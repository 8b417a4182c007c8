"""The key that signs who is asking: its twin lies in a keeper-only table, which no SQL of the
application can read."""

from django.db import connection

from ikue.kernel.wall import KEEPER_ROLE

BLOCK = 64
ALWAYS = 10**12
"""Tolerance in seconds when the clock is open: tests and the loading of demo data only."""


def pads(key: bytes) -> tuple[bytes, bytes]:
    """Inner and outer pad of HMAC-SHA256 (RFC 2104), so that SQL needs only the core `sha256`."""
    if not 16 <= len(key) <= BLOCK:
        raise ValueError(f"the context key must have 16 to {BLOCK} bytes, not {len(key)}")
    block = key.ljust(BLOCK, b"\0")
    return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)


def install(*, key: bytes, tolerance_seconds: int | None) -> None:
    inner, outer = pads(key)
    tolerance = ALWAYS if tolerance_seconds is None else tolerance_seconds
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {KEEPER_ROLE}")
        cursor.execute("DELETE FROM wall.secret")
        cursor.execute(
            "INSERT INTO wall.secret (inner_pad, outer_pad, tolerance) VALUES (%s, %s, %s)",
            [inner, outer, tolerance],
        )
        cursor.execute("RESET ROLE")
