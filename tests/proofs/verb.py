"""A verb of the walk: what it needs, who would do it, and what it calls in the domain."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ikue.directory.models import Appointment
from ikue.directory.viewers import Viewer
from tests.proofs.world import Handle, World

Call = Callable[[World, Viewer, Handle], Any]
Who = Callable[[World, Handle], list[Appointment]]


def its_windows(world: World, handle: Handle) -> list[Appointment]:
    return world.staff_of(handle.windows)


def its_manager(world: World, handle: Handle) -> list[Appointment]:
    return world.managers_of(handle.windows)


@dataclass(frozen=True)
class Verb:
    """`on` is the kind of record it needs ("" for none), mostly one in one of these `states`.

    `call` runs under the eyes of somebody whom `who` names, or now and then of anybody at all.
    `below` marks verbs under the rules, for which the wall itself is the refusal; `in_person`
    those that a member of a conference does without working with cases.
    """

    name: str
    on: str
    call: Call
    weight: float = 3
    below: bool = False
    states: tuple[str, ...] = ()
    who: Who = its_windows
    in_person: bool = False
