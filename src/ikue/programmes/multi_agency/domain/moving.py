"""重層的支援会議に移す: when consent has arrived, an item of a 支援会議 moves over once.

It carries its papers only as far as the consent reaches; the words are taken along to be gone over,
so that nobody types them anew and nobody who did not agree is told of in them.
"""

from datetime import datetime

from ikue.directory.viewers import Viewer
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.multi_agency.domain.counted import count_item
from ikue.programmes.multi_agency.domain.failures import ItemNotPossible
from ikue.programmes.multi_agency.domain.items import (
    Preparation,
    close_item,
    prepare_item,
    withdraw_item,
)
from ikue.programmes.multi_agency.domain.papers import drop_unfit, papers_of
from ikue.programmes.multi_agency.enums import Conference, ItemState
from ikue.programmes.multi_agency.models import AgendaItem, Meeting
from ikue.programmes.multi_agency.rules import keeps_it

MOVED = "重層的支援会議に移した"


def move_to_multilayer(
    *,
    item: AgendaItem,
    preparation: Preparation,
    meeting: Meeting | None,
    by: Viewer,
    at: datetime,
) -> AgendaItem:
    """A new item on the basis of consent; the one before ends. Raises ItemNotPossible."""
    if not keeps_it(by, item):
        raise NotAllowed("move_to_multilayer")
    _check(item)
    moved = prepare_item(
        case=item.case, conference=Conference.MULTILAYER, preparation=preparation,
        meeting=meeting, by=by, at=at, moved_from=item,
    )  # fmt: skip
    drop_unfit(moved, papers_of(item), at)
    moved.save(update_fields=["papers"])
    _end_the_one_before(item, by, at)
    count_item("item_moved", item=moved, by=by, at=at)
    return moved


def _check(item: AgendaItem) -> None:
    if item.conference != Conference.SUPPORT:
        raise ItemNotPossible("この案件は、もう重層的支援会議のものです。")
    if AgendaItem.objects.filter(moved_from=item).exists():
        raise ItemNotPossible("この案件は、もう重層的支援会議に移しました。")
    if item.state == ItemState.INVITED:
        raise ItemNotPossible(
            "構成員を招いたままです。話し合いを記録するか、延期してから移してください。"
        )
    if item.state == ItemState.WITHDRAWN:
        raise ItemNotPossible("取り下げた案件は移せません。新しい案件を準備してください。")


def _end_the_one_before(item: AgendaItem, by: Viewer, at: datetime) -> None:
    if item.state == ItemState.DISCUSSED:
        close_item(item=item, by=by, at=at)
    elif item.state != ItemState.CLOSED:
        withdraw_item(item=item, reason=MOVED, by=by, at=at)
