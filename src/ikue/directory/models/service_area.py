from django.db import models

from ikue.directory.models.validity import ValidityModel


class ServiceArea(ValidityModel):
    """日常生活圏域 of 介護保険; decides the 地域包括支援センター."""

    code = models.SlugField("符号", unique=True)
    name = models.CharField("名称", max_length=20)
    order = models.PositiveSmallIntegerField("並び順")

    class Meta(ValidityModel.Meta):
        verbose_name = "日常生活圏域"
        verbose_name_plural = "日常生活圏域"
        ordering = ("order",)

    def __str__(self) -> str:
        return self.name
