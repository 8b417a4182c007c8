"""The ward while it is being written: its moment, its windows, and who acts at them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import uuid4

from django.db import connection, transaction

from ikue.audit.context import Acting, acting_as
from ikue.directory.enums import WORKING_ROLES, Role
from ikue.directory.models import Agency, Appointment, TownArea, TownDistrict, Window, WindowArea
from ikue.directory.viewers import Viewer, viewer_under
from ikue.kernel import clock
from ikue.kernel.businessdays import add_business_days

OPENING = datetime(2026, 4, 1, 8, 30, tzinfo=clock.TOKYO)
"""The ward's first day of 重層; nothing is written before it."""


class ClockNotOpen(Exception):
    """This database takes no facts of the past: it is in operation and gets no invented people."""


@dataclass
class Ward:
    """`staff`: by 利用者ID, under the first appointment; `places`: by 町丁目, its branches."""

    now: datetime
    random: Random
    windows: dict[str, Window] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)
    places: dict[str, dict[str, str]] = field(default_factory=dict)
    appointments: dict[str, Appointment] = field(default_factory=dict)
    staff: dict[str, Viewer] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return clock.today(self.now)

    def on(self, business_days: int) -> date:
        """So many business days from today; 0 is today itself, be it a Sunday."""
        return add_business_days(self.today, business_days) if business_days else self.today

    def ago(self, business_days: int, hour: int = 10, minute: int = 0) -> datetime:
        """That hour so many business days (at least one) before today."""
        day = self.on(-business_days)
        moment = datetime.combine(day, time(hour, minute), clock.TOKYO)
        return max(moment, OPENING + timedelta(minutes=minute))

    def minutes_ago(self, minutes: int) -> datetime:
        return self.now - timedelta(minutes=minutes)

    @contextmanager
    def acting(self, username: str, at: datetime) -> Iterator[Viewer]:
        """Inside: the database knows this member of staff at that moment."""
        viewer = replace(self.staff[username], at=at)
        with transaction.atomic(), acting_as(viewer.acting):
            yield viewer

    def worker_at(self, window: str) -> str:
        """Somebody who does case work at the window, counsellors before managers."""
        found = [
            (viewer.is_manager, username)
            for username, viewer in self.staff.items()
            if viewer.window_code == window and self.appointments[username].is_in_force(self.now)
            if viewer.role in WORKING_ROLES
        ]
        counsellors = sorted(username for is_manager, username in found if not is_manager)
        return self.random.choice(counsellors or sorted(username for _, username in found))

    def manager_at(self, window: str) -> str:
        return next(
            username
            for username, viewer in self.staff.items()
            if viewer.window_code == window and viewer.role == Role.SECTION_MANAGER
        )

    def branch(self, window: str, town: str) -> str:
        """The window itself, or the branch of it that serves the 町丁目."""
        return self.places[town].get(window, window)

    def join(self, appointments: dict[str, Appointment]) -> None:
        """Take up the staff: by 利用者ID their appointment (兼務 comes second and is left out)."""
        self.appointments = appointments
        self.staff = {
            username: viewer_under(appointment, at=self.now)
            for username, appointment in appointments.items()
        }


def open_ward(*, now: datetime, seed: int) -> Ward:
    """Windows, agencies and places as the master data has them on that day."""
    ward = Ward(now=now, random=Random(seed))  # noqa: S311 - invented people, no secrets
    ward.windows = {window.code: window for window in Window.objects.select_related("agency")}
    ward.agencies = {agency.code: agency for agency in Agency.objects.all()}
    ward.places = _places(ward.today)
    return ward


def _places(on: date) -> dict[str, dict[str, str]]:
    served = WindowArea.objects.in_force(on).select_related("window__parent")
    by_area = {row.service_area_id: row.window for row in served if row.service_area_id}
    by_district = {row.district_id: row.window for row in served if row.district_id}
    places: dict[str, dict[str, str]] = {}
    for area in TownArea.objects.in_force(on).select_related("town").order_by("town__order"):
        _serve(places, area.town.name, by_area.get(area.service_area_id))
    for district in TownDistrict.objects.in_force(on).select_related("town"):
        _serve(places, district.town.name, by_district.get(district.district_id))
    return places


def _serve(places: dict[str, dict[str, str]], town: str, window: Window | None) -> None:
    branches = places.setdefault(town, {})
    if window is not None and window.parent is not None:
        branches[window.parent.code] = window.code


def require_open_clock(ward: Ward) -> None:
    """Raises ClockNotOpen unless the database was prepared with an open clock (demo and tests)."""
    somebody = Acting(account_id=uuid4(), appointment_id=None, at=ward.ago(5))
    with transaction.atomic(), acting_as(somebody), connection.cursor() as cursor:
        cursor.execute("SELECT wall.at() IS NOT NULL")
        if not cursor.fetchone()[0]:
            raise ClockNotOpen
