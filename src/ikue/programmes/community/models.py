from django.db import models

from ikue.directory.models import Field, ValidityModel


class CommunityProject(ValidityModel):
    """地域づくり事業の一つ: one of the five rows of the plan's table, with its statutory basis."""

    code = models.SlugField("符号", max_length=40)
    name = models.CharField("事業名", max_length=80)
    field = models.ForeignKey(Field, models.PROTECT, verbose_name="分野", related_name="+")
    content = models.TextField("取組内容")
    statutory_basis = models.CharField("根拠条文", max_length=120, blank=True)
    grant_eligible = models.BooleanField("交付金の対象", null=True)
    order = models.PositiveSmallIntegerField("並び順")

    class Meta(ValidityModel.Meta):
        verbose_name = "地域づくり事業"
        verbose_name_plural = "地域づくり事業"
        ordering = ("order",)
        constraints = (
            *ValidityModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["code", "valid_from"], name="community_project_once_a_day"
            ),
        )
