"""口頭の同意 said while sending: recorded with the つなぎ in one transaction, or not at all."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ikue.directory.viewers import Viewer
from ikue.sharing.domain.consents import (
    ConsentAnswer,
    ConsentScope,
    ask_consent,
    give_consent,
    usual_end,
)
from ikue.sharing.enums import PACKET_CARRIES


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """Who of the household said yes to this receiver, and in which words."""

    person_id: UUID
    answer: ConsentAnswer


@dataclass(frozen=True, kw_only=True)
class SpokenTo:
    """The receiver that they agreed to, and what for."""

    code: str
    purpose: str


def record_spoken(
    *, circle_id: UUID, spoken: tuple[Spoken, ...], to: SpokenTo, by: Viewer, at: datetime
) -> None:
    """What a packet carries (F1, F3) of each of them, to this receiver alone.

    Raises ConsentNotValid.
    """
    for one in spoken:
        asked = ask_consent(person_id=one.person_id, circle_id=circle_id, by=by, at=at)
        scope = ConsentScope(
            purpose=to.purpose, until=usual_end(at), window_codes=(to.code,), classes=PACKET_CARRIES
        )
        give_consent(consent=asked, answer=one.answer, scope=scope, by=by, at=at)
