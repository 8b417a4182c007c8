from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models

from ikue.directory.models.ranges import DateRange
from ikue.directory.models.validity import ValidityModel


class WardSetting(ValidityModel):
    """区の設定. A clock or a limit the ward may change from a day on."""

    key = models.SlugField("符号", max_length=60)
    label = models.CharField("名称", max_length=80)
    value = models.JSONField("値")
    unit = models.CharField("単位", max_length=20, blank=True)

    class Meta(ValidityModel.Meta):
        verbose_name = "区の設定"
        verbose_name_plural = "区の設定"
        ordering = ("key", "valid_from")
        constraints = (
            *ValidityModel.Meta.constraints,
            ExclusionConstraint(
                name="directory_wardsetting_one",
                expressions=[("key", "="), (DateRange("valid_from", "valid_to"), "&&")],
                violation_error_message="同じ設定が、同じ日に二つあります。",
            ),
        )

    def __str__(self) -> str:
        return self.label
