"""What others ask of the directory. Every answer is for a day or an instant that is passed in."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from ikue.accounts.models import Account
from ikue.directory.domain.routing import Routing, route, town_at
from ikue.directory.enums import WORKING_ROLES, Role, RoutedBy
from ikue.directory.models import Agency, Appointment, Cover, WardSetting, Window

__all__ = [
    "Routing",
    "SettingMissing",
    "appointments_in_force",
    "covers_in_force",
    "deputyships_in_force",
    "listed_windows",
    "manager_of",
    "partners_in_force",
    "partners_written_for",
    "route",
    "setting",
    "setting_number",
    "setting_numbers",
    "setting_words",
    "staff_at",
    "town_at",
    "windows_in_force",
    "windows_that_receive",
]


class SettingMissing(LookupError):
    """No value of the ward's setting is in force on that day."""

    def __init__(self, key: str, on: date) -> None:
        super().__init__(f"区の設定「{key}」に、{on:%Y-%m-%d} に有効な値がありません。")


def partners_written_for(on: date) -> QuerySet[Agency]:
    """Whose answers others write down: agencies without accounts, and 民生委員, who report and read
    nothing (民生委員法)."""
    reads_nothing = Appointment.objects.filter(role=Role.WELFARE_COMMISSIONER)
    codes = reads_nothing.values("window__agency__code")
    return Agency.objects.in_force(on).filter(Q(has_accounts=False) | Q(code__in=codes))


def windows_in_force(on: date) -> QuerySet[Window]:
    return Window.objects.in_force(on).select_related("agency", "field", "programme", "parent")


def windows_that_receive(on: date) -> QuerySet[Window]:
    """To which somebody can be passed on: they receive people or carry a programme, and no address
    has to say which branch of them it is."""
    takes = Q(receives_consultations=True) | Q(programme__isnull=False)
    return windows_in_force(on).filter(takes, agency__has_accounts=True, routed_by=RoutedBy.NONE)


def partners_in_force(on: date) -> QuerySet[Agency]:
    """The agencies without accounts, who are told and asked on paper or by telephone, by name."""
    return Agency.objects.in_force(on).filter(has_accounts=False).order_by("name")


def listed_windows(on: date) -> QuerySet[Window]:
    """The seed's fifteen rows in seven fields, in its order."""
    return windows_in_force(on).filter(listed=True).order_by("listing_order")


def appointments_in_force(account: Account, at: datetime) -> QuerySet[Appointment]:
    return (
        Appointment.objects.in_force(at)
        .filter(account=account)
        .select_related("window__agency")
        .order_by("concurrent", "starts_at", "id")
    )


def covers_in_force(appointment: Appointment, at: datetime) -> QuerySet[Cover]:
    """Who acts for this appointment at that instant: the covers in which it is the absent one."""
    deputies = Appointment.objects.in_force(at)
    return (
        Cover.objects.in_force(at)
        .filter(absent=appointment, deputy__in=deputies)
        .select_related("deputy__account", "deputy__window")
    )


def deputyships_in_force(appointment: Appointment | OuterRef, at: datetime) -> QuerySet[Cover]:
    """For whom this appointment acts at that instant: the covers in which it is the deputy."""
    absent = Appointment.objects.in_force(at)
    return (
        Cover.objects.in_force(at)
        .filter(deputy=appointment, absent__in=absent)
        .select_related("absent__account", "absent__window")
    )


def staff_at(window_id: UUID, at: datetime) -> QuerySet[Appointment]:
    """Who can be named as responsible at that window now, by name."""
    return (
        Appointment.objects.serving(at)
        .filter(window_id=window_id, role__in=WORKING_ROLES)
        .select_related("account", "window")
        .order_by("account__name", "id")
    )


def manager_of(window: Window, at: datetime) -> Appointment | None:
    """所管課長 of the window, else of the window it is a branch of, else nobody."""
    found = (
        Appointment.objects.serving(at)
        .filter(window=window, role=Role.SECTION_MANAGER)
        .select_related("account", "window")
        .order_by("concurrent", "starts_at", "id")
        .first()
    )
    if found is None and window.parent is not None:
        return manager_of(window.parent, at)
    return found


def setting(key: str, on: date) -> object:
    """The ward's value in force on that day. Raises SettingMissing."""
    row = WardSetting.objects.in_force(on).filter(key=key).first()
    if row is None:
        raise SettingMissing(key, on)
    value: object = row.value
    return value


def setting_number(key: str, on: date) -> int:
    """A setting that is one whole number. Raises SettingMissing, TypeError."""
    value = setting(key, on)
    if not isinstance(value, int):
        raise TypeError(f"{key} is no whole number: {value!r}")
    return value


def setting_numbers(key: str, on: date) -> tuple[int, ...]:
    """A setting that is a list of whole numbers. Raises SettingMissing, TypeError."""
    value = setting(key, on)
    if not isinstance(value, list) or not all(isinstance(item, int) for item in value):
        raise TypeError(f"{key} is no list of whole numbers: {value!r}")
    return tuple(value)


def setting_words(key: str, on: date) -> tuple[str, ...]:
    """A setting that is a list of words. Raises SettingMissing, TypeError."""
    value = setting(key, on)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"{key} is no list of words: {value!r}")
    return tuple(value)
