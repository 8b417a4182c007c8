from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models

from ikue.directory.models.district import District
from ikue.directory.models.ranges import DateRange
from ikue.directory.models.service_area import ServiceArea
from ikue.directory.models.validity import ValidityModel


class Town(ValidityModel):
    """町丁目. One of the ward's 52, for example 荒川二丁目."""

    name = models.CharField("町丁目", max_length=20, unique=True)
    town = models.CharField("町名", max_length=10)
    chome = models.PositiveSmallIntegerField("丁目")
    postal_code = models.CharField("郵便番号", max_length=8)
    latitude = models.DecimalField(
        "代表点の緯度", max_digits=9, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        "代表点の経度", max_digits=9, decimal_places=6, null=True, blank=True
    )
    order = models.PositiveSmallIntegerField("並び順")

    class Meta(ValidityModel.Meta):
        verbose_name = "町丁目"
        verbose_name_plural = "町丁目"
        ordering = ("order",)
        constraints = (
            *ValidityModel.Meta.constraints,
            models.UniqueConstraint(fields=["town", "chome"], name="directory_town_chome"),
        )

    def __str__(self) -> str:
        return self.name


class TownArea(ValidityModel):
    """町丁目の属する日常生活圏域. One at a time."""

    town = models.ForeignKey(Town, models.PROTECT, verbose_name="町丁目", related_name="town_areas")
    service_area = models.ForeignKey(
        ServiceArea, models.PROTECT, verbose_name="日常生活圏域", related_name="town_areas"
    )

    class Meta(ValidityModel.Meta):
        verbose_name = "町丁目と圏域"
        verbose_name_plural = "町丁目と圏域"
        constraints = (
            *ValidityModel.Meta.constraints,
            ExclusionConstraint(
                name="directory_townarea_one",
                expressions=[("town", "="), (DateRange("valid_from", "valid_to"), "&&")],
                violation_error_message="同じ日に、一つの町丁目を二つの圏域に入れられません。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.town} {self.service_area}"


class TownDistrict(ValidityModel):
    """町丁目の属する担当地区. One at a time."""

    town = models.ForeignKey(
        Town, models.PROTECT, verbose_name="町丁目", related_name="town_districts"
    )
    district = models.ForeignKey(
        District, models.PROTECT, verbose_name="担当地区", related_name="town_districts"
    )

    class Meta(ValidityModel.Meta):
        verbose_name = "町丁目と担当地区"
        verbose_name_plural = "町丁目と担当地区"
        constraints = (
            *ValidityModel.Meta.constraints,
            ExclusionConstraint(
                name="directory_towndistrict_one",
                expressions=[("town", "="), (DateRange("valid_from", "valid_to"), "&&")],
                violation_error_message="同じ日に、一つの町丁目を二つの地区に入れられません。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.town} {self.district}"
