import uuid

from django.db import models


class Event(models.Model):
    """数える出来事. What happened, when, at which window; keys are random and lead to no record.

    `amount` is +1, or −1 where a correction reverses an earlier event.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    what = models.CharField("出来事", max_length=60)
    at = models.DateTimeField("事実の日時")
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)
    amount = models.SmallIntegerField("数", default=1)
    window = models.CharField("窓口", max_length=40)
    field = models.CharField("分野", max_length=40, blank=True)
    route = models.CharField("相談経路", max_length=40, blank=True)
    issues = models.JSONField("課題", default=list)
    age_band = models.CharField("年齢層", max_length=20, blank=True)
    area = models.CharField("町丁目", max_length=20, blank=True)
    outcome = models.CharField("結果", max_length=40, blank=True)
    record_key = models.UUIDField("記録の鍵")
    case_key = models.UUIDField("ケースの鍵", null=True)
    household_key = models.UUIDField("世帯の鍵", null=True)
    person_key = models.UUIDField("本人の鍵", null=True)

    class Meta:
        verbose_name = "数える出来事"
        verbose_name_plural = "数える出来事"
        indexes = [models.Index(fields=["what", "at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__in=(1, -1)),
                name="tally_one_at_a_time",
                violation_error_message="出来事は一つずつ数えます。",
            )
        ]
