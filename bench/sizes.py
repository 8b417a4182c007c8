"""The sets: one loader, one seed; only the numbers differ.

History grows from S to L; what is open at one time does not, since the ward stays the same.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Size:
    """`cases` is also the number of consultations that led to one; `fresh` ones come on top."""

    name: str
    persons: int
    cases: int
    notes: int
    open_cases: int
    fresh: int
    waiting: int
    """Referrals that nobody has answered yet; all in all there are 0.3 for each case."""
    clerks: int


S: Final = Size(
    name="S", persons=20_000, cases=20_000, notes=100_000,
    open_cases=4_000, fresh=180, waiting=120, clerks=80,
)  # fmt: skip
M: Final = Size(
    name="M", persons=100_000, cases=100_000, notes=500_000,
    open_cases=4_000, fresh=180, waiting=120, clerks=80,
)  # fmt: skip
L: Final = Size(
    name="L", persons=220_000, cases=1_000_000, notes=5_000_000,
    open_cases=4_000, fresh=180, waiting=120, clerks=80,
)  # fmt: skip
SETS: Final = {size.name: size for size in (S, M, L)}
