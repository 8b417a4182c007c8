"""案件: one household before the members invited to it, on one legal basis, from the first words of
preparation until it is closed (社会福祉法 106条の6; 106条の4第2項5号).

Whoever is invited reads what lies in the item and nothing else of the circle; so the persons are
copied into it, and nobody who is not named here is discussed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ikue.audit.perform import begin, lock, perform, record_change
from ikue.casework.domain.packets import packet_contents
from ikue.casework.models import Case
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.multi_agency.domain.counted import count_item
from ikue.programmes.multi_agency.domain.covering import named_ids, require_consent
from ikue.programmes.multi_agency.domain.failures import ItemChanged, ItemNotPossible
from ikue.programmes.multi_agency.domain.papers import drop_unfit, papers_of
from ikue.programmes.multi_agency.enums import Conference, ItemState
from ikue.programmes.multi_agency.models import AgendaItem, Meeting
from ikue.programmes.multi_agency.rules import NEEDS_CONSENT, keeps_it
from ikue.programmes.multi_agency.states import ITEM
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.domain.opening import end_ground

EDITABLE = (ItemState.PREPARED, ItemState.INVITED)


@dataclass(frozen=True, kw_only=True)
class Preparation:
    """準備シート: what it is about, the household as one sees it, what is done, what is asked."""

    purpose: str
    person_ids: tuple[UUID, ...]
    household_image: str = ""
    done_now: str = ""
    points: str = ""


def prepare_item(
    *,
    case: Case,
    conference: Conference,
    preparation: Preparation,
    meeting: Meeting | None,
    by: Viewer,
    at: datetime,
    moved_from: AgendaItem | None = None,
) -> AgendaItem:
    """Raises NotAllowed, ItemNotPossible (persons, meeting, or no consent where it is needed)."""
    if not rights_of(by, [case.circle_id]).on_duty_in(case.circle_id):
        raise NotAllowed("prepare_item")
    item = AgendaItem(
        circle_id=case.circle_id, owner_window_id=by.window_id, written_by_id=by.appointment_id,
        case=case, conference=conference, moved_from=moved_from,
    )  # fmt: skip
    _write(item, preparation)
    name_persons(item, preparation.person_ids, by, at)
    put_on_agenda(item, meeting)
    begin(machine=ITEM, name="prepare", record=item, by=by, at=at)
    count_item("item_prepared", item=item, by=by, at=at)
    return item


def edit_item(
    *,
    item: AgendaItem,
    preparation: Preparation,
    meeting: Meeting | None,
    by: Viewer,
    at: datetime,
) -> AgendaItem:
    """The words of the preparation; the persons only until somebody is invited.

    Raises NotAllowed, NotPossible (an older copy), ItemNotPossible (also: a consent that ended)."""
    if not keeps_it(by, item):
        raise NotAllowed("edit_item")
    lock(item)
    if item.state not in EDITABLE:
        raise ItemNotPossible("この案件は話し合いが済んだか、終わっています。直せません。")
    if set(named_ids(item)) != set(preparation.person_ids) or item.state == ItemState.PREPARED:
        _require_prepared(item)
        name_persons(item, preparation.person_ids, by, at)
    elif item.conference in NEEDS_CONSENT:
        require_consent(item, on=clock.today(at))
    _write(item, preparation)
    if meeting is None and item.state == ItemState.INVITED:
        raise ItemNotPossible("構成員を招いた案件は、会議から外せません。延期を選んでください。")
    put_on_agenda(item, meeting)
    item.text_version += 1
    item.version += 1
    item.save()
    record_change(
        noun=ITEM.noun, record=item, name="edit", source=item.state, target=item.state,
        sentence="案件の準備を直した", by=by, at=at,
    )  # fmt: skip
    return item


def adjourn_item(*, item: AgendaItem, reason: str, by: Viewer, at: datetime) -> AgendaItem:
    """延期: the members read nothing more until they are invited anew."""
    return _put_aside(item, "adjourn", "item_adjourned", reason, by, at)


def withdraw_item(*, item: AgendaItem, reason: str, by: Viewer, at: datetime) -> AgendaItem:
    item.ended_at = at
    return _put_aside(item, "withdraw", "item_withdrawn", reason, by, at)


def call_again(
    *,
    item: AgendaItem,
    meeting: Meeting | None,
    person_ids: tuple[UUID, ...],
    by: Viewer,
    at: datetime,
) -> AgendaItem:
    """あらためて準備する: for another meeting, and without whoever no longer agrees."""
    ITEM.check("call_again", record=item, viewer=by)
    name_persons(item, person_ids, by, at)
    put_on_agenda(item, meeting)
    item.ended_reason = ""
    perform(machine=ITEM, name="call_again", record=item, by=by, at=at)
    count_item("item_called_again", item=item, by=by, at=at)
    return item


def close_item(*, item: AgendaItem, by: Viewer, at: datetime) -> AgendaItem:
    """終える: its grants end; the decision, and each one's own task, stay."""
    item.ended_at = at
    perform(machine=ITEM, name="close", record=item, by=by, at=at)
    _end(item, at)
    count_item("item_closed", item=item, by=by, at=at)
    return item


def unchanged_item(item_id: UUID, *, seen_version: int) -> AgendaItem:
    """The item, locked. Raises ItemChanged when its text is no longer as it was on the screen."""
    item = AgendaItem.objects.select_for_update().get(pk=item_id)
    if item.text_version != seen_version:
        raise ItemChanged(now=item)
    return item


def name_persons(item: AgendaItem, person_ids: Iterable[UUID], by: Viewer, at: datetime) -> None:
    """Copy the F1 of those named, and drop the papers about anybody else."""
    wanted = list(dict.fromkeys(person_ids))
    contents = packet_contents(circle_id=item.circle_id, person_ids=wanted, by=by)
    if not wanted:
        raise ItemNotPossible("だれについての案件かを選んでください。")
    if len(contents.persons) != len(wanted):
        raise ItemNotPossible("この世帯にいない方が選ばれています。選び直してください。")
    item.persons = list(contents.persons)
    drop_unfit(item, papers_of(item), at)
    if item.conference in NEEDS_CONSENT:
        require_consent(item, on=clock.today(at))


def put_on_agenda(item: AgendaItem, meeting: Meeting | None) -> None:
    """At the end of the agenda; a meeting that is closed takes no more."""
    if meeting is not None and meeting.closed_at is not None:
        raise ItemNotPossible("その会議は閉じています。別の会議を選んでください。")
    if meeting is not None and meeting.pk != item.meeting_id:
        item.order = meeting.items.count() + 1
    item.meeting = meeting


def _write(item: AgendaItem, preparation: Preparation) -> None:
    if not preparation.purpose:
        raise ItemNotPossible("この案件の目的を書いてください。")
    for name in ("purpose", "household_image", "done_now", "points"):
        setattr(item, name, getattr(preparation, name))


def _require_prepared(item: AgendaItem) -> None:
    if item.state != ItemState.PREPARED:
        raise ItemNotPossible(
            "構成員を招いた後は、載せる方を変えられません。いったん延期して、準備し直してください。"
        )


def _put_aside(
    item: AgendaItem, name: str, what: str, reason: str, by: Viewer, at: datetime
) -> AgendaItem:
    ITEM.check(name, record=item, viewer=by)
    if not reason:
        raise ItemNotPossible("理由を書いてください。")
    item.ended_reason = reason
    perform(machine=ITEM, name=name, record=item, by=by, at=at)
    _end(item, at)
    count_item(what, item=item, by=by, at=at)
    return item


def _end(item: AgendaItem, at: datetime) -> None:
    if item.ground_id is not None:
        end_ground(ground_id=item.ground_id, at=at)
