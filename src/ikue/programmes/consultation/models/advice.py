from django.db import models

from ikue.audit.models import OwnedRow


class Advice(OwnedRow):
    """助言だけ: a question to the coordinator about an unnamed case; nothing is handed over."""

    to_window_id = models.UUIDField("相談先の窓口", db_index=True)
    asked_by_id = models.UUIDField("尋ねた職員の所属")
    asked_at = models.DateTimeField("尋ねた日時")
    question = models.TextField("聞きたいこと（名前は書かない）")
    answered_by_id = models.UUIDField("答えた職員の所属", null=True)
    answered_at = models.DateTimeField("答えた日時", null=True)
    answer = models.TextField("助言", blank=True)

    class Meta:
        verbose_name = "助言"
        verbose_name_plural = "助言"
