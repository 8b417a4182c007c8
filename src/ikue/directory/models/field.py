from django.db import models

from ikue.directory.models.validity import ValidityModel


class Field(ValidityModel):
    """分野. The seven fields under which the seed lists the windows."""

    code = models.SlugField("符号", unique=True)
    name = models.CharField("名称", max_length=40)
    order = models.PositiveSmallIntegerField("並び順")

    class Meta(ValidityModel.Meta):
        verbose_name = "分野"
        verbose_name_plural = "分野"
        ordering = ("order",)

    def __str__(self) -> str:
        return self.name
