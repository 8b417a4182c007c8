import uuid

from django.db import models
from django.db.models import Q

from ikue.audit.models import OwnedRow, VersionedRow
from ikue.casework.models import Case, Referral
from ikue.programmes.consultation.enums import (
    Caller,
    Channel,
    ConsentVariant,
    ConsultationState,
    StopReason,
    Urgency,
)
from ikue.sharing.models import Ground


class Consultation(OwnedRow, VersionedRow):
    """相談受付: somebody asked at some window; the fields of 相談受付・申込票 (F3).

    It points down to what became of it (a Referral, a Case), never the other way round.
    """

    number = models.CharField("受付番号", max_length=16, unique=True)
    state = models.CharField("状態", max_length=24, choices=ConsultationState)
    ground = models.OneToOneField(Ground, models.PROTECT, related_name="+")
    received_at = models.DateTimeField("受付日時", db_index=True)
    responsible_id = models.UUIDField("担当者の所属", db_index=True)
    next_on = models.DateField("次の期日", null=True)
    next_what = models.CharField("次にすること", max_length=300, blank=True)
    channel = models.CharField("相談方法", max_length=10, choices=Channel)
    caller = models.CharField("だれから", max_length=14, choices=Caller)
    caller_name = models.CharField("来談者の氏名", max_length=80, blank=True)
    caller_relation = models.CharField("来談者との関係", max_length=80, blank=True)
    route = models.CharField("相談経路", max_length=40, blank=True)
    person_id = models.UUIDField("本人", null=True, db_index=True)
    household_id = models.UUIDField("世帯", null=True)
    complaint = models.TextField("主訴")
    wish = models.TextField("どうなりたいか", blank=True)
    issues = models.JSONField("相談内容", default=list)
    worst_issue = models.CharField("一番困っていること", max_length=20, blank=True)
    urgency = models.CharField("緊急度", max_length=10, choices=Urgency)
    urgency_reason = models.CharField("緊急の理由", max_length=200, blank=True)
    consent_variant = models.CharField("同意", max_length=14, choices=ConsentVariant)
    no_consent_reason = models.CharField("同意がない理由", max_length=300, blank=True)
    known_by = models.CharField("ほかに知っている人・機関", max_length=200, blank=True)
    work = models.CharField("仕事", max_length=60, blank=True)
    housing = models.CharField("住居", max_length=60, blank=True)
    health_insurance = models.CharField("健康保険", max_length=60, blank=True)
    pension = models.CharField("年金", max_length=60, blank=True)
    other_system_number = models.CharField("他システムの番号", max_length=40, blank=True)
    town_code = models.CharField("町丁目", max_length=20, blank=True)
    screened_at = models.DateTimeField("振分けの日時", null=True)
    screening_note = models.TextField("振分けの理由・伝えたこと", blank=True)
    stop_reason = models.CharField("中断の種類", max_length=16, choices=StopReason, blank=True)
    referral = models.ForeignKey(Referral, models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    tally_key = models.UUIDField("数える鍵", default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = "相談受付"
        verbose_name_plural = "相談受付"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("info_only", "supporting", "stopped_before_judgement"))
                | Q(next_on__isnull=False),
                name="open_consultation_has_next_date",
                violation_error_message="終わっていない相談には、次の期日が必要です。",
            ),
            models.CheckConstraint(
                condition=~Q(urgency="today") | ~Q(urgency_reason=""),
                name="urgent_consultation_says_why",
                violation_error_message="「今日中」のときは、理由をひとこと書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> str:
        """誤登録 is said instead of the state it ended in."""
        return self.get_stop_reason_display() or self.get_state_display()
