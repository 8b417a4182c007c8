"""What a proof is, and the figures it comes to."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

TIME_BOX_SECONDS = 570.0
"""Every proof ends within ten minutes: time wins, and the line states the n that was reached."""
LEAST_SHARE = 4
"""A proof that reached less than one case in so many of what was asked has proved too little."""


@dataclass
class Outcome:
    """`n` cases tried, sentences of those that failed, whether the negative control was caught."""

    n: int = 0
    failures: list[str] = field(default_factory=list)
    control: bool = False
    notes: dict[str, float] = field(default_factory=dict)


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
        "notes": outcome.notes,
        "sentences": outcome.failures,
    }


def together(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """The figures of several shards as those of one proof; the first seed names them all."""
    notes: dict[str, Any] = {}
    for part in parts:
        for name, value in part["notes"].items():
            notes[name] = round(notes.get(name, 0) + value, 1)
    return {
        "id": parts[0]["id"],
        "n": sum(part["n"] for part in parts),
        "failures": sum(part["failures"] for part in parts),
        "control": all(part["control"] for part in parts),
        "seed": parts[0]["seed"],
        "seconds": max(part["seconds"] for part in parts),
        "notes": notes,
        "sentences": [sentence for part in parts for sentence in part["sentences"]],
    }


def stands(figures: dict[str, Any], *, asked: int) -> bool:
    """Nothing failed, the control was caught, and enough was tried to say so."""
    enough = figures["n"] * LEAST_SHARE >= asked
    return enough and figures["control"] and not figures["failures"]


def shortfall(figures: dict[str, Any], *, asked: int) -> str | None:
    """What the line of figures does not say aloud: that time, not the number, ended the proof."""
    if figures["n"] >= asked:
        return None
    verdict = "" if figures["n"] * LEAST_SHARE >= asked else ": too few to prove anything"
    return f"{figures['id']}: time was over after {figures['n']} of {asked}{verdict}"
