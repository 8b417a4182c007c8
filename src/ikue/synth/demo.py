"""The demo ward: staff, credentials, ten households by hand and some eighty more, in one go."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ikue.synth import staff
from ikue.synth.accounts import Credential, give_credentials
from ikue.synth.filler import fill_by_plan
from ikue.synth.scripted import SCRIPTED
from ikue.synth.ward import Ward, open_ward, require_open_clock

SEED = 2026


@dataclass(frozen=True)
class Built:
    ward: Ward
    credentials: list[Credential]


@transaction.atomic
def build(*, now: datetime, seed: int = SEED) -> Built:
    """All or nothing: an interrupted start leaves an empty ward. Raises ClockNotOpen."""
    ward = open_ward(now=now, seed=seed)
    require_open_clock(ward)
    staff.appoint_all(ward)
    for write in SCRIPTED:
        write(ward)
    fill_by_plan(ward)
    return Built(ward, give_credentials(ward.windows))
