"""不在代理 of the window: who is away, who acts meanwhile; in force, coming, ended early."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ikue.desk.domain.places import may_arrange_covers
from ikue.desk.domain.staffing import staff_of
from ikue.directory.domain.appointments import cover, end_cover
from ikue.directory.models import Appointment, Cover
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed


@dataclass(frozen=True, kw_only=True)
class CoverLine:
    id: UUID
    absent: str
    deputy: str
    from_on: date
    to_on: date
    reason: str
    is_in_force: bool


@dataclass(frozen=True, kw_only=True)
class Absence:
    """What is typed about one cover."""

    absent: Appointment
    deputy: Appointment
    from_on: date
    to_on: date
    reason: str


def covers_of(viewer: Viewer) -> list[CoverLine]:
    """Those that stand now or will, of the viewer's window; one query."""
    today = clock.today(viewer.at)
    rows = (
        Cover.objects.standing(viewer.at)
        .filter(absent__window_id=viewer.window_id, to_on__gte=today)
        .select_related("absent__account", "deputy__account")
        .order_by("from_on", "absent__account__name")
    )
    return [_line(row, today) for row in rows]


def _line(row: Cover, today: date) -> CoverLine:
    return CoverLine(
        id=row.pk,
        absent=row.absent.account.name,
        deputy=row.deputy.account.name,
        from_on=row.from_on,
        to_on=row.to_on,
        reason=row.reason,
        is_in_force=row.from_on <= today,
    )


def colleagues_for_cover(viewer: Viewer) -> list[Appointment]:
    """Raises NotAllowed for whoever arranges no covers."""
    _require(viewer)
    return list(staff_of(viewer))


def arrange_cover(*, absence: Absence, by: Viewer) -> Cover:
    """Raises NotAllowed, CoverRefused."""
    _require(by)
    if absence.absent.window_id != by.window_id:
        raise NotAllowed("arrange_cover")
    return cover(
        absent=absence.absent, deputy=absence.deputy, from_on=absence.from_on,
        to_on=absence.to_on, reason=absence.reason,
    )  # fmt: skip


def find_cover(viewer: Viewer, cover_id: UUID) -> Cover:
    """Raises NotAllowed, DoesNotExist: covers of other windows are not there."""
    _require(viewer)
    return Cover.objects.select_related("absent__account", "deputy__account").get(
        pk=cover_id, absent__window_id=viewer.window_id
    )


def end_early(*, cover_id: UUID, by: Viewer, at: datetime) -> Cover:
    """Raises NotAllowed, DoesNotExist, CoverAlreadyOver."""
    return end_cover(cover=find_cover(by, cover_id), at=at)


def _require(viewer: Viewer) -> None:
    if not may_arrange_covers(viewer):
        raise NotAllowed("covers")
