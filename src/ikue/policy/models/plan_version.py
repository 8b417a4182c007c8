import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q


class PlanVersionQuerySet(models.QuerySet["PlanVersion"]):
    def in_force(self, on: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)


class PlanVersion(models.Model):
    """計画の版. The plan's tree as published, in force from its first to its last day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField("年度", unique=True)
    name = models.CharField("名称", max_length=80)
    philosophy = models.TextField("基本理念")
    vision = models.TextField("目指すべき姿", blank=True)
    slogan = models.CharField("スローガン", max_length=80, blank=True)
    published_on = models.DateField("公表した日", null=True, blank=True)
    valid_from = models.DateField("有効期間の初日")
    valid_to = models.DateField("有効期間の末日", null=True, blank=True)
    source = models.TextField("出典", blank=True)
    confirmed_on = models.DateField("区が確認した日", null=True, blank=True)

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "計画の版"
        verbose_name_plural = "計画の版"
        ordering = ("year",)
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="policy_planversion_validity",
                violation_error_message="有効期間の末日は、初日より前にできません。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}（{self.year}年度）"
