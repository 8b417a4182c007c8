"""根拠を選ぶ: on which bases something may be passed from one window to another, here and now.

社会福祉法 106条の4, 個人情報保護法 69条. Where nothing fits: 助言だけ, 照会, or go on working
toward consent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ikue.directory.enums import AgencyKind
from ikue.directory.models import Agency, Window
from ikue.kernel.expected import Expected
from ikue.sharing.domain.coverage import (
    consenting,
    consents_in_force,
    receiving_agency,
    receiving_window,
)
from ikue.sharing.enums import Basis
from ikue.sharing.models import LegalBasis, StandingDecision

WARD_KINDS = (
    AgencyKind.WARD_SECTION,
    AgencyKind.ENTRUSTED,
    AgencyKind.SOCIAL_WELFARE_COUNCIL,
)
EVERY_WINDOW = "*"
ABUSE = (Basis.ABUSE_CHILD, Basis.ABUSE_ELDER, Basis.ABUSE_DISABLED)


class NoBasis(Expected):
    """Nothing in the law's table allows this passage; the message says what can be done instead."""


@dataclass(frozen=True, kw_only=True)
class Passage:
    """From which window to whom, about which persons, on which day."""

    from_window: Window
    to_window: Window | None
    to_agency: Agency | None
    person_ids: tuple[UUID, ...]
    on: date

    @property
    def receiver(self) -> Agency:
        agency = self.to_window.agency if self.to_window else self.to_agency
        if agency is None:
            raise NoBasis("宛先を選んでください。")
        return agency


def bases_for(passage: Passage) -> list[LegalBasis]:
    """The rows of the law's table on which this may be passed, the person's consent first."""
    codes = [code for code, holds in _candidates(passage) if holds]
    rows = {row.code: row for row in LegalBasis.objects.in_force(passage.on).filter(code__in=codes)}
    return [rows[code] for code in codes if code in rows]


def require_basis(code: str, passage: Passage) -> LegalBasis:
    """The row, if it allows the passage. Raises NoBasis with what the clerk can do instead."""
    for basis in bases_for(passage):
        if basis.code == code:
            return basis
    raise NoBasis(
        "この根拠では渡せません。ご本人の同意を得るか、助言だけを求めるか、"
        "ほかの根拠を選んでください。入力した内容は残っています。"
    )


def _candidates(passage: Passage) -> Iterable[tuple[str, bool]]:
    inside = passage.receiver.kind in WARD_KINDS
    public = passage.receiver.kind == AgencyKind.OTHER_PUBLIC_BODY
    yield Basis.CONSENT.value, _everybody_consents(passage)
    yield Basis.WARD_PURPOSE.value, inside and _standing_decision(passage)
    yield Basis.OTHER_PUBLIC_BODY.value, public
    yield Basis.SPECIAL_REASON.value, not inside and not public
    for abuse in ABUSE:
        yield abuse.value, inside or public
    yield Basis.EMERGENCY_DISCLOSURE.value, not inside


def _everybody_consents(passage: Passage) -> bool:
    """Consent is per person: each one named in the packet must have agreed to this receiver."""
    if not passage.person_ids:
        return False
    to_window = passage.to_window
    receiver = receiving_window(to_window) if to_window else receiving_agency(passage.receiver)
    consents = consents_in_force(passage.person_ids, passage.on)
    return consenting(consents, receiver) == frozenset(passage.person_ids)


def _standing_decision(passage: Passage) -> bool:
    to_window = passage.to_window
    if to_window is None or passage.from_window.hidden_involvement:
        return False
    if to_window.hidden_involvement or not _is_general(to_window):
        return _decision_between(passage.from_window.code, to_window.code, passage.on)
    return _decision_between(passage.from_window.code, to_window.code, passage.on) or (
        _decision_between(EVERY_WINDOW, EVERY_WINDOW, passage.on)
    )


def _is_general(window: Window) -> bool:
    """`*` reaches the windows that receive people and the windows of the five programmes."""
    return window.receives_consultations or window.programme_id is not None


def _decision_between(from_code: str, to_code: str, on: date) -> bool:
    return (
        StandingDecision.objects.in_force(on)
        .filter(from_window=from_code, to_window=to_code)
        .exists()
    )
