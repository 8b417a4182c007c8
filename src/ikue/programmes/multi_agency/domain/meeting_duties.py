"""会議について負っていること: query sets that the home puts beside the duties of other rooms."""

from datetime import timedelta

from django.db.models import Case as Choice
from django.db.models import DateField, Exists, OuterRef, QuerySet, Value, When
from django.db.models.functions import TruncDate

from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.programmes.multi_agency.enums import ItemState
from ikue.programmes.multi_agency.models import AgendaItem, ItemMember, MemberAnswer

SITS_ON = TruncDate("meeting__starts_at", tzinfo=clock.TOKYO)
"""The day of the meeting, `sits_on` of each row."""


def items_to_answer(viewer: Viewer) -> QuerySet[AgendaItem]:
    """Where the four questions wait for this member, until the meeting begins."""
    answered = MemberAnswer.objects.filter(member_id=OuterRef("pk"))
    waiting = _sits_over(viewer).filter(~Exists(answered))
    return _sitting().filter(
        Exists(waiting), state=ItemState.INVITED, meeting__starts_at__gt=viewer.at
    )


def items_today(viewer: Viewer) -> QuerySet[AgendaItem]:
    """What this member sits over today."""
    night = clock.end_of(clock.today(viewer.at))
    return _sitting().filter(
        Exists(_sits_over(viewer)),
        state=ItemState.INVITED,
        meeting__starts_at__gte=night - timedelta(days=1),
        meeting__starts_at__lt=night,
    )


def items_to_record(viewer: Viewer) -> QuerySet[AgendaItem]:
    """What the hosting window discusses today, or has not recorded since: until then it stays."""
    return _sitting().filter(
        owner_window_id__in=viewer.window_ids,
        state=ItemState.INVITED,
        meeting__starts_at__lt=clock.end_of(clock.today(viewer.at)),
    )


def items_to_close(viewer: Viewer) -> QuerySet[AgendaItem]:
    """Discussed and recorded in a meeting that is closed, and still open to its members."""
    return _sitting().filter(
        owner_window_id__in=viewer.window_ids,
        state=ItemState.DISCUSSED,
        meeting__closed_at__isnull=False,
    )


def items_to_prepare(viewer: Viewer) -> QuerySet[AgendaItem]:
    """What the hosting window has begun, or put off, and has not invited to yet; what was put off
    is due on no day, since the meeting it was put off from is over."""
    put_off = When(state=ItemState.ADJOURNED, then=Value(None))
    rows = AgendaItem.objects.filter(
        owner_window_id__in=viewer.window_ids,
        state__in=(ItemState.PREPARED, ItemState.ADJOURNED),
    )
    return rows.annotate(sits_on=Choice(put_off, default=SITS_ON, output_field=DateField()))


def _sits_over(viewer: Viewer) -> QuerySet[ItemMember]:
    """The member's own row of an item, also of whoever it stands in for."""
    return ItemMember.objects.filter(
        item_id=OuterRef("pk"), left_at=None, appointment_id__in=viewer.appointment_ids
    )


def _sitting() -> QuerySet[AgendaItem]:
    return AgendaItem.objects.annotate(sits_on=SITS_ON)
