"""同意のいま: how a person's consents stand on a day; lapsed is derived, never stored."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet, TextChoices

from ikue.sharing.enums import ConsentState
from ikue.sharing.models import Consent, ConsentWords


class Standing(TextChoices):
    """One word for a line of a list."""

    IN_FORCE = "in_force", "同意あり"
    REFUSED = "refused", "同意なし"
    ASKED = "asked", "お願い中"
    WITHDRAWN = "withdrawn", "撤回"
    DIED = "died", "死亡により終了"
    LAPSED = "lapsed", "期限切れ"
    NOT_ASKED = "not_asked", "まだ聞いていない"


OVER = {
    ConsentState.ASKED: Standing.ASKED,
    ConsentState.REFUSED: Standing.REFUSED,
    ConsentState.GIVEN: Standing.LAPSED,
    ConsentState.CHANGED: Standing.WITHDRAWN,
    ConsentState.WITHDRAWN: Standing.WITHDRAWN,
    ConsentState.DIED: Standing.DIED,
}
"""How a consent stands that is not in force."""
OPEN = (ConsentState.ASKED, ConsentState.REFUSED)


def standing_of(consent: Consent | None, on: date) -> Standing:
    if consent is None:
        return Standing.NOT_ASKED
    return Standing.IN_FORCE if consent.is_in_force(on) else OVER[ConsentState(consent.state)]


def current(consents: Iterable[Consent], on: date) -> tuple[Consent, ...]:
    """Of one person: all that are in force, and the last one asked where it says something else.

    Beside a consent in force only a question that is still open, or a no to it, counts.
    """
    ordered = sorted(consents, key=lambda one: (one.asked_at, one.recorded_at))
    in_force = [one for one in ordered if one.is_in_force(on)]
    last = ordered[-1:]
    if in_force:
        last = [one for one in last if one.state in OPEN]
    return (*in_force, *(one for one in last if one not in in_force))


def leading(consents: Iterable[Consent], on: date) -> Consent | None:
    """The one that a single word is about: the newest in force, else the last one."""
    found = current(consents, on)
    in_force = [one for one in found if one.is_in_force(on)]
    return next(reversed(in_force or found), None)


def circle_consents(circle_id: UUID) -> QuerySet[Consent]:
    """Every consent of a circle, for the windows on duty there; the wall leaves out the others."""
    return Consent.objects.filter(circle_id=circle_id).order_by("asked_at")


def said_of(consent: Consent) -> ConsentWords:
    """What was said and through whom; empty to every window but the one that asked."""
    return consent.said if hasattr(consent, "said") else ConsentWords()


def purpose_of(consent: Consent) -> str:
    """Of a consent that was read `in_full`; to whom it names, and the window that asked."""
    return consent.ground.purpose if consent.ground is not None else ""
