import uuid

from django.db import models
from django.db.models import Q

from ikue.policy.enums import NodeKind
from ikue.policy.models.plan_version import PlanVersion


class PolicyNode(models.Model):
    """施策体系の項目. `code` is the plan's own numbering: 1, 1-(1), 1-(1)-4; the root is 0.

    `name` is the spelling of the section list, `aliases` the other spellings the plan prints, so
    that a search finds both. Programmes and windows are natural codes of `directory`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(
        PlanVersion, models.PROTECT, verbose_name="計画の版", related_name="nodes"
    )
    code = models.CharField("番号", max_length=16)
    kind = models.CharField("階層", max_length=16, choices=NodeKind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="上位の項目",
        related_name="children",
        null=True,
        blank=True,
    )
    order = models.PositiveSmallIntegerField("並び順")
    name = models.CharField("名称", max_length=120)
    aliases = models.JSONField("別の表記", default=list, blank=True)
    description = models.TextField("本文", blank=True)
    plan_page = models.PositiveSmallIntegerField("計画書のページ", null=True, blank=True)
    statutory_plan = models.CharField("兼ねる法定計画", max_length=80, blank=True)
    programmes = models.JSONField("関わる事業", default=list, blank=True)
    windows = models.JSONField("関わる窓口", default=list, blank=True)

    class Meta:
        verbose_name = "施策体系の項目"
        verbose_name_plural = "施策体系の項目"
        ordering = ("version", "order")
        constraints = (
            models.UniqueConstraint(fields=("version", "code"), name="policy_node_code"),
            models.UniqueConstraint(fields=("version", "order"), name="policy_node_order"),
            models.CheckConstraint(
                condition=Q(kind=NodeKind.PHILOSOPHY, parent=None)
                | (~Q(kind=NodeKind.PHILOSOPHY) & Q(parent__isnull=False)),
                name="policy_node_parent",
                violation_error_message="基本理念のほかの項目には、上位の項目が要ります。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
