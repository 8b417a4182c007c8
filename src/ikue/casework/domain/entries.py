"""支援経過記録: written once, corrected by addition, held when it lies with the wrong person."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID

from ikue.audit.perform import record_change
from ikue.casework.domain.evaluating import goals_to_point_at
from ikue.casework.enums import Counterpart, EntryKind, EntryMethod
from ikue.casework.models import Case, Entry
from ikue.casework.rules import manages_window_of, wrote_it
from ikue.directory.viewers import Viewer
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.sharing.domain.counting import count_in_circle
from ikue.sharing.domain.deciding import Information, rights_of
from ikue.sharing.enums import FieldClass
from ikue.tally.counting import Keys

NOUN = "支援経過記録"


class EntryNotPossible(Expected):
    """The entry cannot stand like this; the message is for the clerk."""


@dataclass(frozen=True, kw_only=True)
class EntryFacts:
    at: datetime
    method: str = EntryMethod.PHONE
    counterpart: str = Counterpart.PERSON
    counterpart_name: str = ""
    body: str = ""
    outcome: str = ""
    tag: str = ""
    person_id: UUID | None = None
    interpreter_present: bool = False
    kind: str = EntryKind.ORDINARY
    marks: list[dict[str, str]] = field(default_factory=list)
    goal_id: UUID | None = None
    """モニタリング: the goal of the running plan that this entry serves."""


def told_in(entry: Entry) -> Information:
    """What an entry tells, as the law sees it: F3, and F4 where it carries a mark."""
    field_class = FieldClass.F4 if entry.tag else FieldClass.F3
    return Information.of(entry, field_class, tag=entry.tag, person_id=entry.person_id)


def write_entry(
    *, circle_id: UUID, case: Case | None, facts: EntryFacts, by: Viewer, at: datetime
) -> Entry:
    """Write down what happened at `facts.at`. Raises EntryNotPossible for the future or nothing."""
    if not rights_of(by, [circle_id]).on_duty_in(circle_id):
        raise NotAllowed("write_entry")
    _check(facts, at)
    if case is not None and case.circle_id != circle_id:
        raise EntryNotPossible("別の世帯のケースです。画面を開き直してください。")
    if facts.goal_id is not None:
        _check_goal(facts.goal_id, case)
    entry = Entry(
        circle_id=circle_id, owner_window_id=by.window_id, written_by_id=by.appointment_id,
        case=case, **asdict(facts),
    )  # fmt: skip
    entry.save(force_insert=True)
    _count(entry, by)
    return entry


def correct_entry(*, entry: Entry, text: str, by: Viewer, at: datetime) -> Entry:
    """訂正の追記: what stood there stays; the addition stands below it. As for every entry, only
    while the window is on duty there."""
    on_duty = rights_of(by, [entry.circle_id]).on_duty_in(entry.circle_id)
    if not (wrote_it(by, entry) and on_duty):
        raise NotAllowed("correct_entry")
    if not text:
        raise EntryNotPossible("訂正の内容を書いてください。")
    addition = Entry(
        circle_id=entry.circle_id, owner_window_id=by.window_id, written_by_id=by.appointment_id,
        case_id=entry.case_id, person_id=entry.person_id, kind=EntryKind.CORRECTION, at=at,
        method=entry.method, counterpart=entry.counterpart, body=text, tag=entry.tag,
        corrects=entry,
    )  # fmt: skip
    addition.save(force_insert=True)
    return addition


def hold_entry(*, entry: Entry, reason: str, by: Viewer, at: datetime) -> Entry:
    """Filed on the wrong person: out of ordinary view, kept under hold by the window's manager."""
    if not manages_window_of(by, entry):
        raise NotAllowed("hold_entry")
    if not reason:
        raise EntryNotPossible("保留にする理由を書いてください。")
    entry.held_at, entry.held_reason = at, reason
    # The wall lets only the window that wrote the row change it; for others no row is there.
    if not Entry.objects.filter(pk=entry.pk).update(held_at=at, held_reason=reason):
        raise NotAllowed("hold_entry")
    record_change(
        noun=NOUN, record=entry, name="hold", source="", target="", by=by, at=at,
        sentence="記録を保留にした",
    )  # fmt: skip
    return entry


def _check(facts: EntryFacts, at: datetime) -> None:
    if not facts.body:
        raise EntryNotPossible("内容を書いてください。")
    if facts.method not in EntryMethod.values or facts.counterpart not in Counterpart.values:
        raise EntryNotPossible("方法と相手を選んでください。")
    if facts.at > at:
        raise EntryNotPossible("まだ来ていない日時の記録は書けません。日時を確かめてください。")


def _check_goal(goal_id: UUID, case: Case | None) -> None:
    known = case is not None and any(goal.pk == goal_id for goal in goals_to_point_at(case))
    if not known:
        raise EntryNotPossible(
            "選んだ目標は、いま実施中のプランにありません。目標を選び直してください。"
        )


def _count(entry: Entry, by: Viewer) -> None:
    count_in_circle(
        "entry_written", circle_id=entry.circle_id, by=by, at=entry.at, outcome=entry.method,
        keys=Keys(record=entry.tally_key, case=entry.case.tally_key if entry.case else None),
    )  # fmt: skip
