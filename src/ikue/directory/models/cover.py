import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from ikue.directory.models.appointment import Appointment
from ikue.kernel.clock import today


class CoverQuerySet(models.QuerySet["Cover"]):
    def standing(self, at: datetime) -> Self:
        """Not ended early."""
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=at))

    def in_force(self, at: datetime) -> Self:
        on = today(at)
        return self.standing(at).filter(from_on__lte=on, to_on__gte=on)


class Cover(models.Model):
    """不在代理. Which colleague of the same window acts for somebody absent, from the first to the
    last day, both included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    absent = models.ForeignKey(
        Appointment, models.PROTECT, verbose_name="不在の職員の所属", related_name="absences"
    )
    deputy = models.ForeignKey(
        Appointment, models.PROTECT, verbose_name="代理の職員の所属", related_name="deputyships"
    )
    from_on = models.DateField("初日")
    to_on = models.DateField("末日")
    reason = models.CharField("理由", max_length=200, blank=True)
    ended_at = models.DateTimeField("代理を解いた日時", null=True, blank=True)

    objects = CoverQuerySet.as_manager()

    class Meta:
        verbose_name = "不在代理"
        verbose_name_plural = "不在代理"
        ordering = ("from_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(absent=F("deputy")),
                name="directory_cover_not_self",
                violation_error_message="不在の職員と代理が同じ人です。別の人を選んでください。",
            ),
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")),
                name="directory_cover_days",
                violation_error_message="代理の末日は、初日より前にできません。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.absent} → {self.deputy}"
