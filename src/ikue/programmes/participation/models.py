from django.db import models

from ikue.audit.models import OwnedRow
from ikue.casework.models import Referral
from ikue.programmes.participation.enums import ParticipationState


class Participation(OwnedRow):
    """参加支援: a person on the way to a place; points down to the Referral that asked for it."""

    person_id = models.UUIDField("本人")
    referral = models.OneToOneField(Referral, models.PROTECT, null=True, related_name="+")
    state = models.CharField("段階", max_length=10, choices=ParticipationState)
    responsible_id = models.UUIDField("担当者の所属")
    wish = models.TextField("やってみたいこと", blank=True)
    requested_at = models.DateTimeField("お願いの日時")

    class Meta:
        verbose_name = "参加支援"
        verbose_name_plural = "参加支援"
