from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import models

from ikue.directory.models import ValidityModel
from ikue.sharing.enums import Act, FieldClass


def named_classes(names: Iterable[str]) -> FieldClass:
    return reduce(or_, (FieldClass[name] for name in names), FieldClass(0))


class LegalBasis(ValidityModel):
    """根拠. One row of the table of legal bases, dated: the Act is being reformed.

    「同意なし」 is never a basis by itself; whatever goes anywhere stands on a row of this table.
    """

    code = models.CharField("符号", max_length=40)
    name = models.CharField("名称", max_length=60)
    law = models.CharField("法令", max_length=200)
    consent_required = models.BooleanField("同意が必要", default=False)
    to_whom = models.CharField("だれに", max_length=200)
    class_names = models.JSONField("情報の区分", default=list, blank=True)
    act_names = models.JSONField("行為", default=list, blank=True)
    is_single = models.BooleanField("一回かぎり", default=False)
    ends = models.CharField("終わり", max_length=200)
    order = models.PositiveSmallIntegerField("並び", default=0)

    class Meta:
        verbose_name = "根拠"
        verbose_name_plural = "根拠"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="basis_once_a_day")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def classes(self) -> FieldClass:
        return named_classes(self.class_names)

    @property
    def acts(self) -> Act:
        return reduce(or_, (Act[name] for name in self.act_names), Act(0))


class StandingDecision(ValidityModel):
    """庁内共有の取決め: one window may pass to another, for one purpose, without asking anew.

    `*` stands for every window of the ward that receives consultations and is not hidden.
    """

    from_window = models.CharField("渡す窓口", max_length=40)
    to_window = models.CharField("受ける窓口", max_length=40)
    purpose = models.CharField("目的", max_length=200)
    class_names = models.JSONField("情報の区分", default=list, blank=True)

    class Meta:
        verbose_name = "庁内共有の取決め"
        verbose_name_plural = "庁内共有の取決め"
        constraints = [
            models.UniqueConstraint(
                fields=["from_window", "to_window", "purpose", "valid_from"],
                name="standing_decision_once_a_day",
            )
        ]

    @property
    def classes(self) -> FieldClass:
        return named_classes(self.class_names)
