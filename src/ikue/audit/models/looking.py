import uuid

from django.db import models


class Searched(models.Manager["ReadEvent"]):
    """Without `body`, which the keeper alone reads."""

    def get_queryset(self) -> models.QuerySet["ReadEvent"]:
        return super().get_queryset().defer("body")


class ReadEvent(models.Model):
    """閲覧記録. One answer that showed somebody's record; written before its first byte left.

    Append-only and chained: `digest` covers the event, its lines and the digest before it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.BigIntegerField("通し番号", unique=True)
    at = models.DateTimeField("閲覧日時")
    account_id = models.UUIDField("職員", db_index=True)
    appointment_id = models.UUIDField("職員の所属", null=True)
    terminal = models.CharField("端末", max_length=64)
    request_id = models.UUIDField("要求番号")
    screen = models.CharField("画面", max_length=100)
    act = models.CharField("行為", max_length=16)
    body = models.TextField("連鎖の対象")
    digest = models.CharField("連鎖値", max_length=64)

    objects = Searched()

    class Meta:
        verbose_name = "閲覧記録"
        verbose_name_plural = "閲覧記録"


class ReadLine(models.Model):
    """One person in one answer: which classes of field, on what basis, by which grant."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    event = models.ForeignKey(ReadEvent, models.PROTECT, related_name="lines")
    circle_id = models.UUIDField("支援の輪", null=True)
    person_id = models.UUIDField("本人", null=True, db_index=True)
    classes = models.PositiveIntegerField("情報の区分")
    basis = models.CharField("根拠", max_length=40)
    grant_id = models.UUIDField("許可", null=True)

    class Meta:
        verbose_name = "閲覧記録の明細"
        verbose_name_plural = "閲覧記録の明細"


class Seen(models.Model):
    """既読. A record was shown to somebody under an appointment; the earliest time counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    record_id = models.UUIDField("記録", db_index=True)
    account_id = models.UUIDField("職員")
    appointment_id = models.UUIDField("職員の所属")
    at = models.DateTimeField("初めて見た日時")

    class Meta:
        verbose_name = "既読"
        verbose_name_plural = "既読"
        constraints = [
            models.UniqueConstraint(fields=["record_id", "appointment_id"], name="seen_once"),
        ]
