"""The viewer: a member of staff under one appointment, as every rule and query receives it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.urls import reverse

from ikue.audit.context import Acting
from ikue.audit.door import AppointmentEnded
from ikue.directory.domain.queries import deputyships_in_force
from ikue.directory.enums import OVERSIGHT_ROLES, WORKING_ROLES, Role
from ikue.directory.models import Appointment


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who asks, under which appointment, for which window, at which moment of viewing."""

    account_id: UUID
    appointment_id: UUID
    window_id: UUID
    role: str
    at: datetime
    name: str
    window_name: str
    window_code: str = ""
    field_code: str = ""
    programme_code: str = ""
    covered_appointment_ids: tuple[UUID, ...] = ()
    deputy_of: tuple[str, ...] = ()

    @property
    def works_with_cases(self) -> bool:
        """民生委員, 監査 and the like report or oversee; they own no rows."""
        return self.role in WORKING_ROLES

    @property
    def window_ids(self) -> tuple[UUID, ...]:
        """The windows whose rows this viewer's duty covers: the one appointed to, if anything."""
        return (self.window_id,) if self.works_with_cases else ()

    @property
    def appointment_ids(self) -> tuple[UUID, ...]:
        return (self.appointment_id, *self.covered_appointment_ids)

    @property
    def is_manager(self) -> bool:
        return self.role == Role.SECTION_MANAGER

    @property
    def is_coordinator(self) -> bool:
        return self.role == Role.COORDINATOR

    @property
    def oversees(self) -> bool:
        return self.role in OVERSIGHT_ROLES

    @property
    def acting(self) -> Acting:
        return Acting(account_id=self.account_id, appointment_id=self.appointment_id, at=self.at)


@dataclass(frozen=True, kw_only=True)
class Covered:
    """An absent colleague for whom one acts today."""

    appointment_id: UUID
    name: str


def viewer_under(appointment: Appointment, *, at: datetime) -> Viewer:
    """The viewer that this appointment makes, with whom it covers for on that day."""
    covered = [
        Covered(appointment_id=one.absent_id, name=one.absent.account.name)
        for one in deputyships_in_force(appointment, at)
    ]
    return _viewer(appointment, covered, at)


def _viewer(appointment: Appointment, covered: Collection[Covered], at: datetime) -> Viewer:
    return Viewer(
        account_id=appointment.account_id,
        appointment_id=appointment.pk,
        window_id=appointment.window_id,
        role=appointment.role,
        at=at,
        name=appointment.account.name,
        window_name=appointment.window.name,
        window_code=appointment.window.code,
        field_code=appointment.window.field.code if appointment.window.field else "",
        programme_code=appointment.window.programme.code if appointment.window.programme else "",
        covered_appointment_ids=tuple(one.appointment_id for one in covered),
        deputy_of=tuple(one.name for one in covered),
    )


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer behind a request that came through the door; also fills the band on top.

    Raises AppointmentEnded when the appointment is no longer in force at this very moment.
    """
    acting: Acting = request.acting  # type: ignore[attr-defined]
    appointment = (
        Appointment.objects.serving(acting.at)
        .filter(pk__in=[acting.appointment_id], account_id=acting.account_id)
        .select_related("account", "window__field", "window__programme")
        .annotate(has_choice=Exists(_others(acting.at)), covers=_covers(acting.at))
        .first()
    )
    if appointment is None:
        raise AppointmentEnded
    covered = [
        Covered(appointment_id=UUID(one["id"]), name=one["name"]) for one in appointment.covers
    ]
    viewer = _viewer(appointment, covered, acting.at)
    request.viewer = viewer  # type: ignore[attr-defined]
    request.band = {  # type: ignore[attr-defined]
        "who": viewer.name,
        "window": viewer.window_name,
        "deputy_of": "、".join(viewer.deputy_of),
        "windows_url": reverse("directory:choose") if appointment.has_choice else "",
        "links": [("ログアウト", reverse("account_logout"))],
    }
    return viewer


def _covers(at: datetime) -> ArraySubquery:
    """Whom one acts for, within the query that finds the appointment: every page asks it."""
    return ArraySubquery(
        deputyships_in_force(OuterRef("pk"), at)
        .order_by("pk")
        .values(one=JSONObject(id="absent_id", name="absent__account__name"))
    )


def _others(at: datetime) -> QuerySet[Appointment]:
    """Further appointments of the same account: only then is there a window to change to."""
    same = Appointment.objects.in_force(at).filter(account_id=OuterRef("account_id"))
    return same.exclude(pk=OuterRef("pk"))
