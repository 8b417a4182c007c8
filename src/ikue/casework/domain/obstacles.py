"""What a programme still has to do before a case can end.

Casework lies below the programmes and imports none of them, so each tells it here
(`tells_obstacle`), once, when it is loaded.
"""

from collections.abc import Callable

from ikue.casework.models import Case

Tells = Callable[[Case], str | None]
"""(case) → None, or the sentence that says what is to be done first."""

_tellers: list[Tells] = []


def tells_obstacle(teller: Tells) -> Tells:
    _tellers.append(teller)
    return teller


def obstacle_to_ending(case: Case) -> str | None:
    found = (teller(case) for teller in _tellers)
    return next((sentence for sentence in found if sentence is not None), None)
