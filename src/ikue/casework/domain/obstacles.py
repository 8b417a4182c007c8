"""What a programme still has to do before a case can end.

Casework lies below the programmes and imports none of them, so each tells it here
(`tells_obstacle`), once, when its app is ready: in every process, also one without pages. Where
nobody told, asking fails: a case must not end because nobody was asked.
"""

from collections.abc import Callable

from ikue.casework.models import Case

Tells = Callable[[Case], str | None]
"""(case) → None, or the sentence that says what is to be done first."""

_tellers: list[Tells] = []


def tells_obstacle(teller: Tells) -> None:
    _tellers.append(teller)


def obstacle_to_ending(case: Case) -> str | None:
    if not _tellers:
        raise LookupError("no programme tells what it still has to do (`tells_obstacle`)")
    found = (teller(case) for teller in _tellers)
    return next((sentence for sentence in found if sentence is not None), None)
