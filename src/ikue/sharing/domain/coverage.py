"""同意の及ぶ範囲: who of these persons agrees today that this receiver is told (個情法69条2項1号).

A consent names receivers one by one or by kind; per person, never per household. It lapses by
itself at the end of its last day, so what rests on it is asked here each time, and stored nowhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ikue.directory.models import Agency, Window
from ikue.sharing.enums import DISCUSSED, FieldClass
from ikue.sharing.models import Consent

WHATEVER = FieldClass(0)
"""That the receiver is told at all, of whichever class."""


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """A window, or an agency without accounts, as a consent names it."""

    code: str
    kind: str
    name: str


def receiving_window(window: Window) -> Receiver:
    return Receiver(code=window.code, kind=window.agency.kind, name=window.name)


def receiving_agency(agency: Agency) -> Receiver:
    return Receiver(code=agency.code, kind=agency.kind, name=agency.name)


def consents_in_force(person_ids: Iterable[UUID], on: date) -> list[Consent]:
    """As far as the viewer may read them: of one's own circles. On another window's consent nobody
    relies for a receiver whose involvement is hidden; to know that it is covered would be to know
    of it, so the person is asked at the own window."""
    rows = Consent.objects.in_force(on).filter(person_id__in=list(person_ids))
    return list(rows.with_receivers())


def covers(consent: Consent, receiver: Receiver, classes: FieldClass = WHATEVER) -> bool:
    return (receiver.code in consent.window_codes or receiver.kind in consent.agency_kinds) and all(
        one.name in consent.class_names for one in classes
    )


def consenting(
    consents: Iterable[Consent], receiver: Receiver, classes: FieldClass = WHATEVER
) -> frozenset[UUID]:
    return frozenset(one.person_id for one in consents if covers(one, receiver, classes))


def not_covered(
    person_ids: Iterable[UUID], receivers: Iterable[Receiver], on: date
) -> tuple[Receiver, ...]:
    """The receivers of whom somebody has not agreed that they take part; empty when all is well."""
    wanted = frozenset(person_ids)
    consents = consents_in_force(wanted, on)
    return tuple(
        receiver
        for receiver in receivers
        if not wanted or consenting(consents, receiver, DISCUSSED) != wanted
    )
