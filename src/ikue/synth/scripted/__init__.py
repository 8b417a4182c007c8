"""Households written by hand, each at another point of the road."""

from collections.abc import Callable

from ikue.synth.scripted import (
    double_carer,
    eighty_fifty,
    eviction,
    full_house,
    son_alone,
    student_family,
    young_carer,
)
from ikue.synth.ward import Ward

SCRIPTED: tuple[Callable[[Ward], None], ...] = (
    eighty_fifty.write,
    double_carer.write,
    student_family.write,
    young_carer.write,
    full_house.write,
    eviction.write,
    son_alone.write,
)
