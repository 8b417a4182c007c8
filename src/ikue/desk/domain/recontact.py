"""再び連絡する時計: after a word about 自死 the person is spoken with again within the hours that
the ward has set (seed: 自殺対策). It runs beside the next action, holidays included.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest

from ikue.casework.enums import CaseState, Counterpart, EntryKind
from ikue.casework.models import Case, Entry
from ikue.desk.domain.columns import answers_for, led_cases
from ikue.directory.viewers import Viewer
from ikue.programmes.consultation.enums import Issue
from ikue.programmes.consultation.models import Consultation

RECONTACT_HOURS: Final = "suicide_recontact_hours"
"""The setting."""
SPOKEN: Final = (EntryKind.ORDINARY, EntryKind.SAFETY_PLAN)
"""What tells that somebody spoke with the person; a correction or a copy does not."""


def recontact_limit(since: datetime, hours: int) -> datetime:
    return since + timedelta(hours=hours)


def recontacts(viewer: Viewer) -> QuerySet[Case]:
    """Cases the viewer answers for whose person was not spoken with since the last 安全計画カード,
    or since the reception in which 自死の心配 was ticked; `since` is that moment."""
    entries = Entry.objects.filter(case=OuterRef("pk"), held_at=None)
    cards = entries.filter(kind=EntryKind.SAFETY_PLAN).order_by("-at")
    receptions = Consultation.objects.filter(
        case=OuterRef("pk"), issues__contains=[Issue.SUICIDE.value]
    ).order_by("-received_at")
    spoken = entries.filter(
        kind__in=SPOKEN, counterpart=Counterpart.PERSON, at__gt=OuterRef("since")
    )
    return (
        led_cases(viewer)
        .exclude(state=CaseState.COMPLETED)
        .annotate(
            since=Greatest(
                Subquery(cards.values("at")[:1]), Subquery(receptions.values("received_at")[:1])
            ),
        )
        .filter(answers_for(viewer), since__isnull=False)
        .exclude(Exists(spoken))
    )
