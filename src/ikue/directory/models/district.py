from django.db import models

from ikue.directory.models.validity import ValidityModel


class District(ValidityModel):
    """担当地区. The five districts of 町会, 民生委員 and 生活保護."""

    code = models.SlugField("符号", unique=True)
    name = models.CharField("名称", max_length=20)
    order = models.PositiveSmallIntegerField("並び順")

    class Meta(ValidityModel.Meta):
        verbose_name = "担当地区"
        verbose_name_plural = "担当地区"
        ordering = ("order",)

    def __str__(self) -> str:
        return self.name
