"""発令・解任・不在代理. Handing over what is still open belongs to `casework`, which calls this."""

from datetime import date, datetime, timedelta

from ikue.accounts.models import Account
from ikue.directory.domain.queries import setting_words
from ikue.directory.domain.written import (
    write_appointment,
    write_cover,
    write_cover_end,
    write_end,
    write_secrecy,
)
from ikue.directory.enums import GIVEN_BY_MANAGER, WORKING_ROLES, Role
from ikue.directory.models import Appointment, Cover, Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.expected import Expected


class AppointmentRefused(Expected):
    """The appointment cannot be made or ended; the text is for the clerk."""

    sentence = ""

    def __init__(self) -> None:
        super().__init__(self.sentence)


class AccountStopped(AppointmentRefused):
    sentence = "この職員アカウントは停止されています。再開してから発令してください。"


class AgencyWithoutAccounts(AppointmentRefused):
    sentence = "この機関は職員アカウントを持たないため、所属を発令できません。"


class WindowNotInForce(AppointmentRefused):
    sentence = "この窓口は発令日には置かれていません。窓口と日付を確かめてください。"


class AlreadyAppointed(AppointmentRefused):
    sentence = "この職員は、同じ窓口で同じ役割に既に就いています。今の所属を使ってください。"


class NoOffice(AppointmentRefused):
    sentence = (
        "発令できるのは、自分の窓口の所管課長とシステム管理者だけです。"
        "発令先の窓口の課長か、システム管理者に頼んでください。"
    )


class OfficeBeyondOwn(AppointmentRefused):
    sentence = "この役割は、課長には発令できません。システム管理者に頼んでください。"


class AppointsSelf(AppointmentRefused):
    sentence = "自分を発令することはできません。ほかの課長か、システム管理者に頼んでください。"


class StartsInThePast(AppointmentRefused):
    sentence = "発令日時が過ぎています。今より後の日時にしてください。"


class EndsBeforeStart(AppointmentRefused):
    sentence = "解かれる日時は、発令日時より後にしてください。"


class AlreadyEnded(AppointmentRefused):
    sentence = "この所属は既に解かれています。"


class AlreadyStopped(AppointmentRefused):
    sentence = "この職員アカウントは既に停止されています。"


class SecrecyBeforeAppointment(AppointmentRefused):
    sentence = "守秘を確認した日が、発令の日より前です。日付を確かめてください。"


class SecrecyToCome(AppointmentRefused):
    sentence = "守秘を確認した日が、今日より後です。日付を確かめてください。"


class CoverRefused(Expected):
    """The cover cannot be made; the text is for the clerk."""

    sentence = ""

    def __init__(self) -> None:
        super().__init__(self.sentence)


class CoverOfSelf(CoverRefused):
    sentence = "不在の職員と代理が同じ人です。別の人を選んでください。"


class CoverTwice(CoverRefused):
    sentence = "その期間には、同じ代理がもう登録されています。"


class CoverDaysReversed(CoverRefused):
    sentence = "代理の末日は、初日より前にできません。日付を確かめてください。"


class DeputyOfOtherWindow(CoverRefused):
    sentence = (
        "代理の職員は別の窓口に属しています。同じ窓口の職員を選ぶか、"
        "その方を期間を決めてこの窓口にも兼務で発令してください。"
    )


class NotAppointedThen(CoverRefused):
    sentence = "代理の期間に所属していない職員が含まれています。期間か職員を選び直してください。"


class DeputyWithoutWork(CoverRefused):
    sentence = (
        "選ばれた職員は、世帯の記録を扱わない役割です。相談の仕事をする職員を選んでください。"
    )


class CoverAlreadyOver(CoverRefused):
    sentence = "この代理は、もう終わっています。画面を開き直して確かめてください。"


def appoint(
    *,
    account: Account,
    window: Window,
    role: Role,
    starts_at: datetime,
    by: Viewer | None,
    ends_at: datetime | None = None,
    concurrent: bool = False,
    secrecy_acknowledged_on: date | None = None,
    order_number: str = "",
) -> Appointment:
    """発令. In force from `starts_at` until just before `ends_at`. `by` is None for a data load.

    Raises AppointmentRefused, with what is in the way.
    """
    if by is not None:
        require_office(by, account=account, window=window, role=role, starts_at=starts_at)
    check_appointable(account, window, starts_at)
    if ends_at is not None and ends_at <= starts_at:
        raise EndsBeforeStart
    if holds(account, window, role, starts_at, ends_at):
        raise AlreadyAppointed
    demand_second_factor(account, role, starts_at)
    made = Appointment(
        account=account,
        window=window,
        role=role,
        starts_at=starts_at,
        ends_at=ends_at,
        concurrent=concurrent,
        secrecy_acknowledged_on=secrecy_acknowledged_on,
        order_number=order_number,
        appointed_by_id=by.account_id if by else None,
    )
    return write_appointment(made)


def require_office(
    by: Viewer, *, account: Account, window: Window, role: Role, starts_at: datetime
) -> None:
    """A 所管課長 gives what the own window works with, システム管理者 everything anywhere; nobody
    appoints themselves, or for days that have passed."""
    if account.pk == by.account_id:
        raise AppointsSelf
    if by.role != Role.SYSTEM_ADMINISTRATOR:
        if not (by.is_manager and by.window_id == window.pk):
            raise NoOffice
        if role not in GIVEN_BY_MANAGER:
            raise OfficeBeyondOwn
    if starts_at < by.at:
        raise StartsInThePast


def demand_second_factor(account: Account, role: Role, at: datetime) -> None:
    """Some roles (a setting of the ward) open the door with two factors only."""
    if account.second_factor_required:
        return
    if role in setting_words("second_factor_roles", clock.today(at)):
        account.second_factor_required = True
        account.save(update_fields=["second_factor_required"])


def check_appointable(account: Account, window: Window, starts_at: datetime) -> None:
    if account.stopped_at is not None or not account.is_active:
        raise AccountStopped
    if not window.agency.has_accounts:
        raise AgencyWithoutAccounts
    if not Window.objects.in_force(clock.today(starts_at)).filter(pk=window.pk).exists():
        raise WindowNotInForce


def holds(
    account: Account, window: Window, role: Role, starts_at: datetime, ends_at: datetime | None
) -> bool:
    """Whether the same place is already held at some instant of the span."""
    same = Appointment.objects.filter(account=account, window=window, role=role)
    if ends_at is not None:
        same = same.filter(starts_at__lt=ends_at)
    return same.exclude(ends_at__lte=starts_at).exists()


def end_appointment(*, appointment: Appointment, at: datetime) -> Appointment:
    """解任. From `at` on the appointment opens nothing."""
    if appointment.ends_at is not None and appointment.ends_at <= at:
        raise AlreadyEnded
    if at <= appointment.starts_at:
        raise EndsBeforeStart
    appointment.ends_at = at
    write_end(appointment, at=at)
    return appointment


def acknowledge_secrecy(*, appointment: Appointment, on: date, at: datetime) -> Appointment:
    """守秘の確認 (社会福祉法 106条の6第5項), once per appointment: oral counts.

    It is evidence that the duty was explained, not what creates it; the first day stands, so it is
    neither before the appointment nor after the day of `at`. Raises AppointmentRefused.
    """
    if on > clock.today(at):
        raise SecrecyToCome
    if on < clock.today(appointment.starts_at):
        raise SecrecyBeforeAppointment
    if appointment.secrecy_acknowledged_on is None:
        appointment.secrecy_acknowledged_on = on
        write_secrecy(appointment, on=on)
    return appointment


def stop_account(*, account: Account, at: datetime) -> Account:
    """利用停止. Never waits: what is open falls to the window's manager in the same instant."""
    if account.stopped_at is not None:
        raise AlreadyStopped
    account.stopped_at = at
    account.save(update_fields=["stopped_at"])
    return account


def cover(
    *,
    absent: Appointment,
    deputy: Appointment,
    from_on: date,
    to_on: date,
    reason: str = "",
) -> Cover:
    """不在代理, both days included, by somebody of the same window: a deputy writes for the window
    of the appointment under which they act, and that must be the one whose duty it is."""
    if absent.account_id == deputy.account_id:
        raise CoverOfSelf
    if deputy.role not in WORKING_ROLES:
        raise DeputyWithoutWork
    if to_on < from_on:
        raise CoverDaysReversed
    if not (lasts(absent, from_on, to_on) and lasts(deputy, from_on, to_on)):
        raise NotAppointedThen
    if deputy.window_id != absent.window_id:
        raise DeputyOfOtherWindow
    if _covered_already(absent, deputy, from_on, to_on):
        raise CoverTwice
    return write_cover(
        Cover(absent=absent, deputy=deputy, from_on=from_on, to_on=to_on, reason=reason)
    )


def _covered_already(absent: Appointment, deputy: Appointment, from_on: date, to_on: date) -> bool:
    return Cover.objects.filter(
        absent=absent, deputy=deputy, ended_at=None, from_on__lte=to_on, to_on__gte=from_on
    ).exists()


def end_cover(*, cover: Cover, at: datetime) -> Cover:
    """The absent colleague is back, or the wrong one was chosen: the deputy acts no longer."""
    if cover.to_on < clock.today(at) or (cover.ended_at is not None and cover.ended_at <= at):
        raise CoverAlreadyOver
    cover.ended_at = at
    write_cover_end(cover, at=at)
    return cover


def lasts(appointment: Appointment, from_on: date, to_on: date) -> bool:
    """Whether the appointment touches every day of the span."""
    if clock.today(appointment.starts_at) > from_on:
        return False
    if appointment.ends_at is None:
        return True
    last_instant = appointment.ends_at - timedelta(microseconds=1)
    return clock.today(last_instant) >= to_on
