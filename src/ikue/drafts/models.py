import uuid

from django.db import models


class Draft(models.Model):
    """書きかけ. The fields of one form as last typed by one account under one appointment; gone
    once the form is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account_id = models.UUIDField("職員")
    appointment_id = models.UUIDField("書いたときの所属")
    form = models.CharField("画面", max_length=60)
    subject = models.CharField("対象", max_length=64, blank=True)
    page = models.CharField("書いた画面", max_length=36, blank=True)
    content = models.JSONField("書いた内容")
    saved_at = models.DateTimeField("保存日時", auto_now=True)

    class Meta:
        verbose_name = "書きかけ"
        verbose_name_plural = "書きかけ"
        constraints = [
            models.UniqueConstraint(
                fields=["account_id", "appointment_id", "form", "subject"], name="one_draft_each"
            )
        ]
