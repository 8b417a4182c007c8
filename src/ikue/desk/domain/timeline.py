"""経過: what this viewer may read of a household's path, newest first, each line noted."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from ikue.audit.models import Change
from ikue.casework.domain.entries import told_in
from ikue.casework.enums import EntryKind, Mark
from ikue.casework.models import Case, Entry, Referral
from ikue.casework.rules import manages_window_of, wrote_it
from ikue.desk.domain.casefile import CaseFile
from ikue.directory.domain.columns import agency_name, staff_name, window_name
from ikue.directory.models import Appointment
from ikue.directory.viewers import Viewer
from ikue.sharing.domain.deciding import Decision
from ikue.sharing.domain.showing import shown
from ikue.sharing.enums import StrictTag

TOLD = ("支援ケース", "相談受付", "つなぎ", "同意")
"""Whose changes belong to the story; the rest stands under 変更の履歴."""
HELD = "別の世帯に書かれた疑いがあるため、保留にしています。"


Additions = dict[UUID | None, list[Entry]]
PAGE = 50
"""Lines that stand on the page of a case at first, and how many more each asking adds."""


@dataclass(frozen=True, kw_only=True)
class Badge:
    label: str
    tone: str = ""
    icon_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the timeline, as `ui/_timeline_entry.html` reads it, and what can be done."""

    id: UUID
    noun: str
    at: datetime
    kind: str
    who: str
    about: str = ""
    text: str = ""
    outcome: str = ""
    badges: tuple[Badge, ...] = ()
    paragraphs: tuple[tuple[str, str], ...] = ()
    """(text, 印) where somebody marked the paragraphs."""
    url: str = ""
    closed: str = ""
    why_url: str = ""
    can_correct: bool = False
    can_hold: bool = False
    is_card: bool = False
    """安全計画カード of my window: printed on a page of its own."""
    additions: tuple["Line", ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What of the timeline is wanted; empty means everything.

    `latest` is how many lines from the newest on; None for all (to print, to search in the page).
    """

    person_id: UUID | None = None
    window_id: UUID | None = None
    kind: str = ""
    latest: int | None = PAGE


@dataclass(frozen=True, kw_only=True)
class Timeline:
    lines: tuple[Line, ...]
    goes_on: bool
    """There are earlier lines than these."""


def timeline(viewer: Viewer, file: CaseFile, wanted: Filter) -> Timeline:
    """Only what is shown is noted: nothing of the lines behind the last one."""
    entries, additions = _entries(file, wanted)
    found: list[Entry | Change] = [*entries, *_told(viewer, file.case, wanted)]
    found.sort(key=lambda row: (row.at, row.recorded_at), reverse=True)
    return Timeline(
        lines=tuple(
            _change_line(row)
            if isinstance(row, Change)
            else _noted_line(viewer, file, row, additions)
            for row in found[: wanted.latest]
        ),
        goes_on=wanted.latest is not None and len(found) > wanted.latest,
    )


def _up_to(rows: QuerySet[Any], latest: int | None) -> QuerySet[Any]:
    """The newest, and one more to know whether it goes on."""
    rows = rows.order_by("-at", "-recorded_at", "pk")
    return rows if latest is None else rows[: latest + 1]


def _entries(file: CaseFile, wanted: Filter) -> tuple[list[Entry], Additions]:
    """The entries that stand alone, and those written later to one of them, the oldest first."""
    if wanted.kind == "change":
        return [], {}
    rows = Entry.objects.filter(circle_id=file.case.circle_id)
    if wanted.person_id:
        rows = rows.filter(person_id=wanted.person_id)
    if wanted.window_id:
        rows = rows.filter(owner_window_id=wanted.window_id)
    if wanted.kind:
        rows = rows.filter(method=wanted.kind)
    alone = _up_to(rows.filter(corrects=None), wanted.latest).values("pk")
    rows = rows.filter(Q(pk__in=alone) | Q(corrects__in=alone))
    rows = rows.annotate(author=staff_name("written_by_id"), window=window_name("owner_window_id"))
    readable = [one for one in rows.order_by("at", "recorded_at") if _decide(file, one).allowed]
    additions: Additions = {}
    for entry in readable:
        additions.setdefault(entry.corrects_id, []).append(entry)
    return additions.pop(None, []), additions


def _decide(file: CaseFile, entry: Entry) -> Decision:
    """Own entries by own duty, others' by a grant."""
    return file.rights.decide(told_in(entry))


def _noted_line(viewer: Viewer, file: CaseFile, entry: Entry, additions: Additions) -> Line:
    later = additions.get(entry.pk, [])
    for one in (entry, *later):
        _note(file, one)
    return _line(viewer, file, entry, later)


def _note(file: CaseFile, entry: Entry) -> None:
    """A held one shows nothing and is not noted."""
    if entry.held_at is None:
        shown(file.rights, told_in(entry))


def _line(viewer: Viewer, file: CaseFile, entry: Entry, additions: list[Entry]) -> Line:
    beside = vars(entry)
    who = f"{beside['window'] or ''}　{beside['author'] or ''}".strip()
    if entry.held_at is not None:
        return Line(id=entry.pk, noun="entry", at=entry.at, kind="", who=who, closed=HELD)
    return Line(
        id=entry.pk,
        noun="entry",
        at=entry.at,
        kind=_kind(entry),
        who=who,
        about=_about(file, entry),
        text=entry.body,
        outcome=entry.outcome,
        badges=tuple(_badges(entry)),
        paragraphs=_paragraphs(entry),
        can_correct=wrote_it(viewer, entry),
        can_hold=manages_window_of(viewer, entry),
        is_card=is_printable_card(viewer, entry),
        additions=tuple(_line(viewer, file, one, []) for one in additions),
    )


def is_printable_card(viewer: Viewer, entry: Entry) -> bool:
    """安全計画カード: printed by the window that agreed it with the person."""
    is_card = entry.kind == EntryKind.SAFETY_PLAN and entry.held_at is None
    return is_card and entry.owner_window_id in viewer.window_ids


def _kind(entry: Entry) -> str:
    if entry.kind in (EntryKind.ORDINARY, EntryKind.SAFETY_PLAN):
        return str(entry.get_method_display())
    return str(EntryKind(entry.kind).label)


def _about(file: CaseFile, entry: Entry) -> str:
    """Whom it is about, and with whom it was: as a name only for a member who may be named."""
    names = dict(file.known_members)
    subject = names.get(entry.person_id, "") if entry.person_id else ""
    partner = str(entry.get_counterpart_display())
    if entry.counterpart_name:
        partner = f"{partner}（{entry.counterpart_name}）"
    return "・".join(part for part in (subject, f"相手：{partner}") if part)


def _badges(entry: Entry) -> list[Badge]:
    found = []
    if entry.kind == EntryKind.SAFETY_PLAN:
        found.append(Badge(label=str(EntryKind(entry.kind).label), tone="heed", icon_name="alert"))
    if entry.tag:
        label = f"特に慎重：{StrictTag(entry.tag).label}"
        found.append(Badge(label=label, tone="alarm", icon_name="lock"))
    if entry.interpreter_present:
        found.append(Badge(label="通訳同席"))
    return found


def _paragraphs(entry: Entry) -> tuple[tuple[str, str], ...]:
    marks = {mark["paragraph"]: mark["mark"] for mark in entry.marks}
    if not marks:
        return ()
    return tuple(
        (text, str(Mark(marks[str(place)]).label) if str(place) in marks else "")
        for place, text in enumerate(paragraphs_of(entry.body))
    )


def paragraphs_of(body: str) -> list[str]:
    return [part.strip() for part in body.split("\n") if part.strip()]


def change_lines(viewer: Viewer, case: Case, *, latest: int | None = PAGE) -> Timeline:
    """変更記録 of this circle made by my window: which act, by whom; no content. `latest` as in
    Filter."""
    rows = list(_up_to(_changes(viewer, case), latest))
    return Timeline(
        lines=tuple(_change_line(row) for row in rows[:latest]),
        goes_on=latest is not None and len(rows) > latest,
    )


def _told(viewer: Viewer, case: Case, wanted: Filter) -> list[Change]:
    """The changes that belong to the story; all of them where changes are what is wanted."""
    of_another = wanted.window_id is not None and wanted.window_id not in viewer.window_ids
    if wanted.person_id is not None or of_another or wanted.kind not in ("", "change"):
        return []
    rows = _changes(viewer, case)
    return list(_up_to(rows if wanted.kind else rows.filter(noun__in=TOLD), wanted.latest))


def _changes(viewer: Viewer, case: Case) -> QuerySet[Change]:
    return Change.objects.filter(
        circle_id=case.circle_id, owner_window_id__in=viewer.window_ids
    ).annotate(author=staff_name("appointment_id"))


def _change_line(row: Change) -> Line:
    return Line(
        id=row.pk, noun="change", at=row.at, kind=row.noun, who=vars(row)["author"] or "",
        text=row.sentence,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class LinkLine:
    """One つなぎ of the household, as both ends may know it."""

    referral: Referral
    from_name: str
    to_name: str
    named: str
    is_received: bool


def link_lines(viewer: Viewer, case: Case) -> list[LinkLine]:
    rows = Referral.objects.filter(circle_id=case.circle_id).annotate(
        from_name=window_name("owner_window_id"),
        to_name=window_name("to_window_id"),
        agency=agency_name("to_agency_code"),
    )
    names = _names([row.named_id for row in rows if row.named_id])
    return [
        LinkLine(
            referral=row,
            from_name=vars(row)["from_name"] or "",
            to_name=vars(row)["to_name"] or vars(row)["agency"] or "",
            named=names.get(row.named_id, "") if row.named_id else row.answered_by,
            is_received=row.to_window_id in viewer.window_ids,
        )
        for row in rows.order_by("-sent_at")
    ]


def _names(ids: list[UUID]) -> dict[UUID, str]:
    rows = Appointment.objects.filter(pk__in=ids)
    return dict(rows.values_list("pk", "account__name"))
