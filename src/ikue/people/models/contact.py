from django.db import models

from ikue.audit.models import OwnedRow
from ikue.people.enums import ContactKind
from ikue.people.models.person import Person


class ContactPoint(OwnedRow):
    """所在の情報 (F2): address, phone, school … Closed until asked for, each reveal recorded."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="contact_points")
    kind = models.CharField("種類", max_length=12, choices=ContactKind)
    value = models.CharField("内容", max_length=300)
    note = models.CharField("補足", max_length=300, blank=True)
    ended_on = models.DateField("使わなくなった日", null=True, blank=True)

    class Meta:
        verbose_name = "連絡先・所在"
        verbose_name_plural = "連絡先・所在"


class SafeContact(OwnedRow):
    """安全な連絡方法 (F1): how this person may be reached without harm. It holds no number."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="safe_contacts")
    hours = models.CharField("連絡してよい時間", max_length=120, blank=True)
    secret_from_family = models.BooleanField("家族に知られてはいけない", default=False)
    no_message = models.BooleanField("留守番電話に残さない", default=False)
    written_only = models.BooleanField("筆談・文字だけ", default=False)
    note = models.CharField("そのほかの約束", max_length=300, blank=True)

    class Meta:
        verbose_name = "安全な連絡方法"
        verbose_name_plural = "安全な連絡方法"
        get_latest_by = "recorded_at"

    def sentence(self) -> str:
        """One line to be read before the receiver is lifted."""
        parts = [
            "家族に知られないように" if self.secret_from_family else "",
            "留守番電話に残さない" if self.no_message else "",
            "筆談・文字だけ" if self.written_only else "",
            f"時間: {self.hours}" if self.hours else "",
            self.note,
        ]
        return "／".join(part for part in parts if part)
