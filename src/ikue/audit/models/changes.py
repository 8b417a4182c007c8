import uuid

from django.db import models


class Change(models.Model):
    """変更記録. One verb that was carried out: by whom, when, from which state to which.

    `at` is the moment of the fact and may lie in the past; `recorded_at` is when it was written.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    noun = models.CharField("記録の種類", max_length=40)
    record_id = models.UUIDField("記録", db_index=True)
    circle_id = models.UUIDField("支援の輪", db_index=True)
    owner_window_id = models.UUIDField("窓口", db_index=True)
    name = models.CharField("行為", max_length=40)
    source = models.CharField("前の状態", max_length=40, blank=True)
    target = models.CharField("後の状態", max_length=40, blank=True)
    sentence = models.CharField("記録文", max_length=200)
    account_id = models.UUIDField("職員")
    appointment_id = models.UUIDField("職員の所属", null=True)
    at = models.DateTimeField("事実の日時")
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)

    class Meta:
        verbose_name = "変更記録"
        verbose_name_plural = "変更記録"
