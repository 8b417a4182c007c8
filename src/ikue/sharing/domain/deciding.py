"""判断: may this viewer do this with this record, on what basis, until when.

`Rights` gathers what the viewer holds in one query; `decide` is then a pure function, the
same that `wall_opening` states in SQL (個人情報保護法 69条, 社会福祉法 106条の4〜106条の6).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Protocol, Self
from uuid import UUID

from django.db import connection

from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.sharing.enums import Act, Basis, FieldClass


class Subject(Protocol):
    """A record of somebody: where it lies, which window keeps it."""

    @property
    def circle_id(self) -> UUID: ...
    @property
    def owner_window_id(self) -> UUID: ...


@dataclass(frozen=True, kw_only=True)
class Information:
    """保有個人情報 as the law sees it: of which 区分, where it lies and which window keeps it."""

    circle_id: UUID
    owner_window_id: UUID
    field_class: FieldClass
    tag: str = ""
    """特に慎重な内容の印, for what a grant must name one by one."""
    person_id: UUID | None = None
    """Whom it is about; None for what concerns the household."""
    bound_to: UUID | None = None
    """What it is attached to (an agenda item, a plan), if anything."""

    @classmethod
    def of(
        cls,
        record: Subject,
        field_class: FieldClass,
        *,
        tag: str = "",
        person_id: UUID | None = None,
        bound_to: UUID | None = None,
    ) -> Self:
        """What of this class is in the record."""
        return cls(
            circle_id=record.circle_id, owner_window_id=record.owner_window_id,
            field_class=field_class, tag=tag, person_id=person_id, bound_to=bound_to,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The answer; never a bare boolean. `sentence` is what the viewer may read beside the field."""

    allowed: bool
    basis: str = ""
    grant_id: UUID | None = None
    until: datetime | None = None
    sentence: str = ""

    @property
    def last_day(self) -> date | None:
        """The day on which it still holds; the grant ends as the next one begins."""
        return clock.today(self.until - timedelta(microseconds=1)) if self.until else None


ABSENT = Decision(allowed=False)
"""Indistinguishable from a record that does not exist."""

OWN_ROW_ACTS = Act.READ | Act.REVEAL | Act.WRITE | Act.PRINT
SUPPORTED_ACTS = Act.READ | Act.PRINT
GRANTED_ACTS = ~Act.WRITE
"""Writing is for own rows; exporting and disclosing need an approval or a basis of their own."""


@dataclass(frozen=True, kw_only=True)
class HeldGrant:
    """A grant in force for the viewer, as far as deciding needs it."""

    id: UUID
    circle_id: UUID
    basis: str
    classes: FieldClass
    acts: Act
    tags: frozenset[str]
    person_id: UUID | None
    until: datetime | None
    end_event: str
    bound_to_id: UUID | None = None
    """Opens what is attached to this record (an agenda item, a plan) and nothing else."""


@dataclass(frozen=True, kw_only=True)
class Rights:
    """Everything the viewer holds at the moment of viewing."""

    viewer: Viewer
    grants: tuple[HeldGrant, ...] = ()
    excluded: frozenset[UUID] = field(default_factory=frozenset)
    supported: frozenset[UUID] = field(default_factory=frozenset)

    def decide(self, asked: Information, act: Act = Act.READ) -> Decision:
        """Exclusion, then own duty, then grants. Own rows never end while they are kept."""
        if asked.circle_id in self.excluded:
            return ABSENT
        if asked.owner_window_id in self.viewer.window_ids:
            return _own_duty() if act in OWN_ROW_ACTS else ABSENT
        if self._supports(asked) and act in SUPPORTED_ACTS:
            return _own_duty()
        for grant in self._by_circle.get(asked.circle_id, ()):
            if _opens(grant, asked) and act in grant.acts & GRANTED_ACTS:
                return _granted(grant)
        return ABSENT

    def _supports(self, asked: Information) -> bool:
        return asked.field_class == FieldClass.F1 and asked.person_id in self.supported

    def on_duty_in(self, circle_id: UUID) -> bool:
        """The viewer's window stands in this circle and owes its work there."""
        return circle_id not in self.excluded and any(
            grant.basis == Basis.OWN_DUTY for grant in self._by_circle.get(circle_id, ())
        )

    @cached_property
    def _by_circle(self) -> Mapping[UUID, list[HeldGrant]]:
        """A list decides about hundreds of rows, each by the few grants of its own circle."""
        found: dict[UUID, list[HeldGrant]] = {}
        for grant in self.grants:
            found.setdefault(grant.circle_id, []).append(grant)
        return found


def _own_duty() -> Decision:
    return Decision(allowed=True, basis=Basis.OWN_DUTY, sentence="自分の窓口の相談支援として")


def _opens(grant: HeldGrant, asked: Information) -> bool:
    """A grant opens its own circle and its classes; one for a person that person alone, one that is
    bound what is attached there. Who reported an abuse (F6a) is released by no grant."""
    return (
        grant.circle_id == asked.circle_id
        and asked.field_class in grant.classes
        and asked.field_class != FieldClass.F6A
        and _names_the_tag(grant, asked)
        and grant.person_id in (None, asked.person_id)
        and grant.bound_to_id in (None, asked.bound_to)
    )


def _names_the_tag(grant: HeldGrant, asked: Information) -> bool:
    """F4, and whatever carries a tag, needs a grant that names both F4 and that tag."""
    if not asked.tag and asked.field_class != FieldClass.F4:
        return True
    return FieldClass.F4 in grant.classes and asked.tag in grant.tags


def _granted(grant: HeldGrant) -> Decision:
    label = Basis(grant.basis).label if grant.basis in Basis.values else grant.basis
    end = grant.end_event or "期限"
    return Decision(
        allowed=True,
        basis=grant.basis,
        grant_id=grant.id,
        until=grant.until,
        sentence=f"「{label}」を根拠として、{end}まで",
    )


def rights_of(viewer: Viewer, circle_ids: Iterable[UUID]) -> Rights:
    """What the viewer holds in these circles; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            HELD,
            {"circles": list(circle_ids), "windows": list(viewer.window_ids), "at": viewer.at},
        )
        grants, excluded, supported = cursor.fetchone()
    return Rights(
        viewer=viewer,
        grants=tuple(_held(one) for one in json.loads(grants) if _is_for(one, viewer)),
        excluded=frozenset(excluded),
        supported=frozenset(supported),
    )


# Grants in force, and circles of which the present viewer must see nothing, both asked of the
# keeper: the rows that say so are hidden from the excluded, and a ground is read through grants.
# And whom the viewer's windows support. One statement: nearly every page asks for all three.
HELD = """
SELECT wall.held_among(%(circles)s::uuid[]), wall.excluded_among(%(circles)s::uuid[]), ARRAY(
    SELECT s.person_id FROM people_support s
    JOIN people_person p ON p.id = s.person_id AND p.circle_id = s.circle_id
    WHERE s.circle_id = ANY(%(circles)s::uuid[]) AND s.owner_window_id = ANY(%(windows)s::uuid[])
      AND s.since <= %(at)s AND (s.until IS NULL OR s.until > %(at)s))
"""


def _is_for(grant: Mapping[str, Any], viewer: Viewer) -> bool:
    return (
        _identified(grant["window_id"]) in viewer.window_ids
        or _identified(grant["appointment_id"]) in viewer.appointment_ids
        or _identified(grant["account_id"]) == viewer.account_id
    )


def _held(grant: Mapping[str, Any]) -> HeldGrant:
    return HeldGrant(
        id=UUID(grant["id"]),
        circle_id=UUID(grant["circle_id"]),
        basis=grant["basis"],
        classes=FieldClass(grant["classes"]),
        acts=Act(grant["acts"]),
        tags=frozenset(grant["tags"]),
        person_id=_identified(grant["person_id"]),
        bound_to_id=_identified(grant["bound_to_id"]),
        until=datetime.fromisoformat(grant["until"]) if grant["until"] else None,
        end_event=grant["end_event"],
    )


def _identified(value: str | None) -> UUID | None:
    return UUID(value) if value else None
