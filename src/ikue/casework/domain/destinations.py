"""つなぐ先: the windows that can answer, by field, and partners whose answer the sender records.

Invariant: no referral is addressed to an account that could not open it; so a window where nobody
works today is not among the choices.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from ikue.casework.enums import ReferralKind
from ikue.casework.models import Referral
from ikue.directory.domain.queries import partners_in_force, route, windows_that_receive
from ikue.directory.enums import WORKING_ROLES
from ikue.directory.models import Agency, Appointment, Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.people.enums import ContactKind
from ikue.people.models import ContactPoint

PROGRAMMES_GROUP = "重層的支援体制整備事業"
NEAR_GROUP = "住所から見た担当"
PROPOSED_GROUP = "断られたときに挙がった窓口"
PARTNERS_GROUP = "アカウントのない機関（返事はこちらで記録します）"


@dataclass(frozen=True, kw_only=True)
class Destination:
    """One choice: a window, or a partner without an account."""

    window: Window | None = None
    agency: Agency | None = None

    @property
    def key(self) -> str:
        return f"w-{self.window.pk}" if self.window else f"a-{self._partner.code}"

    @property
    def name(self) -> str:
        return self.window.name if self.window else self._partner.name

    @property
    def phone(self) -> str:
        """Of the window; a partner's is not in the directory."""
        return self.window.phone if self.window else ""

    @property
    def answers_itself(self) -> bool:
        return self.window is not None

    @property
    def _partner(self) -> Agency:
        if self.agency is None:
            raise ValueError("a destination is a window or a partner")
        return self.agency


@dataclass(frozen=True, kw_only=True)
class Group:
    label: str
    destinations: tuple[Destination, ...]

    @property
    def names(self) -> str:
        return "、".join(destination.name for destination in self.destinations)


def destination_groups(*, from_window_id: UUID, at: datetime) -> tuple[Group, ...]:
    """Every possible receiver but the own window: programmes, fields in their order, partners."""
    windows = [window for window in receiving_windows(at) if window.pk != from_window_id]
    windows.sort(key=_place)
    groups = [
        Group(label=label, destinations=tuple(Destination(window=window) for window in rows))
        for label, rows in groupby(windows, key=_group_label)
    ]
    partners = tuple(Destination(agency=agency) for agency in partner_agencies(at))
    return (*groups, Group(label=PARTNERS_GROUP, destinations=partners))


def suggested_groups(*, circle_id: UUID, by: Viewer, at: datetime) -> tuple[Group, ...]:
    """Where to ask first: whom the last refusal named, then who serves the household's address."""
    possible = {window.pk: window for window in receiving_windows(at) if window.pk != by.window_id}
    found = (
        (PROPOSED_GROUP, _proposed_instead(circle_id, by)),
        (NEAR_GROUP, _near(circle_id, by, at)),
    )
    groups = (
        Group(
            label=label,
            destinations=tuple(Destination(window=possible[pk]) for pk in pks if pk in possible),
        )
        for label, pks in found
    )
    return tuple(group for group in groups if group.destinations)


def _proposed_instead(circle_id: UUID, by: Viewer) -> list[UUID]:
    """The window named by the last receiver: nobody names one but whoever declines."""
    sent = Referral.objects.filter(circle_id=circle_id, owner_window_id__in=by.window_ids)
    last = sent.order_by("sent_at").last()
    return [last.proposed_window_id] if last and last.proposed_window_id else []


def _near(circle_id: UUID, by: Viewer, at: datetime) -> list[UUID]:
    """Routed by an address that the own window wrote down; the address itself is not shown."""
    address = (
        ContactPoint.objects.filter(
            circle_id=circle_id, owner_window_id__in=by.window_ids,
            kind=ContactKind.ADDRESS, ended_on=None,
        )
        .order_by("recorded_at")
        .last()
    )  # fmt: skip
    if address is None:
        return []
    return [window.pk for window in route(address.value, clock.today(at)).branches.values()]


def receiving_windows(at: datetime) -> list[Window]:
    """Windows that take referrals and where somebody works at that moment."""
    rows = windows_that_receive(clock.today(at))
    return list(rows.filter(pk__in=_staffed_windows(at)))


def is_staffed(window: Window, at: datetime) -> bool:
    """Somebody who works with cases is appointed there and can open the door."""
    return window.pk in set(_staffed_windows(at))


def partner_agencies(at: datetime) -> list[Agency]:
    """Those without accounts: 学校, 病院, 警察, 他の自治体 …"""
    return list(partners_in_force(clock.today(at)))


def kind_for(window: Window | None) -> ReferralKind:
    """A request to a window of a programme is that programme's kind; all else is a つなぎ."""
    code = window.programme.code if window and window.programme else ""
    asked = (ReferralKind.MULTI_AGENCY, ReferralKind.OUTREACH, ReferralKind.PARTICIPATION)
    return ReferralKind(code) if code in {kind.value for kind in asked} else ReferralKind.LINK


def flat(groups: tuple[Group, ...]) -> Iterator[Destination]:
    for group in groups:
        yield from group.destinations


def _staffed_windows(at: datetime) -> list[UUID]:
    return list(
        Appointment.objects.serving(at)
        .filter(role__in=WORKING_ROLES)
        .order_by()
        .values_list("window_id", flat=True)
        .distinct()
    )


def _place(window: Window) -> tuple[int, str, int, str]:
    if window.field is None:
        return (0, "", 0, window.code)
    return (1 + window.field.order, window.field.code, window.listing_order or 99, window.code)


def _group_label(window: Window) -> str:
    return window.field.name if window.field else PROGRAMMES_GROUP
