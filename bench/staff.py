"""Staff of the made-up ward at scale: clerks and one manager at every window that receives."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Final

from django.contrib.auth.hashers import make_password
from psycopg import Connection

from bench.copying import Table, fresh
from ikue.casework.rules import MULTI_AGENCY
from ikue.directory.enums import Role
from ikue.synth.ward import OPENING

FIRST_WINDOW: Final = "self_reliance"
SHARE_OF_FIRST: Final = 0.15
"""Of everything in the ward: the busiest window is the one that is measured."""
READER: Final = "bench.reader"
WRITER: Final = "bench.writer"
"""Two accounts at two windows, so that what is written does not lengthen what is read."""
SHARE_OF_COORDINATING: Final = 0.04
"""As many of the staff, so that some coordinators share what is coordinated."""
COORDINATING: Final = f"SELECT id::text, code FROM directory_window WHERE code = '{MULTI_AGENCY}'"
WINDOWS: Final = """
SELECT id::text, code FROM directory_window
WHERE receives_consultations AND NOT hidden_involvement ORDER BY code <> %s, code
"""


@dataclass(frozen=True)
class Clerk:
    account_id: str
    appointment_id: str


@dataclass
class Place:
    """One window, its share of the ward's work, and who works there (the busiest first)."""

    window_id: str
    code: str
    share: float
    clerks: list[Clerk] = field(default_factory=list)
    manager: Clerk | None = None

    def somebody(self, random: Random) -> Clerk:
        weights = [1.4, 1.2, *([1.0] * (len(self.clerks) - 2))]
        return random.choices(self.clerks, weights)[0]


def password() -> str:
    """The same for every account, and for nobody else: it hangs on this machine's secret."""
    secret = os.environ["IKUE_CONTEXT_KEY"]
    return hashlib.sha256(f"bench {secret}".encode()).hexdigest()[:24]


def open_windows(connection: Connection) -> list[Place]:
    """The first has its share; the others divide the rest, each a little less than the one
    before."""
    rows = connection.execute(WINDOWS, [FIRST_WINDOW]).fetchall()
    slope = [float(len(rows) - rank) for rank in range(1, len(rows))]
    shares = [SHARE_OF_FIRST, *((1 - SHARE_OF_FIRST) * one / sum(slope) for one in slope)]
    return [Place(str(row[0]), str(row[1]), share) for row, share in zip(rows, shares, strict=True)]


def coordinating_window(connection: Connection) -> Place:
    """The window of 多機関協働: it receives nobody itself, and is asked by all the others."""
    row = connection.execute(COORDINATING).fetchone()
    assert row is not None
    return Place(str(row[0]), str(row[1]), SHARE_OF_COORDINATING)


def appoint(
    places: list[Place], table: Callable[[str], Table], *, random: Random, clerks: int
) -> None:
    hashed = make_password(password())
    for number, place in enumerate(places):
        for rank in range(max(2, round(place.share * clerks)) + 1):
            username = _username(number, rank)
            account, appointment = fresh(random), fresh(random)
            table("accounts.Account").add(
                id=account, username=username, name=f"職員 {number + 1:02d}-{rank + 1:02d}",
                password=hashed, second_factor_required=rank == MANAGER_RANK,
            )  # fmt: skip
            table("directory.Appointment").add(
                id=appointment, account_id=account, window_id=place.window_id, starts_at=OPENING,
                role=_role(place, rank),
            )  # fmt: skip
            if rank == MANAGER_RANK:
                place.manager = Clerk(account, appointment)
            else:
                place.clerks.append(Clerk(account, appointment))


MANAGER_RANK: Final = 1


def _role(place: Place, rank: int) -> Role:
    if rank == MANAGER_RANK:
        return Role.SECTION_MANAGER
    return Role.COORDINATOR if place.code == MULTI_AGENCY else Role.COUNSELLOR


def _username(number: int, rank: int) -> str:
    if rank == 0 and number < 2:
        return (READER, WRITER)[number]
    return f"bench.{number + 1:02d}.{rank + 1:02d}"
