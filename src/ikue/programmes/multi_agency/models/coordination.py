import uuid

from django.db import models
from django.db.models import F, Q

from ikue.audit.models import OwnedRow, VersionedRow
from ikue.casework.models import Case, Referral
from ikue.programmes.multi_agency.enums import CoordinationState, SupportDecisionState


class Coordination(OwnedRow, VersionedRow):
    """多機関協働の調整 (F0): a request that was taken up, until a named lead accompanies again.

    The requester stays in the circle all the while. Stepping out names the lead agency, tells the
    requester, and ends the own duty of 多機関協働 in the circle.
    """

    referral = models.OneToOneField(Referral, models.PROTECT, related_name="coordination")
    case = models.ForeignKey(Case, models.PROTECT, related_name="coordinations")
    state = models.CharField("状態", max_length=12, choices=CoordinationState)
    taken_up_at = models.DateTimeField("引き受けた日時")
    stepped_out_at = models.DateTimeField("手を離した日時", null=True)
    lead_window_id = models.UUIDField("手離れ後の主担当", null=True)
    follow_up_on = models.DateField("手離れ後のフォローの日", null=True)
    followed_up_at = models.DateTimeField("手離れ後のフォローを終えた日時", null=True)
    tally_key = models.UUIDField("数える鍵", default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = "多機関協働の調整"
        verbose_name_plural = "多機関協働の調整"
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state="coordinating"),
                name="one_coordination_at_a_time",
                violation_error_message="この世帯は、もう多機関協働で調整しています。",
            ),
            models.CheckConstraint(
                condition=~Q(state="stepped_out")
                | Q(
                    stepped_out_at__isnull=False,
                    lead_window_id__isnull=False,
                    follow_up_on__isnull=False,
                ),
                name="stepped_out_to_a_lead",
                violation_error_message="手を離すときは、主担当とフォローの日を決めてください。",
            ),
        ]


class SupportDecision(OwnedRow):
    """支援決定 (F3): the ward decides that this household is supported as a whole.

    A dated fact of its own; no conference implies it, and it implies no plan.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="support_decisions")
    state = models.CharField("状態", max_length=8, choices=SupportDecisionState)
    decided_on = models.DateField("支援決定日")
    decided_by_id = models.UUIDField("支援を決定した職員の所属")
    reason = models.TextField("支援決定の理由")
    ended_on = models.DateField("支援決定の終わり", null=True)
    ended_reason = models.CharField("支援決定を終えた理由", max_length=300, blank=True)
    tally_key = models.UUIDField("数える鍵", default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = "支援決定"
        verbose_name_plural = "支援決定"
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state="decided"),
                name="one_support_decision",
                violation_error_message="この世帯には、もう支援決定があります。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("decided_on")),
                name="support_decision_ends_after_start",
                violation_error_message="支援決定の終わりが、支援決定日より前になっています。",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(ended_on__isnull=False) & ~Q(ended_reason=""),
                name="ended_support_decision_says_why",
                violation_error_message="支援決定を終える日と理由を書いてください。",
            ),
        ]
