"""The ten households written by hand, each at another point of the road."""

from collections.abc import Callable

from ikue.synth.scripted import (
    double_carer,
    eighty_fifty,
    evacuee,
    eviction,
    full_house,
    known_as_kotori,
    released,
    sittings,
    son_alone,
    student_family,
    young_carer,
)
from ikue.synth.ward import Ward

SCRIPTED: tuple[Callable[[Ward], None], ...] = (
    sittings.plan_all,
    released.write,
    eighty_fifty.write,
    evacuee.write,
    full_house.write,
    son_alone.write,
    known_as_kotori.write,
    student_family.write,
    double_carer.write,
    eviction.write,
    young_carer.write,
    sittings.close_held,
)
"""In the order in which each began, so that numbers follow the days."""
