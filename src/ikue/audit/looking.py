"""What an answer shows of whom, gathered while it is rendered and written by the door.

Whoever hands a person's record to a page notes it here; outside a door nothing is shown to
anybody, and a note has no effect.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

Line = tuple[UUID | None, UUID | None, str, UUID | None]
"""(circle, person, basis, grant)"""


@dataclass
class Looking:
    classes: dict[Line, int] = field(default_factory=dict)
    seen: set[UUID] = field(default_factory=set)
    act: str = "read"

    def as_lines(self) -> list[dict[str, object]]:
        return [
            {
                "circle": str(circle) if circle else None,
                "person": str(person) if person else None,
                "classes": classes,
                "basis": basis,
                "grant": str(grant) if grant else None,
            }
            for (circle, person, basis, grant), classes in sorted(
                self.classes.items(), key=lambda item: tuple(str(part) for part in item[0])
            )
        ]


_current: ContextVar[Looking | None] = ContextVar("looking", default=None)


@contextmanager
def collect() -> Iterator[Looking]:
    looking = Looking()
    token = _current.set(looking)
    try:
        yield looking
    finally:
        _current.reset(token)


def note(
    *,
    circle_id: UUID | None,
    person_id: UUID | None,
    classes: int,
    basis: str,
    grant_id: UUID | None = None,
) -> None:
    """The answer under way shows these field classes (bitmask) of this person, on this basis."""
    looking = _current.get()
    if looking is None:
        return
    line = (circle_id, person_id, basis, grant_id)
    looking.classes[line] = looking.classes.get(line, 0) | classes


def seen(record_id: UUID) -> None:
    """The answer under way shows this record: the sender may learn that it was read."""
    looking = _current.get()
    if looking is not None:
        looking.seen.add(record_id)


def nothing_shown() -> None:
    """The answer under way has no body: what was looked up for it reaches nobody."""
    looking = _current.get()
    if looking is not None:
        looking.classes.clear()
        looking.seen.clear()


def act(name: str) -> None:
    """What the answer under way is for, where it is more than reading: `print`."""
    looking = _current.get()
    if looking is not None:
        looking.act = name
