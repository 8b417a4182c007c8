"""What a proof is, and the figures it comes to."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

TIME_BOX_SECONDS = 570.0
"""Every proof ends within ten minutes: time wins, and the line states the n that was reached."""
LEAST_SHARE = 4
"""A proof that tried less than one case in so many of what was asked, or carried out less than one
in so many of what it tried, has proved too little."""


@dataclass
class Outcome:
    """`n` cases tried, sentences of those that failed, whether the negative control was caught."""

    n: int = 0
    failures: list[str] = field(default_factory=list)
    control: bool = False
    notes: dict[str, float] = field(default_factory=dict)
    carried_out: int = 0
    reached: Counter[str] = field(default_factory=Counter)
    """How often each thing happened that a full run must have seen."""


@dataclass(frozen=True, kw_only=True)
class Proof:
    """`run(n, seed, until)`; `until` is a reading of time.monotonic at which it must stop."""

    id: str
    full: int
    seed: int
    run: Callable[[int, int, float], Outcome]
    shards: int = 1
    """How many processes share the full number, each with a database of its own."""


def carry_out(proof: Proof, *, n: int | None, seed: int | None) -> dict[str, Any]:
    """Run it here; the figures, and the sentences of what failed."""
    started = time.monotonic()
    seed = proof.seed if seed is None else seed
    outcome = proof.run(n or proof.full, seed, started + TIME_BOX_SECONDS)
    return {
        "id": proof.id,
        "n": outcome.n,
        "failures": len(outcome.failures),
        "control": outcome.control,
        "seed": seed,
        "seconds": round(time.monotonic() - started, 1),
        "carried_out": outcome.carried_out,
        "reached": dict(outcome.reached),
        "notes": outcome.notes,
        "sentences": outcome.failures,
    }


def together(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """The figures of several shards as those of one proof; the first seed names them all."""
    notes: dict[str, Any] = {}
    reached: Counter[str] = Counter()
    for part in parts:
        for name, value in part["notes"].items():
            notes[name] = round(notes.get(name, 0) + value, 1)
        reached.update(part["reached"])
    return {
        "id": parts[0]["id"],
        "n": sum(part["n"] for part in parts),
        "failures": sum(part["failures"] for part in parts),
        "control": all(part["control"] for part in parts),
        "seed": parts[0]["seed"],
        "seconds": max(part["seconds"] for part in parts),
        "carried_out": sum(part["carried_out"] for part in parts),
        "notes": notes,
        "reached": dict(reached),
        "sentences": [sentence for part in parts for sentence in part["sentences"]],
    }


def stands(figures: dict[str, Any], *, asked: int, full: int) -> bool:
    """Nothing failed, the control was caught, and enough was tried to say so."""
    return not (figures["failures"] or shortcomings(figures, asked=asked, full=full))


def shortcomings(figures: dict[str, Any], *, asked: int, full: int) -> list[str]:
    """Why the proof says too little, though nothing broke: one sentence each."""
    found = []
    if not figures["control"]:
        found.append("a negative control was not caught")
    if figures["n"] * LEAST_SHARE < asked:
        found.append(f"{figures['n']} of {asked} are too few to prove anything")
    if figures["carried_out"] * LEAST_SHARE < figures["n"]:
        found.append(f"only {figures['carried_out']} of {figures['n']} were carried out")
    never = sorted(name for name, times in figures["reached"].items() if not times)
    if never and asked >= full:
        found.append(f"never reached: {', '.join(never)}")
    return [f"{figures['id']}: {sentence}" for sentence in found]


def ended_by_time(figures: dict[str, Any], *, asked: int) -> str | None:
    """What the line of figures does not say aloud: that time, not the number, ended the proof."""
    if figures["n"] >= asked:
        return None
    return f"{figures['id']}: time was over after {figures['n']} of {asked}"
