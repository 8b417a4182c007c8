from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q

from ikue.directory.models.district import District
from ikue.directory.models.ranges import DateRange
from ikue.directory.models.service_area import ServiceArea
from ikue.directory.models.validity import ValidityModel
from ikue.directory.models.window import Window


class WindowArea(ValidityModel):
    """窓口の受け持ち. The 圏域 or the 地区 that a branch window serves."""

    window = models.ForeignKey(
        Window, models.PROTECT, verbose_name="窓口", related_name="window_areas"
    )
    service_area = models.ForeignKey(
        ServiceArea,
        models.PROTECT,
        verbose_name="日常生活圏域",
        related_name="window_areas",
        null=True,
        blank=True,
    )
    district = models.ForeignKey(
        District,
        models.PROTECT,
        verbose_name="担当地区",
        related_name="window_areas",
        null=True,
        blank=True,
    )

    class Meta(ValidityModel.Meta):
        verbose_name = "窓口の受け持ち"
        verbose_name_plural = "窓口の受け持ち"
        constraints = (
            *ValidityModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(service_area__isnull=False, district=None)
                | Q(service_area=None, district__isnull=False),
                name="directory_windowarea_either",
                violation_error_message="圏域か地区の、どちらか一つを入れてください。",
            ),
            ExclusionConstraint(
                name="directory_windowarea_area",
                expressions=[
                    ("window", "="),
                    ("service_area", "="),
                    (DateRange("valid_from", "valid_to"), "&&"),
                ],
                violation_error_message="同じ窓口と圏域の行が、同じ日に二つあります。",
            ),
            ExclusionConstraint(
                name="directory_windowarea_district",
                expressions=[
                    ("window", "="),
                    ("district", "="),
                    (DateRange("valid_from", "valid_to"), "&&"),
                ],
                violation_error_message="同じ窓口と地区の行が、同じ日に二つあります。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.window} {self.service_area or self.district}"
