import uuid

from django.db import models
from django.db.models import F, Q

from ikue.audit.models import OwnedRow
from ikue.sharing.enums import ExclusionKind


class Circle(models.Model):
    """支援の輪: what a grant opens. Usually one household; a hidden window keeps one of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner_window_id = models.UUIDField("始めた窓口", db_index=True)
    written_by_id = models.UUIDField("始めた職員の所属")
    started_at = models.DateTimeField("始まり")
    tally_key = models.UUIDField("数える鍵", default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = "支援の輪"
        verbose_name_plural = "支援の輪"


class Exclusion(OwnedRow):
    """除外: this member of staff sees nothing of this circle, before any role counts.

    The screen is the same as for a record that does not exist.
    """

    account_id = models.UUIDField("職員", db_index=True)
    kind = models.CharField("事由", max_length=12, choices=ExclusionKind)
    reason = models.CharField("説明", max_length=200, blank=True)
    starts_at = models.DateTimeField("開始日時")
    ends_at = models.DateTimeField("終了日時", null=True, blank=True)

    class Meta:
        verbose_name = "除外"
        verbose_name_plural = "除外"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="exclusion_ends_after_start",
                violation_error_message="除外の終わりが始まりより前になっています。",
            )
        ]
