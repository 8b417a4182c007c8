import secrets
import uuid

from django.db import models


class PublicStatus(models.TextChoices):
    """What a resident may learn from the receipt: coarse, and nothing of any case."""

    ARRIVED = "arrived", "届きました"
    TAKEN_UP = "taken_up", "担当が読みました"
    ANSWERED = "answered", "ご連絡しました"


def new_receipt() -> str:
    """Twelve digits said in threes: enough to write on a slip, too many to guess."""
    return f"{secrets.randbelow(10**12):012d}"


class Submission(models.Model):
    """受付箱の一通. Sealed to a key that only the inside holds; the outside keeps a receipt."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    receipt = models.CharField("受付の控え", max_length=12, unique=True, default=new_receipt)
    sealed = models.BinaryField("封をした内容")
    arrived_at = models.DateTimeField("届いた日時")
    status = models.CharField(
        "公開する状態", max_length=10, choices=PublicStatus, default=PublicStatus.ARRIVED
    )

    class Meta:
        verbose_name = "受付箱の一通"
        verbose_name_plural = "受付箱の一通"
