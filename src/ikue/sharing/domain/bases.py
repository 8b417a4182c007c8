"""根拠を選ぶ: on which bases something may be passed from one window to another, here and now.

社会福祉法 106条の4, 個人情報保護法 69条. Where nothing fits: 助言だけ, 照会, or go on working
toward consent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import QuerySet

from ikue.directory.enums import AgencyKind
from ikue.directory.models import Agency, Window
from ikue.kernel.expected import Expected
from ikue.sharing.domain.coverage import (
    consenting,
    consents_in_force,
    receiving_agency,
    receiving_window,
)
from ikue.sharing.enums import CARRIERS, CLASS_LABELS, PACKET_CARRIES, Act, Basis, FieldClass
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
    """The rows of the law's table on which a packet may be passed, the person's consent first."""
    agreed = dict(_candidates(passage))
    rows = {
        row.code: row for row in LegalBasis.objects.in_force(passage.on).filter(code__in=agreed)
    }
    return [
        rows[code]
        for code, classes in agreed.items()
        if code in rows and not lacking(rows[code], FieldClass.PACKET, classes, Act(0))
    ]


def require_basis(code: str, passage: Passage) -> LegalBasis:
    """The row, if it allows the passage. Raises NoBasis with what the clerk can do instead."""
    for basis in bases_for(passage):
        if basis.code == code:
            return basis
    if code == Basis.CONSENT and agreed_on(code, passage) is not None:
        raise NoBasis(
            "ご本人の同意は、「氏名など」と「支援の内容」の両方には及んでいません。"
            "両方を伝えてよいか、ご本人に聞いてください。入力した内容は残っています。"
        )
    raise NoBasis(
        "この根拠では渡せません。ご本人の同意を得るか、助言だけを求めるか、"
        "ほかの根拠を選んでください。入力した内容は残っています。"
    )


def agreed_on(code: str, passage: Passage) -> FieldClass | None:
    """What the persons or a standing decision agreed to; None where the law's row says it alone."""
    return dict(_candidates(passage)).get(code)


def lacking(row: LegalBasis, wanted: FieldClass, agreed: FieldClass | None, acts: Act) -> str:
    """Why this row does not open what is wanted, in a sentence; empty when it does."""
    spelled_out = wanted | PACKET_CARRIES if wanted & CARRIERS else wanted
    outside = spelled_out & ~row.classes
    if agreed is not None:
        outside |= spelled_out & ~CARRIERS & ~agreed
    if outside:
        named = "」「".join(label for one, label in CLASS_LABELS.items() if one in outside)
        return f"根拠「{row.name}」では、「{named}」を伝えられません。"
    if row.consent_required and agreed is None:
        return f"根拠「{row.name}」には、ご本人の同意が必要です。"
    if row.is_single and wanted != FieldClass.PACKET:
        return f"根拠「{row.name}」で渡せるのは、つなぎの情報の写しだけです。"
    if acts & ~row.acts:
        return f"根拠「{row.name}」では、この扱い（閲覧・印刷など）はできません。"
    return ""


def _candidates(passage: Passage) -> Iterator[tuple[str, FieldClass | None]]:
    inside = passage.receiver.kind in WARD_KINDS
    public = passage.receiver.kind == AgencyKind.OTHER_PUBLIC_BODY
    consented = _consented(passage)
    decided = _decided(passage) if inside else None
    allowed = (
        (Basis.CONSENT, consented is not None, consented),
        (Basis.WARD_PURPOSE, decided is not None, decided),
        (Basis.OTHER_PUBLIC_BODY, public, None),
        (Basis.SPECIAL_REASON, not inside and not public, None),
        *((abuse, inside or public, None) for abuse in ABUSE),
        (Basis.EMERGENCY_DISCLOSURE, not inside, None),
    )
    yield from ((basis.value, agreed) for basis, holds, agreed in allowed if holds)


def _consented(passage: Passage) -> FieldClass | None:
    """Consent is per person: each one named in the packet must have agreed to this receiver."""
    if not passage.person_ids or lacking_consent(passage, FieldClass(0)):
        return None
    return FieldClass(0) if lacking_consent(passage) else PACKET_CARRIES


def lacking_consent(passage: Passage, classes: FieldClass = PACKET_CARRIES) -> tuple[UUID, ...]:
    """Those named in the packet who have not agreed that this receiver is told, in their order."""
    to_window = passage.to_window
    receiver = receiving_window(to_window) if to_window else receiving_agency(passage.receiver)
    agreed = consenting(consents_in_force(passage.person_ids, passage.on), receiver, classes)
    return tuple(pk for pk in passage.person_ids if pk not in agreed)


def _decided(passage: Passage) -> FieldClass | None:
    to_window = passage.to_window
    if to_window is None or passage.from_window.hidden_involvement:
        return None
    pairs = [(passage.from_window.code, to_window.code)]
    if _is_general(to_window) and not to_window.hidden_involvement:
        pairs.append((EVERY_WINDOW, EVERY_WINDOW))
    decisions = StandingDecision.objects.in_force(passage.on)
    found = [row.classes for pair in pairs for row in _between(decisions, *pair)]
    return reduce(or_, found) if found else None


def _is_general(window: Window) -> bool:
    """`*` reaches the windows that receive people and the windows of the five programmes."""
    return window.receives_consultations or window.programme_id is not None


def _between(
    decisions: QuerySet[StandingDecision], from_code: str, to_code: str
) -> QuerySet[StandingDecision]:
    return decisions.filter(from_window=from_code, to_window=to_code)
