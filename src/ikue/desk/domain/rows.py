"""One row of a list of work, and the lists of the first page."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from ikue.kernel import clock
from ikue.sharing.domain.naming import Lying, Naming
from ikue.sharing.enums import FieldClass

UNNAMED = "（名前は開いてから）"


class Target(StrEnum):
    """Which page the row opens, by the name of its address."""

    REFERRAL = "casework:referral"
    CONSULTATION = "consultation:detail"
    CASE = "desk:case"
    HAND_OVER = "desk:hand_over"
    FOLLOW_UP = "desk:follow_up"
    HAND_BACK = "multi_agency:follow_up"
    PLAN = "casework:plan"
    SUPPORT_DECISION = "multi_agency:decide"
    ROLE = "casework:role"
    AGENDA_ITEM = "multi_agency:item"
    CONSENTS = "desk:consents"
    """`record_id` is the circle: its page of consents."""
    CONSENT_ENDED = "desk:consent_ended"
    """`record_id` is the grant that ended."""


class Section(StrEnum):
    """In order of harm; what fits two stands in the first alone."""

    URGENT = "urgent"
    OVERDUE = "overdue"
    NEW = "new"
    ANSWER = "answer"
    TODAY = "today"
    WAITING = "waiting"
    AHEAD = "ahead"
    """Not yet due: told beforehand, beside the 節目."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """Whose household, one line of what, until when on whose clock, one verb."""

    target: Target
    record_id: UUID
    name: str
    what: str
    verb: str
    due: date | datetime | None = None
    owner: str = ""
    mark: str = ""
    """Why it stands on this list besides its own person's: 代理, 引継ぎ待ち, 課長へ."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """A row before its household is named: where its record lies, and what it may say."""

    section: Section
    row: Row
    lying: Lying
    said: str = ""
    """What somebody typed, shown only where the record may be read."""
    said_in: Lying | None = None
    said_class: FieldClass = FieldClass.F3
    bound_to: UUID | None = None
    """The plan or role to which it is attached, if any."""
    tells: FieldClass = FieldClass.F0
    """What the words of the row itself tell of the household."""
    persons: tuple[dict[str, object], ...] = ()
    """From a packet: how a referral that is only sent is called."""


def named(item: Item, naming: Naming) -> Row:
    if item.persons:
        name = naming.packet(item.lying, item.persons) or UNNAMED
    else:
        name = naming.name(
            item.lying.circle_id, otherwise=item.row.name or UNNAMED, tells=item.tells
        )
    said = naming.text(
        item.said_in or item.lying, item.said, field_class=item.said_class, bound_to=item.bound_to
    )
    what = "：".join(part for part in (item.row.what, said) if part)
    return replace(item.row, name=name, what=what)


def by_due(item: Item) -> tuple[int, datetime]:
    """What was due longest ago first; what has no limit last."""
    due = item.row.due
    if due is None:
        return (1, datetime.max.replace(tzinfo=clock.TOKYO))
    if isinstance(due, datetime):
        return (0, due)
    return (0, datetime.combine(due, datetime.max.time(), clock.TOKYO))
