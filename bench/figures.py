"""Percentiles, medians, and one JSON object per line."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

ALIKE = 0.2
"""How far two readings of the bare view in one round may lie apart."""


def p95(samples: Sequence[float]) -> float:
    """The smallest that 95 of 100 do not exceed."""
    ranked = sorted(samples)
    return ranked[-(-len(ranked) * 95 // 100) - 1]


def are_alike(one: float, other: float) -> bool:
    return abs(one - other) <= ALIKE * min(one, other)


@dataclass(frozen=True)
class Pair:
    """One round: what was measured, and what it is compared with."""

    value: float
    baseline: float

    @property
    def ratio(self) -> float:
        return self.value / self.baseline


@dataclass(frozen=True, kw_only=True)
class Line:
    """`ratio` is the median of the rounds' ratios, `range` their extremes; `met` says whether
    `target` was reached. `more` holds what else the reader should know."""

    id: str
    value: float
    unit: str
    baseline: float
    ratio: float
    n: int
    set: str
    target: float
    range: tuple[float, float]
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def met(self) -> bool:
        return self.ratio <= self.target

    def as_json(self, **beside: Any) -> str:
        plain = asdict(self) | {"met": self.met, "load": [round(one, 1) for one in os.getloadavg()]}
        return json.dumps(plain | plain.pop("more") | beside, ensure_ascii=False)


def line(
    name: str,
    *,
    unit: str,
    pairs: Sequence[Pair],
    n: int,
    size: str,
    target: float,
    **more: Any,
) -> Line:
    ratios = [pair.ratio for pair in pairs]
    return Line(
        id=name, unit=unit, n=n, set=size, target=target, more=more,
        value=round(median(pair.value for pair in pairs), 3),
        baseline=round(median(pair.baseline for pair in pairs), 3),
        ratio=round(median(ratios), 2),
        range=(round(min(ratios), 2), round(max(ratios), 2)),
    )  # fmt: skip
