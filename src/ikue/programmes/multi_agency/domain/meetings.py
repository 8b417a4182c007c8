"""会議: when and where the invited sit together; who chairs. What it decides lies in its items.

How many meetings were held is no merit and is shown nowhere as a score.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from ikue.casework.domain.numbers import next_number
from ikue.casework.domain.responsibility import require_serving
from ikue.casework.enums import Numbered
from ikue.directory.models import Appointment
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.multi_agency.domain.failures import MeetingChanged
from ikue.programmes.multi_agency.enums import WAITING_ITEMS
from ikue.programmes.multi_agency.models import Meeting
from ikue.programmes.multi_agency.rules import keeps_conferences, keeps_it

NOT_HERE = (
    "まだ話し合っていない案件があります。記録するか、延期か取下げにしてから閉じてください。"
    "この画面に出ていない案件は、ほかの担当者に頼んでください。"
)


class MeetingNotPossible(Expected):
    """The meeting cannot be planned, moved or closed like this; the message is for the clerk."""


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """When, where, and who leads it; the deputy chairs where the chair is away."""

    starts_at: datetime
    place: str
    chair: Appointment
    deputy_chair: Appointment | None = None


def plan_meeting(*, sitting: Sitting, by: Viewer, at: datetime) -> Meeting:
    """Raises NotAllowed, MeetingNotPossible, NobodyToAnswer (the chair does not serve there)."""
    if not keeps_conferences(by, None):
        raise NotAllowed("plan_meeting")
    _check(sitting, by, at)
    return Meeting.objects.create(
        owner_window_id=by.window_id, written_by_id=by.appointment_id,
        number=f"会{next_number(kind=Numbered.MEETING, on=clock.today(at))}", **_fields(sitting),
    )  # fmt: skip


def move_meeting(
    *, meeting: Meeting, sitting: Sitting, by: Viewer, at: datetime, seen_version: int
) -> Meeting:
    """Another day, place or chair. Who was invited stays invited. Raises MeetingChanged."""
    held = _held(meeting, by, seen_version)
    if held.closed_at is not None:
        raise MeetingNotPossible("この会議は閉じています。新しい会議を予定してください。")
    _check(sitting, by, at)
    for name, value in _fields(sitting).items():
        setattr(held, name, value)
    held.version += 1
    held.save(update_fields=[*_fields(sitting), "version"])
    return held


def close_meeting(*, meeting: Meeting, by: Viewer, at: datetime) -> Meeting:
    """Only when each item was discussed, or put aside with a reason."""
    held = _held(meeting, by, meeting.version)
    if held.closed_at is not None:
        raise MeetingNotPossible("この会議は、もう閉じています。")
    if held.starts_at > at:
        raise MeetingNotPossible("まだ始まっていない会議は閉じられません。日時を確かめてください。")
    _require_nothing_waits(held)
    held.closed_at = at
    held.version += 1
    held.save(update_fields=["closed_at", "version"])
    return held


def _require_nothing_waits(meeting: Meeting) -> None:
    """Also not over an item that is no item to whoever closes it; how many those are, not even the
    keeper says."""
    shown = meeting.items.filter(state__in=WAITING_ITEMS).count()
    if shown:
        raise MeetingNotPossible(
            f"まだ話し合っていない案件が{shown}件あります。"
            "記録するか、延期か取下げにしてから閉じてください。"
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.has_unfinished_items(%s)", [meeting.pk])
        if cursor.fetchone()[0]:
            raise MeetingNotPossible(NOT_HERE)


def chairs(meeting: Meeting, by: Viewer) -> bool:
    """座長, or 座長代理: who picks the members, item by item."""
    return bool({meeting.chair_id, meeting.deputy_chair_id} & set(by.appointment_ids))


def _held(meeting: Meeting, by: Viewer, seen_version: int) -> Meeting:
    if not keeps_it(by, meeting):
        raise NotAllowed("meeting")
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if held.version != seen_version:
        raise MeetingChanged(now=held)
    return held


def _fields(sitting: Sitting) -> dict[str, object]:
    return {
        "starts_at": sitting.starts_at,
        "place": sitting.place,
        "chair_id": sitting.chair.pk,
        "deputy_chair_id": sitting.deputy_chair.pk if sitting.deputy_chair else None,
    }


def _check(sitting: Sitting, by: Viewer, at: datetime) -> None:
    if not sitting.place:
        raise MeetingNotPossible("会議の場所を書いてください。")
    if clock.today(sitting.starts_at) < clock.today(at):
        raise MeetingNotPossible("会議の日は、きょうかそれより後の日にしてください。")
    if sitting.deputy_chair is not None and sitting.deputy_chair.pk == sitting.chair.pk:
        raise MeetingNotPossible("座長と座長代理が同じ人です。別の人を選んでください。")
    require_serving(sitting.chair, window_id=by.window_id, at=at)
    if sitting.deputy_chair is not None:
        require_serving(sitting.deputy_chair, window_id=by.window_id, at=at)
