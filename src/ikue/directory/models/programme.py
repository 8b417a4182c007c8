from django.db import models

from ikue.directory.models.validity import ValidityModel


class Programme(ValidityModel):
    """事業. The five programmes of 社会福祉法106条の4第2項."""

    code = models.SlugField("符号", unique=True)
    name = models.CharField("名称", max_length=60)
    short_name = models.CharField("略称", max_length=20)
    article = models.CharField("根拠条文", max_length=80)
    order = models.PositiveSmallIntegerField("並び順")

    class Meta(ValidityModel.Meta):
        verbose_name = "事業"
        verbose_name_plural = "事業"
        ordering = ("order",)

    def __str__(self) -> str:
        return self.name
