"""What a confirmed アセスメント says of a household: what the first edition of a plan begins with.

Casework lies below the programmes and imports none of them, so the programme that assesses tells it
here (`tells_understanding`), once, when its app is ready. Where nobody told, asking fails.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from ikue.directory.viewers import Viewer


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """The words of the newest confirmed edition that the viewer may read."""

    wishes: str
    challenges: str
    direction: str


Tells = Callable[[Viewer, UUID], Understanding | None]
"""(viewer, circle) → what it says, noted as shown; None where nothing is confirmed or readable."""

_tellers: list[Tells] = []


def tells_understanding(teller: Tells) -> None:
    _tellers.append(teller)


def understanding_of(viewer: Viewer, circle_id: UUID) -> Understanding | None:
    if not _tellers:
        raise LookupError("no programme tells what it understood (`tells_understanding`)")
    found = (teller(viewer, circle_id) for teller in _tellers)
    return next((one for one in found if one is not None), None)
