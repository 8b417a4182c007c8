"""Carries out a transition and keeps its record: the only place where a state is assigned."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from ikue.audit.models import Change, VersionedRow
from ikue.kernel.transitions import Machine, NotPossible, Transition


class Actor(Protocol):
    """Who carries it out: `directory.Viewer`, seen from below."""

    @property
    def account_id(self) -> UUID: ...
    @property
    def appointment_id(self) -> UUID: ...
    @property
    def window_id(self) -> UUID: ...


def perform(*, machine: Machine, name: str, record: Any, by: Actor, at: datetime) -> Transition:
    """Lock the record, check the transition against its present state, carry it out, record it.

    The caller sets the other fields before; everything is saved here. Raises NotAllowed or
    NotPossible and then changes nothing; also when the record in hand is older than what stands
    there now, since saving it would undo what somebody else wrote.
    """
    record.state, version = _locked(record)
    row = machine.check(name, record=record, viewer=by)
    if version is not None:
        require_version(record, version)
        record.version += 1
    source, record.state = record.state, row.target
    record.save()
    record_change(
        noun=machine.noun, record=record, name=name, source=source, target=row.target,
        sentence=row.sentence, by=by, at=at,
    )  # fmt: skip
    return row


def begin(*, machine: Machine, name: str, record: Any, by: Actor, at: datetime) -> None:
    """Save a new record in the state its first verb leads to, and record that verb."""
    row = machine.check_first(name, record=record, viewer=by)
    record.state = row.target
    record.save(force_insert=True)
    record_change(
        noun=machine.noun, record=record, name=name, source="", target=row.target,
        sentence=row.sentence, by=by, at=at,
    )  # fmt: skip


def record_change(
    *,
    noun: str,
    record: Any,
    name: str,
    source: str,
    target: str,
    sentence: str,
    by: Actor,
    at: datetime,
) -> None:
    """One line of 変更記録; also for acts that change no state (a correction, a hand-over)."""
    record_changes(
        [record], noun=noun, name=name, source=source, target=target, sentence=sentence, by=by,
        at=at,
    )  # fmt: skip


def record_changes(
    records: Iterable[Any],
    *,
    noun: str,
    name: str,
    source: str,
    target: str,
    sentence: str,
    by: Actor,
    at: datetime,
) -> None:
    """The same act on several records at once: a line for each."""
    Change.objects.bulk_create(
        Change(
            noun=noun,
            record_id=record.pk,
            circle_id=record.circle_id,
            owner_window_id=by.window_id,
            name=name,
            source=source,
            target=target,
            sentence=sentence,
            account_id=by.account_id,
            appointment_id=by.appointment_id,
            at=at,
        )
        for record in records
    )


def require_version(record: Any, version: int) -> None:
    if record.version != version:
        raise NotPossible(
            "ほかの人が先に書き換えました。画面を開き直して、今の内容を確かめてください。"
            "入力した内容は残っています。"
        )


def lock(record: Any) -> None:
    """For acts that change no state: hold the row, and refuse a copy that is no longer the present
    one. Raises NotPossible, or DoesNotExist where the row is not the viewer's to change."""
    require_version(record, _locked(record)[1] or record.version)


def _locked(record: Any) -> tuple[str, int | None]:
    """(state, version) as they stand now; no version where the record keeps none."""
    rows = type(record)._base_manager.select_for_update().filter(pk=record.pk)
    if not isinstance(record, VersionedRow):
        return rows.values_list("state", flat=True).get(), None
    state, version = rows.values_list("state", "version").get()
    return state, version
