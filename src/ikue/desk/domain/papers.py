"""Papers of daily work: 約束メモ for the client, 引継ぎ簿 for the colleague."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ikue.casework.domain.responsibility import is_serving
from ikue.casework.models import Case, HandOverNote
from ikue.desk.domain.queue import my_named_cases
from ikue.directory.domain.queries import windows_in_force
from ikue.directory.enums import WORKING_ROLES
from ikue.directory.models import Appointment, Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.sharing.domain.circles import windows_in_circle
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.domain.naming import Lying, naming
from ikue.sharing.domain.showing import note_shown
from ikue.sharing.enums import FieldClass


@dataclass(frozen=True, kw_only=True)
class PromiseSheet:
    """約束メモ: one plain sheet in やさしい日本語."""

    client: str
    who: str
    window: str
    phone: str
    what: str
    on: date | None


def promise_sheet(viewer: Viewer, *, client: str, what: str, on: date | None) -> PromiseSheet:
    window = windows_in_force(clock.today(viewer.at)).get(pk=viewer.window_id)
    return PromiseSheet(
        client=client,
        who=viewer.name,
        window=window.name,
        phone=window.phone,
        what=what,
        on=on,
    )


@dataclass(frozen=True, kw_only=True)
class BookPage:
    """One case in the 引継ぎ簿; the three texts are those last written for it."""

    number: str
    name: str
    next_on: date | None
    next_what: str
    responsible_name: str
    promise: str
    danger: str
    unwritten: str


def hand_over_book(viewer: Viewer) -> list[BookPage]:
    """四月の引継ぎ簿: all my open cases with promise, danger, next date, what stands nowhere."""
    cases = my_named_cases(viewer)
    notes = {
        note.case_id: note
        for note in HandOverNote.objects.filter(
            case_id__in=[one.case.id for one in cases]
        ).order_by("written_at")
    }
    names = naming(viewer, {one.case.lying.circle_id for one in cases})
    pages = []
    for one in cases:
        texts = _texts(notes.get(one.case.id))
        for text in texts:
            names.text(one.case.lying, text)
        pages.append(
            BookPage(
                number=one.case.number, name=one.name, next_on=one.case.next_on,
                next_what=one.next_what, responsible_name=one.case.responsible_name,
                promise=texts[0], danger=texts[1], unwritten=texts[2],
            )
        )  # fmt: skip
    return pages


def _texts(note: HandOverNote | None) -> tuple[str, str, str]:
    return (note.promise, note.danger, note.unwritten) if note else ("", "", "")


def last_note(viewer: Viewer, case: Case, person_id: UUID | None) -> HandOverNote | None:
    """引継ぎ簿 of the last hand-over, for the two windows it was between (F3)."""
    note = HandOverNote.objects.filter(case=case).order_by("-written_at").first()
    if note is None:
        return None
    lying = Lying(
        circle_id=case.circle_id,
        owner_window_id=viewer.window_id
        if note.to_window_id in viewer.window_ids
        else note.owner_window_id,
    )
    decision = rights_of(viewer, [case.circle_id]).decide(lying, field_class=FieldClass.F3)
    note_shown(decision, circle_id=case.circle_id, person_id=person_id, classes=FieldClass.F3)
    return note


def successors(viewer: Viewer, case: Case) -> list[Appointment]:
    """Who may take the case: colleagues at the lead window, staff of visible circle windows."""
    windows = {*windows_in_circle(case.circle_id), case.lead_window_id}
    open_windows = Window.objects.filter(pk__in=windows, hidden_involvement=False)
    rows = (
        Appointment.objects.in_force(viewer.at)
        .filter(window__in=open_windows, role__in=WORKING_ROLES)
        .exclude(pk=case.responsible_id)
        .select_related("account", "window")
        .order_by("window__code", "account__name")
    )
    own_first = sorted(rows, key=lambda row: row.window_id != case.lead_window_id)
    return [row for row in own_first if is_serving(row, row.window_id, viewer.at)]


def colleagues(viewer: Viewer, case: Case) -> list[Appointment]:
    """Who may answer for a case at its lead window (再開)."""
    rows = (
        Appointment.objects.in_force(viewer.at)
        .filter(window_id=case.lead_window_id, role__in=WORKING_ROLES)
        .select_related("account", "window")
        .order_by("account__name")
    )
    return [row for row in rows if is_serving(row, row.window_id, viewer.at)]
