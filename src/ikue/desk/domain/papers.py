"""Papers of daily work: 約束メモ for the client, 引継ぎ簿 for the colleague."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from ikue.audit.perform import lock, record_change
from ikue.casework.domain.cases import HandOverBook, require_going_on
from ikue.casework.models import Case, HandOverNote
from ikue.casework.rules import leads
from ikue.casework.states import CASE
from ikue.desk.domain.my_receptions import my_receptions
from ikue.desk.domain.queue import my_named_cases
from ikue.directory.domain.queries import windows_in_force
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.sharing.domain.deciding import Information, Rights, rights_of
from ikue.sharing.domain.naming import Lying, Naming, naming
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
    """One case in the 引継ぎ簿 with the three texts last written for it, or an open reception."""

    case_id: UUID | None = None
    reception_id: UUID | None = None
    state: str = ""
    number: str
    name: str
    next_on: date | None
    next_what: str
    responsible_name: str
    promise: str = ""
    danger: str = ""
    unwritten: str = ""


def hand_over_book(viewer: Viewer) -> list[BookPage]:
    """四月の引継ぎ簿: all my open cases with promise, danger, next date, what stands nowhere; then
    the receptions that I answer for and that no case has taken up."""
    return [*_case_pages(viewer), *_reception_pages(viewer)]


def _reception_pages(viewer: Viewer) -> list[BookPage]:
    mine = [one for one in my_receptions(viewer) if one.responsible_id in viewer.appointment_ids]
    names = naming(viewer, {one.lying.circle_id for one in mine})
    return [
        BookPage(
            reception_id=one.id, number=one.number, state=one.state_words,
            name=names.name(one.lying.circle_id, otherwise=one.number),
            next_on=clock.today(one.due) if isinstance(one.due, datetime) else one.due,
            next_what=names.text(one.lying, one.said), responsible_name=one.responsible_name,
        )
        for one in mine
    ]  # fmt: skip


def _case_pages(viewer: Viewer) -> list[BookPage]:
    cases = my_named_cases(viewer)
    notes = last_notes([one.case.id for one in cases])
    names = naming(viewer, {one.case.lying.circle_id for one in cases})
    pages = []
    for one in cases:
        book = _shown_book(viewer, names, notes.get(one.case.id))
        pages.append(
            BookPage(
                case_id=one.case.id, number=one.case.number, name=one.name,
                state=one.case.state_words,
                next_on=one.case.next_on, next_what=one.next_what,
                responsible_name=one.case.responsible_name,
                promise=book.promise, danger=book.danger, unwritten=book.unwritten,
            )
        )  # fmt: skip
    return pages


def last_notes(case_ids: Iterable[UUID]) -> dict[UUID, HandOverNote]:
    """The 引継ぎ簿 last written for each case, as far as the viewer's window may read it."""
    rows = HandOverNote.objects.filter(case_id__in=list(case_ids)).order_by("written_at")
    return {note.case_id: note for note in rows}


def book_of(viewer: Viewer, case: Case) -> HandOverBook:
    """What stands in the 引継ぎ簿 of a case I lead, to be written on from there (F3)."""
    note = last_note(rights_of(viewer, [case.circle_id]), case, None)
    return _book(note)


def write_note(*, case: Case, book: HandOverBook, by: Viewer, at: datetime) -> HandOverNote:
    """引継ぎ簿 without a hand-over (四月の準備): for the own window, the latest counts."""
    if not leads(by, case):
        raise NotAllowed("write_note")
    require_going_on(case)
    lock(case)
    note = HandOverNote(
        circle_id=case.circle_id, owner_window_id=by.window_id, written_by_id=by.appointment_id,
        case=case, to_window_id=case.lead_window_id, next_on=case.next_on, written_at=at,
        **asdict(book),
    )  # fmt: skip
    note.save(force_insert=True)
    record_change(
        noun=CASE.noun, record=case, name="write_note", source=case.state, target=case.state,
        sentence="引継ぎ簿を書いた", by=by, at=at,
    )  # fmt: skip
    return note


@dataclass(frozen=True, kw_only=True)
class MoveRow:
    """One case of somebody who moves, as the manager sees it beside its 引継ぎ簿."""

    case_id: UUID
    number: str
    name: str
    next_on: date | None
    book: HandOverBook


def move_rows(viewer: Viewer, cases: Iterable[Case]) -> list[MoveRow]:
    cases = list(cases)
    names = naming(viewer, {case.circle_id for case in cases})
    notes = last_notes([case.pk for case in cases])
    return [
        MoveRow(
            case_id=case.pk, number=case.number, next_on=case.next_on,
            name=names.name(case.circle_id, otherwise=case.number),
            book=_shown_book(viewer, names, notes.get(case.pk)),
        )
        for case in cases
    ]  # fmt: skip


def _shown_book(viewer: Viewer, names: Naming, note: HandOverNote | None) -> HandOverBook:
    if note is None:
        return HandOverBook()
    end = _end_of(viewer, note)
    return HandOverBook(
        promise=names.text(end, note.promise),
        danger=names.text(end, note.danger),
        unwritten=names.text(end, note.unwritten),
    )


def _end_of(viewer: Viewer, note: HandOverNote) -> Lying:
    """A note lies with the window it was written to as with the one that wrote it."""
    received = note.to_window_id in viewer.window_ids
    window_id = note.to_window_id if received else note.owner_window_id
    return Lying(circle_id=note.circle_id, owner_window_id=window_id)


def _book(note: HandOverNote | None) -> HandOverBook:
    if note is None:
        return HandOverBook()
    return HandOverBook(promise=note.promise, danger=note.danger, unwritten=note.unwritten)


def last_note(rights: Rights, case: Case, person_id: UUID | None) -> HandOverNote | None:
    """引継ぎ簿 of the last hand-over, for the two windows it was between (F3)."""
    note = HandOverNote.objects.filter(case=case).order_by("-written_at").first()
    if note is None:
        return None
    decision = rights.decide(
        Information.of(_end_of(rights.viewer, note), FieldClass.F3, person_id=person_id)
    )
    if not decision.allowed:
        return None
    note_shown(decision, circle_id=case.circle_id, person_id=person_id, classes=FieldClass.F3)
    return note
