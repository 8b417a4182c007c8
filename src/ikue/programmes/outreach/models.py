from django.db import models

from ikue.audit.models import OwnedRow
from ikue.casework.models import Referral
from ikue.programmes.outreach.enums import OutreachState


class OutreachTarget(OwnedRow):
    """アウトリーチの対象: a household known only by place or description, which has not asked."""

    referral = models.OneToOneField(Referral, models.PROTECT, null=True, related_name="+")
    state = models.CharField("段階", max_length=10, choices=OutreachState)
    responsible_id = models.UUIDField("担当者の所属")
    description = models.TextField("気になること")
    noticed_at = models.DateTimeField("気づいた日時")

    class Meta:
        verbose_name = "アウトリーチの対象"
        verbose_name_plural = "アウトリーチの対象"
