from django.db import models

from ikue.audit.models import OwnedRow
from ikue.rights.enums import ClaimKind


class Claim(OwnedRow):
    """請求・苦情: the person's own claim on what is kept about them, on a clock of thirty days."""

    person_id = models.UUIDField("本人", null=True)
    kind = models.CharField("種類", max_length=12, choices=ClaimKind)
    received_on = models.DateField("受け付けた日")
    limit_on = models.DateField("期限")
    words = models.TextField("本人の言葉")
    responsible_id = models.UUIDField("担当者の所属")

    class Meta:
        verbose_name = "請求・苦情"
        verbose_name_plural = "請求・苦情"
