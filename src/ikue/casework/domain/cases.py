"""支援ケース: opened, led, suspended, completed — never without somebody who answers for it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from ikue.audit.perform import begin, lock, perform, record_change
from ikue.casework.domain.numbers import next_number
from ikue.casework.domain.responsibility import require_admitted, require_serving
from ikue.casework.enums import CaseState, Numbered, SuspendReason
from ikue.casework.models import Case, HandOver, HandOverNote, NextAction
from ikue.casework.rules import leads
from ikue.casework.states import CASE
from ikue.directory.domain.queries import setting_number
from ikue.directory.models import Appointment, Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.businessdays import months_after
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.kernel.wareki import format_wareki
from ikue.sharing.domain.circles import windows_in_circle
from ikue.sharing.domain.counting import count_in_circle
from ikue.sharing.domain.deciding import rights_of
from ikue.tally.counting import Keys

ENDED = (
    "このケースは終結しています。続けるときは、先に「再開する」を使ってください。"
    "入力した内容は残っています。"
)
"""Said to whoever comes from an old tab."""


class CaseNotPossible(Expected):
    """The case cannot be brought to this; the message is for the clerk, nothing typed is lost."""


@dataclass(frozen=True, kw_only=True)
class Next:
    """次の行動: what, until when."""

    what: str
    due_on: date


def open_case(
    *, circle_id: UUID, responsible: Appointment, next_action: Next, by: Viewer, at: datetime
) -> Case:
    """Open the household's case at the window of `by`. Raises CaseNotPossible, NobodyToAnswer."""
    if not (by.works_with_cases and rights_of(by, [circle_id]).on_duty_in(circle_id)):
        raise NotAllowed("open_case")
    if open_case_in(circle_id) is not None:
        raise CaseNotPossible("この世帯には、もう開いている支援ケースがあります。")
    _check_next(next_action, at)
    require_serving(responsible, window_id=by.window_id, at=at)
    require_admitted(responsible, circle_id=circle_id)
    case = Case(
        circle_id=circle_id, owner_window_id=by.window_id, written_by_id=by.appointment_id,
        number=next_number(kind=Numbered.CASE, on=clock.today(at)), lead_window_id=by.window_id,
        responsible_id=responsible.pk, opened_with_id=responsible.pk,
        next_on=next_action.due_on, opened_at=at,
    )  # fmt: skip
    begin(machine=CASE, name="open", record=case, by=by, at=at)
    _write_next_action(case, next_action, by, at)
    count_case("case_opened", case=case, by=by, at=at)
    return case


def open_case_in(circle_id: UUID) -> Case | None:
    """The one case of this circle that is not completed."""
    return Case.objects.filter(circle_id=circle_id).exclude(state=CaseState.COMPLETED).first()


def set_next_action(*, case: Case, next_action: Next, by: Viewer, at: datetime) -> NextAction:
    """The action before is done; the new one stands, and its date is the case's next date."""
    if not leads(by, case):
        raise NotAllowed("set_next_action")
    require_going_on(case)
    _check_next(next_action, at)
    lock(case)
    if case.state == CaseState.SUSPENDED:
        _require_monthly_look(next_action.due_on, at)
    case.next_on = next_action.due_on
    case.version += 1
    case.save(update_fields=["next_on", "version"])
    return _write_next_action(case, next_action, by, at)


def suspend_case(*, case: Case, reason: str, look_again_on: date, by: Viewer, at: datetime) -> Case:
    """中断. A suspended case is looked at monthly, so it keeps a next date."""
    if reason not in SuspendReason.values:
        raise CaseNotPossible("中断の理由を選んでください。")
    following = Next(what="中断中の見直し", due_on=look_again_on)
    _check_next(following, at)
    _require_monthly_look(look_again_on, at)
    case.suspended_reason = reason
    case.next_on = look_again_on
    perform(machine=CASE, name="suspend", record=case, by=by, at=at)
    _write_next_action(case, following, by, at)
    count_case("case_suspended", case=case, by=by, at=at, outcome=reason)
    return case


def reopen_case(
    *, case: Case, responsible: Appointment, next_action: Next, by: Viewer, at: datetime
) -> Case:
    """再開 of a suspended or completed case, with somebody responsible and a next date."""
    if case.state == CaseState.COMPLETED and open_case_in(case.circle_id) is not None:
        raise CaseNotPossible("この世帯には、もう開いている支援ケースがあります。")
    _check_next(next_action, at)
    require_serving(responsible, window_id=case.lead_window_id, at=at)
    require_admitted(responsible, circle_id=case.circle_id)
    lock(case)
    _record_new_responsible(case, responsible, by, at)
    case.responsible_id = responsible.pk
    case.next_on = next_action.due_on
    case.suspended_reason = case.completed_reason = case.lead_afterwards = ""
    case.completed_at = case.follow_up_on = case.follow_up_done_at = None
    perform(machine=CASE, name="reopen", record=case, by=by, at=at)
    _write_next_action(case, next_action, by, at)
    count_case("case_reopened", case=case, by=by, at=at)
    return case


def _record_new_responsible(case: Case, responsible: Appointment, by: Viewer, at: datetime) -> None:
    """Another person takes it up again: that is a hand-over as well."""
    if responsible.pk != case.responsible_id:
        HandOver.objects.create(
            circle_id=case.circle_id, owner_window_id=by.window_id,
            written_by_id=by.appointment_id, case=case, from_appointment_id=case.responsible_id,
            to_appointment_id=responsible.pk, from_window_id=case.lead_window_id,
            to_window_id=case.lead_window_id, at=at, reason="再開",
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class HandOverBook:
    """引継ぎ簿: what the next person must know that no form asks."""

    promise: str = ""
    danger: str = ""
    unwritten: str = ""


def hand_over_case(
    *,
    case: Case,
    to: Appointment,
    reason: str,
    book: HandOverBook,
    by: Viewer,
    at: datetime,
) -> HandOver:
    """Responsibility, and with another window the lead, moves in one instant: never a gap.

    Raises NotAllowed, NobodyToAnswer, CaseNotPossible (a hidden window leads no shared circle).
    """
    if not leads(by, case):
        raise NotAllowed("hand_over_case")
    require_going_on(case)
    return _hand_over(case, to, reason, book, by, at)


def hand_over_follow_up(
    *,
    case: Case,
    to: Appointment,
    reason: str,
    book: HandOverBook,
    by: Viewer,
    at: datetime,
) -> HandOver:
    """Of a case that has ended: who leaves the circle could not ask any more how they are.

    Raises NotAllowed, NobodyToAnswer, CaseNotPossible (as above; nothing is left to ask).
    """
    if not leads(by, case):
        raise NotAllowed("hand_over_follow_up")
    if not case.awaits_follow_up:
        raise CaseNotPossible("このケースに、残っているフォローはありません。")
    return _hand_over(case, to, reason, book, by, at)


def _hand_over(
    case: Case, to: Appointment, reason: str, book: HandOverBook, by: Viewer, at: datetime
) -> HandOver:
    lock(case)
    require_serving(to, window_id=to.window_id, at=at)
    require_admitted(to, circle_id=case.circle_id)
    if to.window_id != case.lead_window_id:
        _require_lead(case, to.window)
    hand_over = HandOver.objects.create(
        circle_id=case.circle_id, owner_window_id=by.window_id, written_by_id=by.appointment_id,
        case=case, from_appointment_id=case.responsible_id, to_appointment_id=to.pk,
        from_window_id=case.lead_window_id, to_window_id=to.window_id, at=at, reason=reason,
    )  # fmt: skip
    HandOverNote.objects.create(
        circle_id=case.circle_id, owner_window_id=by.window_id, written_by_id=by.appointment_id,
        case=case, to_window_id=to.window_id, promise=book.promise, danger=book.danger,
        unwritten=book.unwritten, next_on=case.next_on, written_at=at,
    )  # fmt: skip
    record_act("hand_over", "担当を引き継いだ", "case_handed_over", case=case, by=by, at=at)
    # Last of all: a manager on whom both sides of a split fell loses sight of this one with it.
    case.responsible_id, case.lead_window_id = to.pk, to.window_id
    case.version += 1
    case.save(update_fields=["responsible_id", "lead_window_id", "version"])
    return hand_over


def record_act(
    name: str, sentence: str, what: str, *, case: Case, by: Viewer, at: datetime
) -> None:
    """An act that leaves the state as it is: its line of 変更記録, and the event that counts it."""
    record_change(
        noun=CASE.noun, record=case, name=name, source=case.state, target=case.state,
        sentence=sentence, by=by, at=at,
    )  # fmt: skip
    count_case(what, case=case, by=by, at=at)


def count_case(what: str, *, case: Case, by: Viewer, at: datetime, outcome: str = "") -> None:
    keys = Keys(record=case.tally_key, case=case.tally_key)
    count_in_circle(what, circle_id=case.circle_id, keys=keys, by=by, at=at, outcome=outcome)


def _check_next(next_action: Next, at: datetime) -> None:
    if not next_action.what:
        raise CaseNotPossible("次にすることを書いてください。")
    if next_action.due_on < clock.today(at):
        raise CaseNotPossible("次の期日は、きょうかそれより後の日にしてください。")


def _write_next_action(case: Case, next_action: Next, by: Viewer, at: datetime) -> NextAction:
    end_next_action(case, at)
    return NextAction.objects.create(
        circle_id=case.circle_id, owner_window_id=by.window_id, written_by_id=by.appointment_id,
        case=case, what=next_action.what, due_on=next_action.due_on, set_at=at,
    )  # fmt: skip


def end_next_action(case: Case, at: datetime) -> None:
    """Done by the keeper: after a hand-over the lead cannot read what the window before wrote."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.end_next_action(%s, %s)", [case.pk, at])


def require_going_on(case: Case) -> None:
    """Asked of the row as it stands: the copy in hand may be older. Raises CaseNotPossible."""
    if Case.objects.filter(pk=case.pk, state=CaseState.COMPLETED).exists():
        raise CaseNotPossible(ENDED)


def _require_monthly_look(on: date, at: datetime) -> None:
    """中断中も月に一度は様子を見る (the ward's setting)."""
    today = clock.today(at)
    last = months_after(today, setting_number("suspended_look_months", today))
    if not today < on <= last:
        raise CaseNotPossible(
            "中断していても、月に一度は様子を見ます。"
            f"次に見直す日は、あしたから{format_wareki(last)}までの日にしてください。"
        )


def _require_lead(case: Case, window: Window) -> None:
    if window.hidden_involvement:
        raise CaseNotPossible("この窓口には主担当を引き継げません。別の窓口を選んでください。")
    if window.pk not in windows_in_circle(case.circle_id):
        raise CaseNotPossible(
            "引継ぎ先の窓口は、まだこの世帯の支援に加わっていません。先に「つなぐ」を使ってください。"
        )
