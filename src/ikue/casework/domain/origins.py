"""Where a thread began: what sending and answering must know of the reception behind a circle.

Casework lies below the programmes and imports none of them, so the programme that receives tells
it here (`tells_origin`), once, when it is loaded. Where nobody told, asking fails: a 今日中 must
not go on as an ordinary one because nobody was asked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Origin:
    """相談受付 of a circle, in no more words than a つなぎ needs."""

    reception_id: UUID
    window_id: UUID
    referral_id: UUID | None
    """The つなぎ by which it was last passed on."""
    is_today: bool
    """Marked 今日中 when it came in."""
    is_open: bool
    caller: str
    """だれからの相談か, as a kind; who told is never passed on."""
    channel: str
    urgency_reason: str
    person_id: UUID | None
    complaint: str
    """The caller's own words, for whoever may read that reception: to begin a つなぎ with."""


Tells = Callable[[UUID], Origin | None]

_tellers: list[Tells] = []


def tells_origin(teller: Tells) -> None:
    _tellers.append(teller)


def origin_of(circle_id: UUID) -> Origin | None:
    """None where the circle began otherwise, or the viewer may not read how."""
    if not _tellers:
        raise LookupError("no programme tells where a circle began (`tells_origin`)")
    found = (teller(circle_id) for teller in _tellers)
    return next((origin for origin in found if origin is not None), None)
