from django.db import models

from ikue.audit.models import OwnedRow
from ikue.programmes.consultation.models.consultation import Consultation


class Addition(OwnedRow):
    """追記: said or corrected after the reception was written down; nothing is replaced (F3)."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="additions")
    person_id = models.UUIDField("本人", null=True)
    body = models.TextField("追記")
    added_at = models.DateTimeField("追記した日時")

    class Meta:
        verbose_name = "追記"
        verbose_name_plural = "追記"
