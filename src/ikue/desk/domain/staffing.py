"""異動と利用停止: open responsibilities pass on in the same transaction, or fall to the manager.

Invariant 3: a planned move hands over; stopping an account never waits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from ikue.accounts.models import Account
from ikue.audit.perform import record_change
from ikue.casework.domain.cases import HandOverBook, hand_over_case
from ikue.casework.domain.responsibility import NobodyToAnswer, require_serving
from ikue.casework.enums import CaseState
from ikue.casework.models import Case
from ikue.directory.domain import appointments
from ikue.directory.domain.appointments import end_appointment
from ikue.directory.domain.queries import staff_at
from ikue.directory.enums import GIVEN_BY_MANAGER, Role
from ikue.directory.models import Appointment
from ikue.directory.viewers import Viewer
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.consultation.domain.waiting import still_open
from ikue.programmes.consultation.models import Consultation


class StaffingNotPossible(Expected):
    """The move or the stop cannot be done like this; the message says what is missing."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """What somebody answers for at this window now."""

    appointment: Appointment
    cases: int
    receptions: int


def staff_of(viewer: Viewer) -> QuerySet[Appointment]:
    """Appointed at the manager's window now, able to come in."""
    return staff_at(viewer.window_id, viewer.at)


def loads(viewer: Viewer) -> list[Load]:
    require_manager(viewer)
    cases = list(_open_cases().values_list("responsible_id", flat=True))
    receptions = list(still_open().values_list("responsible_id", flat=True))
    return [
        Load(appointment=row, cases=cases.count(row.pk), receptions=receptions.count(row.pk))
        for row in staff_of(viewer)
    ]


def one_of_staff(viewer: Viewer, appointment_id: UUID) -> Appointment:
    """Raises NotAllowed, DoesNotExist: a manager manages the own window alone."""
    require_manager(viewer)
    return staff_of(viewer).get(pk=appointment_id)


def load_of(appointment: Appointment) -> Load:
    return Load(
        appointment=appointment,
        cases=_open_cases().filter(responsible_id=appointment.pk).count(),
        receptions=still_open().filter(responsible_id=appointment.pk).count(),
    )


def open_cases_of(appointment: Appointment) -> list[Case]:
    return list(_open_cases().filter(responsible_id=appointment.pk).order_by("next_on", "number"))


def move_staff(
    *,
    leaving: Appointment,
    to: Appointment,
    books: Mapping[UUID, HandOverBook],
    by: Viewer,
    at: datetime,
) -> Load:
    """異動: hand over every open case and reception, then end the appointment; all or nothing.

    `books`: 引継ぎ簿 by case, each its own; a case taken on meanwhile goes with an empty one.
    """
    require_manager(by)
    if leaving.window_id != by.window_id:
        raise NotAllowed("move_staff")
    if leaving.role not in GIVEN_BY_MANAGER and leaving.pk != by.appointment_id:
        raise StaffingNotPossible(
            "この役割の異動は、課長にはできません。システム管理者に頼んでください。"
        )
    if leaving.pk == to.pk:
        raise StaffingNotPossible("引き継ぐ相手は、異動する本人とは別の人を選んでください。")
    require_serving(to, window_id=leaving.window_id, at=at)
    load = load_of(leaving)
    for case in _open_cases().filter(responsible_id=leaving.pk):
        book = books.get(case.pk, HandOverBook())
        _pass_on(case, to, book, by, at)
    for reception in still_open().filter(responsible_id=leaving.pk):
        _hand_over_reception(reception, to, by, at)
    end_appointment(appointment=leaving, at=at)
    return load


def _pass_on(case: Case, to: Appointment, book: HandOverBook, by: Viewer, at: datetime) -> None:
    """One case that the successor may not have stops the whole move: so it is named."""
    try:
        hand_over_case(case=case, to=to, reason="異動", book=book, by=by, at=at)
    except NobodyToAnswer as failure:
        raise StaffingNotPossible(
            f"{case.number}：{failure}このケースを先に引き継ぐと、ほかをまとめて引き継げます。"
        ) from failure


def stop_account(*, account: Account, by: Viewer, at: datetime) -> Account:
    """利用停止, at once. What is open falls to the manager by derivation alone."""
    if account.pk == by.account_id:
        raise StaffingNotPossible("自分のアカウントは止められません。別の管理者に頼んでください。")
    if not may_stop(by, account):
        raise NotAllowed("stop_account")
    return appointments.stop_account(account=account, at=at)


def may_stop(viewer: Viewer, account: Account) -> bool:
    """システム管理者 anybody; a manager the staff of the own window."""
    if viewer.role == Role.SYSTEM_ADMINISTRATOR:
        return True
    return viewer.is_manager and staff_of(viewer).filter(account=account).exists()


def stoppable(viewer: Viewer, account_id: UUID) -> Account:
    account = Account.objects.get(pk=account_id, stopped_at=None)
    if not may_stop(viewer, account):
        raise NotAllowed("stop_account")
    return account


def everybody(viewer: Viewer) -> list[Appointment]:
    """For the administrator: who is appointed anywhere now, with no record of anybody's."""
    if viewer.role != Role.SYSTEM_ADMINISTRATOR:
        raise NotAllowed("everybody")
    rows = Appointment.objects.in_force(viewer.at).filter(account__stopped_at=None)
    return list(rows.select_related("account", "window").order_by("window__code", "account__name"))


def require_manager(viewer: Viewer) -> None:
    if not viewer.is_manager:
        raise NotAllowed("staffing")


def _open_cases() -> QuerySet[Case]:
    return Case.objects.exclude(state=CaseState.COMPLETED)


def _hand_over_reception(
    reception: Consultation, to: Appointment, by: Viewer, at: datetime
) -> None:
    reception.responsible_id = to.pk
    reception.version += 1
    reception.save(update_fields=["responsible_id", "version"])
    record_change(
        noun="相談受付", record=reception, name="hand_over", source=reception.state,
        target=reception.state, sentence="担当を引き継いだ", by=by, at=at,
    )  # fmt: skip
