from django.db import models

from ikue.directory.enums import AgencyKind
from ikue.directory.models.validity import ValidityModel


class Agency(ValidityModel):
    """機関. An organisation or a section of the ward; it acts through its windows."""

    code = models.SlugField("符号", unique=True)
    name = models.CharField("名称", max_length=80)
    kind = models.CharField("種別", max_length=24, choices=AgencyKind)
    has_accounts = models.BooleanField(
        "職員アカウントを持つ",
        default=True,
        help_text="持たない機関の返事は、依頼した側が「誰が・いつ・どう」を記録します。",
    )
    under_mayor = models.BooleanField("区長部局", default=False)

    class Meta(ValidityModel.Meta):
        verbose_name = "機関"
        verbose_name_plural = "機関"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name
