"""Acts on entries from the case page: write with the next action, correct, hold, mark, copy out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ikue.audit.perform import record_change
from ikue.casework.domain.cases import Next, set_next_action
from ikue.casework.domain.entries import NOUN, EntryFacts, told_in, write_entry
from ikue.casework.enums import EntryMethod, Mark
from ikue.casework.models import Entry
from ikue.casework.rules import wrote_it
from ikue.desk.domain.casefile import find_case, unchanged_case
from ikue.desk.domain.timeline import is_printable_card, paragraphs_of
from ikue.directory.models import Appointment, Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.kernel.wareki import format_wareki
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.domain.showing import shown


@dataclass(frozen=True, kw_only=True)
class Writing:
    """One entry as typed, with the next action where one was typed beside it."""

    facts: EntryFacts
    next_action: Next | None = None


def write_on_case(
    *, case_id: UUID, writing: Writing, seen_version: int, by: Viewer, at: datetime
) -> Entry:
    """Raises EntryNotPossible, CaseChanged (another next date was set), NotAllowed."""
    if writing.next_action is None:
        case = find_case(case_id)
    else:
        case = unchanged_case(by, case_id, seen_version=seen_version)
        set_next_action(case=case, next_action=writing.next_action, by=by, at=at)
    return write_entry(circle_id=case.circle_id, case=case, facts=writing.facts, by=by, at=at)


def written_meanwhile(by: Viewer, case_id: UUID, body: str, opened: str) -> Entry | None:
    """The very same words, written by this appointment after the page at hand was opened: it stood
    open twice, and the other one was sent."""
    try:
        since = datetime.fromisoformat(opened)
    except ValueError:
        return None
    if since.tzinfo is None:
        return None
    return Entry.objects.filter(
        case_id=case_id, written_by_id=by.appointment_id, body=body, recorded_at__gte=since
    ).first()


def find_entry(entry_id: UUID) -> Entry:
    return Entry.objects.select_related("case").get(pk=entry_id)


def show_entry(viewer: Viewer, entry_id: UUID) -> Entry:
    """One entry for a page of its own. Raises DoesNotExist as for no entry at all."""
    entry = find_entry(entry_id)
    rights = rights_of(viewer, [entry.circle_id])
    if not shown(rights, told_in(entry)).allowed:
        raise Entry.DoesNotExist
    return entry


@dataclass(frozen=True, kw_only=True)
class SafetyCard:
    """What is printed: the agreed text with its corrections, and whom to telephone."""

    entry: Entry
    additions: tuple[str, ...]
    window: str
    phone: str


def safety_card_of(viewer: Viewer, entry_id: UUID) -> SafetyCard:
    """Raises DoesNotExist, NotAllowed for anything that is no card of the own window."""
    entry = show_entry(viewer, entry_id)
    if not is_printable_card(viewer, entry):
        raise NotAllowed("safety_card")
    window = Window.objects.get(pk=entry.owner_window_id)
    added = Entry.objects.filter(corrects=entry, held_at=None).order_by("at")
    return SafetyCard(
        entry=entry, additions=tuple(added.values_list("body", flat=True)),
        window=window.name, phone=window.phone,
    )  # fmt: skip


def mark_paragraphs(*, entry: Entry, marks: dict[int, str], by: Viewer, at: datetime) -> Entry:
    """事実・伝聞・評価 per paragraph, afterwards; the words themselves stay."""
    if not wrote_it(by, entry):
        raise NotAllowed("mark_paragraphs")
    count = len(paragraphs_of(entry.body))
    entry.marks = [
        {"paragraph": str(place), "mark": Mark(mark).value}
        for place, mark in sorted(marks.items())
        if mark and place < count
    ]
    # Of a window that has left the circle the row is no longer there to change.
    if not Entry.objects.filter(pk=entry.pk).update(marks=entry.marks):
        raise NotAllowed("mark_paragraphs")
    record_change(
        noun=NOUN, record=entry, name="mark", source="", target="", by=by, at=at,
        sentence="段落に印を付けた",
    )  # fmt: skip
    return entry


def text_for_other_system(entry: Entry, *, author: str) -> str:
    """他システム貼付文: plain lines for the window's own system; no double entry by hand."""
    number = entry.case.number if entry.case else ""
    local = entry.at.astimezone(clock.TOKYO)
    moment = f"{format_wareki(local.date())} {local:%H:%M}"
    lines = [
        f"【支援経過】{number}",
        f"日時：{moment}",
        f"方法：{EntryMethod(entry.method).label}",
        f"相手：{entry.get_counterpart_display()} {entry.counterpart_name}".strip(),
        f"内容：{entry.body}",
        f"結果：{entry.outcome}" if entry.outcome else "",
        f"記録者：{author}",
    ]
    return "\n".join(line for line in lines if line)


def author_of(entry: Entry) -> str:
    found = Appointment.objects.filter(pk=entry.written_by_id).select_related("account").first()
    return found.account.name if found else ""
