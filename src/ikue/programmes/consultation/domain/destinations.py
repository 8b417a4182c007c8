"""つなぎ先: to whom a reception can be passed, and what came back from there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ikue.casework.domain.clocks import overdue_since
from ikue.casework.enums import ReferralState
from ikue.casework.models import Referral
from ikue.directory.domain.queries import route, windows_in_force
from ikue.directory.enums import AgencyKind, RoutedBy
from ikue.directory.models import Agency, Town, Window
from ikue.directory.viewers import Viewer

PARTNERS = (AgencyKind.OTHER_PUBLIC_BODY, AgencyKind.PRIVATE_PARTNER)
PROGRAMMES = "重層の事業"
PARTNER_GROUP = "返事をこちらで記録する相手先"


@dataclass(frozen=True, kw_only=True)
class Destination:
    """A window that can answer by itself, or a partner for whom the sender writes the answer."""

    key: str
    group: str
    window: Window | None = None
    agency: Agency | None = None

    @property
    def name(self) -> str:
        named = self.window or self.agency
        return named.name if named else ""


def destinations(viewer: Viewer, on: date) -> list[Destination]:
    """Windows by field, then the programmes, then partners; never the viewer's own window."""
    windows = [
        window
        for window in windows_in_force(on).order_by("field__order", "listing_order", "code")
        if window.pk != viewer.window_id and _answers(window)
    ]
    partners = Agency.objects.in_force(on).filter(kind__in=PARTNERS).order_by("kind", "name")
    return [*_to_windows(windows), *(_to_agency(agency) for agency in partners)]


def _answers(window: Window) -> bool:
    """A listed window that is routed by address receives through its branches."""
    receives = window.receives_consultations or window.programme_id is not None
    return receives and window.routed_by == RoutedBy.NONE


def _to_windows(windows: list[Window]) -> Iterator[Destination]:
    fields = [one for one in windows if one.field is not None]
    for window in (*fields, *(one for one in windows if one.field is None)):
        group = window.field.name if window.field else PROGRAMMES
        yield Destination(key=f"w-{window.pk}", group=group, window=window)


def _to_agency(agency: Agency) -> Destination:
    return Destination(key=f"a-{agency.code}", group=PARTNER_GROUP, agency=agency)


def near(town_name: str, on: date) -> tuple[UUID, ...]:
    """The branches that serve the town of the reception, to be offered first."""
    town = Town.objects.in_force(on).filter(name=town_name).first() if town_name else None
    return tuple(window.pk for window in route(town, on).branches.values()) if town else ()


@dataclass(frozen=True, kw_only=True)
class SentOn:
    """What became of the referral, as the sender's page says it."""

    referral: Referral
    to_name: str
    came_back: str = ""
    """Why it lies with the sender again, as a word; empty while it stands."""
    proposed: Window | None = None


def sent_on(referral: Referral, at: datetime) -> SentOn:
    """Declined, recalled or overdue: it is back, with the reason and the window proposed."""
    wanted = [referral.to_window_id, referral.proposed_window_id]
    windows = {window.pk: window for window in Window.objects.filter(pk__in=filter(None, wanted))}
    to_window = windows.get(referral.to_window_id) if referral.to_window_id else None
    return SentOn(
        referral=referral,
        to_name=to_window.name if to_window else _agency_name(referral.to_agency_code),
        came_back=_came_back(referral, at),
        proposed=windows.get(referral.proposed_window_id) if referral.proposed_window_id else None,
    )


def _came_back(referral: Referral, at: datetime) -> str:
    if referral.state == ReferralState.DECLINED:
        return "引き受けられないと返事がありました"
    if referral.state == ReferralState.RECALLED:
        return "こちらで取り下げました"
    return "返事の期限を過ぎ、戻ってきました" if overdue_since(referral, at) else ""


def _agency_name(code: str) -> str:
    return Agency.objects.filter(code=code).values_list("name", flat=True).first() or ""
