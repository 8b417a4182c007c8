"""The sets: one loader, one seed; only the numbers differ.

History grows from S to L; what is open at one time does not, since the ward stays the same.
"""

from dataclasses import dataclass
from typing import Final

# What the ward expects of its first year, invented but scaled to it: 3,000 recorded intakes, of
# which 12 to 15 in a hundred touch two fields or more; 40 households newly coordinated, 18
# 支援会議, 8 重層的支援会議, 15 plans. A set has as many for each of its cases.
INTAKES: Final = 3_000
SEVERAL_FIELDS: Final = 0.13
COORDINATED: Final = 40
SUPPORT_MEETINGS: Final = 18
MULTILAYER_MEETINGS: Final = 8
PLANNED: Final = 15


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
    coordinating: int
    """Households that 多機関協働 has taken up and not given back."""
    running_plans: int
    """支援プラン in force, each of a household that is being coordinated."""

    @property
    def asked(self) -> int:
        """Households asked for consent: those with troubles in two fields or more."""
        return max(self.coordinating, round(self.cases * SEVERAL_FIELDS))

    @property
    def coordinated(self) -> int:
        """Taken up at any time, those of today included."""
        return max(self.coordinating, self._yearly(COORDINATED))

    @property
    def planned(self) -> int:
        """Plans of today and of before."""
        return max(self.running_plans, self._yearly(PLANNED))

    @property
    def support_meetings(self) -> int:
        return max(1, self._yearly(SUPPORT_MEETINGS))

    @property
    def multilayer_meetings(self) -> int:
        return max(1, self._yearly(MULTILAYER_MEETINGS))

    def _yearly(self, count: int) -> int:
        return round(self.cases * count / INTAKES)


S: Final = Size(
    name="S", persons=20_000, cases=20_000, notes=100_000,
    open_cases=4_000, fresh=180, waiting=120, clerks=80, coordinating=40, running_plans=15,
)  # fmt: skip
M: Final = Size(
    name="M", persons=100_000, cases=100_000, notes=500_000,
    open_cases=4_000, fresh=180, waiting=120, clerks=80, coordinating=40, running_plans=15,
)  # fmt: skip
L: Final = Size(
    name="L", persons=220_000, cases=1_000_000, notes=5_000_000,
    open_cases=4_000, fresh=180, waiting=120, clerks=80, coordinating=40, running_plans=15,
)  # fmt: skip
SETS: Final = {size.name: size for size in (S, M, L)}
