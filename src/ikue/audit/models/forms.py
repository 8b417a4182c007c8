from django.db import models


class SentForm(models.Model):
    """送信済みの画面. The key of a form that was carried out: sent twice, done once."""

    key = models.UUIDField("画面の鍵", primary_key=True)
    account_id = models.UUIDField("職員")
    location = models.CharField("移動先", max_length=300)
    sent_at = models.DateTimeField("送信日時", auto_now_add=True)

    class Meta:
        verbose_name = "送信済みの画面"
        verbose_name_plural = "送信済みの画面"
