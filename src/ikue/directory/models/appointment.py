import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from ikue.directory.enums import Role
from ikue.directory.models.ranges import InstantRange
from ikue.directory.models.window import Window


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def in_force(self, at: datetime) -> Self:
        """From `starts_at` until just before `ends_at`: no two instants, no gap at a hand-over."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at)

    def serving(self, at: datetime) -> Self:
        """In force, and the account can open the door: whoever can answer at that instant."""
        return self.in_force(at).filter(account__stopped_at=None, account__is_active=True)


class Appointment(models.Model):
    """職員の所属. What an account may do hangs on it, and on nothing in the account itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="職員",
        related_name="appointments",
    )
    window = models.ForeignKey(
        Window, models.PROTECT, verbose_name="窓口", related_name="appointments"
    )
    role = models.CharField("役割", max_length=24, choices=Role)
    starts_at = models.DateTimeField("発令日時")
    ends_at = models.DateTimeField("解かれた日時", null=True, blank=True)
    concurrent = models.BooleanField("兼務", default=False)
    secrecy_acknowledged_on = models.DateField("守秘義務を確認した日", null=True, blank=True)
    order_number = models.CharField("発令番号", max_length=40, blank=True)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="登録した職員",
        related_name="+",
        null=True,
        blank=True,
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "職員の所属"
        verbose_name_plural = "職員の所属"
        ordering = ("starts_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="directory_appointment_ends_after_start",
                violation_error_message="解かれた日時は、発令日時より後にしてください。",
            ),
            ExclusionConstraint(
                name="directory_appointment_once",
                expressions=[
                    ("account", "="),
                    ("window", "="),
                    ("role", "="),
                    (InstantRange("starts_at", "ends_at"), "&&"),
                ],
                violation_error_message="この職員は、同じ窓口で同じ役割に既に就いています。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.window} {self.get_role_display()}"

    def is_in_force(self, at: datetime) -> bool:
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)

    def is_serving(self, at: datetime) -> bool:
        """`AppointmentQuerySet.serving` for one row."""
        return self.is_in_force(at) and self.account.stopped_at is None and self.account.is_active
