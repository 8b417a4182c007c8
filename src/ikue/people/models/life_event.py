from django.db import models

from ikue.audit.models import OwnedRow
from ikue.people.enums import LifeEventKind
from ikue.people.models.person import Person


class LifeEvent(OwnedRow):
    """節目 (F3): a dated event that the next window must know of before it comes.

    Seed 第3節(2): 「それぞれの部門における支援に切れ目があり」.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="life_events")
    kind = models.CharField("節目", max_length=12, choices=LifeEventKind)
    on = models.DateField("日付", db_index=True)
    note = models.CharField("補足", max_length=200, blank=True)

    class Meta:
        verbose_name = "節目"
        verbose_name_plural = "節目"
