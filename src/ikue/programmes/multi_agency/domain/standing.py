"""会議について負っていること: query sets that the home puts beside the duties of other rooms."""

from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import TruncDate

from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.programmes.multi_agency.enums import ItemState
from ikue.programmes.multi_agency.models import AgendaItem, ItemMember, MemberAnswer

SITS_ON = TruncDate("meeting__starts_at", tzinfo=clock.TOKYO)
"""The day of the meeting, `sits_on` of each row."""


def items_to_answer(viewer: Viewer) -> QuerySet[AgendaItem]:
    """Where the four questions wait for this member."""
    answered = MemberAnswer.objects.filter(member_id=OuterRef("pk"))
    waiting = ItemMember.objects.filter(
        ~Exists(answered), item_id=OuterRef("pk"), left_at=None,
        appointment_id__in=viewer.appointment_ids,
    )  # fmt: skip
    return _sitting().filter(Exists(waiting), state=ItemState.INVITED)


def items_today(viewer: Viewer) -> QuerySet[AgendaItem]:
    """What this viewer sits over today: as a member, or at the window that hosts."""
    morning = datetime.combine(clock.today(viewer.at), time.min, clock.TOKYO)
    mine = ItemMember.objects.filter(
        item_id=OuterRef("pk"), left_at=None, appointment_id__in=viewer.appointment_ids
    )
    today = _sitting().filter(
        state=ItemState.INVITED,
        meeting__starts_at__gte=morning,
        meeting__starts_at__lt=morning + timedelta(days=1),
    )
    return today.filter(Exists(mine)) | today.filter(owner_window_id__in=viewer.window_ids)


def items_to_prepare(viewer: Viewer) -> QuerySet[AgendaItem]:
    """What the hosting window has begun, or put off, and has not invited to yet."""
    return _sitting().filter(
        owner_window_id__in=viewer.window_ids,
        state__in=(ItemState.PREPARED, ItemState.ADJOURNED),
    )


def _sitting() -> QuerySet[AgendaItem]:
    return AgendaItem.objects.annotate(sits_on=SITS_ON)
