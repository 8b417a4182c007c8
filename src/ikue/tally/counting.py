"""Counting: one call inside the verb's own transaction, so that a figure can never miss a verb."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ikue.tally.models import Event


@dataclass(frozen=True, kw_only=True)
class Keys:
    """Random keys that stand on private rows (never primary keys)."""

    record: UUID
    case: UUID | None = None
    household: UUID | None = None
    person: UUID | None = None


def count(
    *,
    what: str,
    at: datetime,
    window: str,
    keys: Keys,
    field: str = "",
    route: str = "",
    issues: tuple[str, ...] = (),
    age_band: str = "",
    area: str = "",
    outcome: str = "",
) -> Event:
    """`window`, `field` and the rest are codes of master data, never free text."""
    return Event.objects.create(
        what=what, at=at, window=window, field=field, route=route, issues=list(issues),
        age_band=age_band, area=area, outcome=outcome, record_key=keys.record, case_key=keys.case,
        household_key=keys.household, person_key=keys.person,
    )  # fmt: skip
