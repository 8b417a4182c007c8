"""What happened in a circle so far: receptions, referrals, and what 多機関協働 keeps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import CharField, DateTimeField, F, Model, Value
from django.db.models.functions import Coalesce

from ikue.casework.models import Plan, Referral
from ikue.desk.domain.here import COORDINATION, ITEM, PLAN, Passed, Reached
from ikue.programmes.consultation.models import Consultation
from ikue.programmes.multi_agency.models import AgendaItem, Coordination


@dataclass(frozen=True, kw_only=True)
class Received:
    """A reception of the circle, as far as the head of a case names it."""

    pk: UUID
    number: str
    state: str
    received_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Road:
    """What happened in a circle so far, the earliest first, as far as the viewer may see it."""

    receptions: tuple[Received, ...] = ()
    referrals: tuple[Passed, ...] = ()
    reached: tuple[Reached, ...] = ()


RECEPTION, REFERRAL = "reception", "referral"
KINDS: Final[tuple[tuple[str, type[Model], dict[str, Any]], ...]] = (
    (
        RECEPTION,
        Consultation,
        {"word": F("number"), "happened_at": F("received_at"), "over_at": F("screened_at")},
    ),
    (REFERRAL, Referral, {"word": F("kind"), "happened_at": F("sent_at")}),
    (
        COORDINATION,
        Coordination,
        {"happened_at": F("taken_up_at"), "over_at": F("stepped_out_at")},
    ),
    (ITEM, AgendaItem, {"happened_at": Coalesce("discussed_at", "recorded_at")}),
    (PLAN, Plan, {"happened_at": Coalesce("in_force_at", "proposed_at", "recorded_at")}),
)
"""Of each kind of record: what it is, its number or sort, when it happened and when it ended."""
NOTHING = {
    "word": Value("", output_field=CharField()),
    "over_at": Value(None, output_field=DateTimeField()),
}


def travelled(circle_id: UUID) -> Road:
    """One query for all kinds."""
    first, *others = [
        model._default_manager.filter(circle_id=circle_id)
        .order_by()
        .annotate(**(NOTHING | columns), what=Value(what))
        .values_list("what", "pk", "word", "state", "happened_at", "over_at")
        for what, model, columns in KINDS
    ]
    rows = list(first.union(*others, all=True).order_by("happened_at"))
    return Road(
        receptions=tuple(
            Received(pk=pk, number=word, state=state, received_at=at, ended_at=over_at)
            for what, pk, word, state, at, over_at in rows
            if what == RECEPTION
        ),
        referrals=tuple(
            Passed(kind=word, state=state, at=at)
            for what, _, word, state, at, _ in rows
            if what == REFERRAL
        ),
        reached=tuple(
            Reached(kind=what, state=state, at=at, ended_at=over_at)
            for what, _, _, state, at, over_at in rows
            if what not in (RECEPTION, REFERRAL)
        ),
    )
