import uuid

from django.db import models
from django.db.models import Q

from ikue.audit.models import OwnedRow, VersionedRow
from ikue.casework.enums import CaseState, CompleteReason, SuspendReason


class Case(OwnedRow, VersionedRow):
    """支援ケース: the household's thread through all programmes. One open case per circle (F0).

    An open case has one lead window, one responsible appointment there and a next date, always.
    """

    number = models.CharField("ケース番号", max_length=16, unique=True)
    state = models.CharField("状態", max_length=12, choices=CaseState)
    lead_window_id = models.UUIDField("主担当の窓口", db_index=True)
    responsible_id = models.UUIDField("担当者の所属", db_index=True)
    opened_with_id = models.UUIDField("始めの担当者の所属")
    """Where the chain of hand-overs begins; its window is the one that owns the row."""
    next_on = models.DateField("次の期日", null=True)
    opened_at = models.DateTimeField("開始日時")
    suspended_reason = models.CharField(
        "中断の理由", max_length=12, choices=SuspendReason, blank=True
    )
    completed_reason = models.CharField(
        "終結の理由", max_length=16, choices=CompleteReason, blank=True
    )
    completed_at = models.DateTimeField("終結日時", null=True)
    lead_afterwards = models.CharField("終結後の主担当", max_length=120, blank=True)
    follow_up_on = models.DateField("フォローの日", null=True)
    follow_up_done_at = models.DateTimeField("フォローを終えた日時", null=True)
    tally_key = models.UUIDField("数える鍵", default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = "支援ケース"
        verbose_name_plural = "支援ケース"
        constraints = [
            models.UniqueConstraint(
                fields=["circle_id"],
                condition=~Q(state="completed"),
                name="one_open_case_per_circle",
                violation_error_message="この世帯には、もう開いているケースがあります。",
            ),
            models.CheckConstraint(
                condition=Q(state="completed") | Q(next_on__isnull=False),
                name="open_case_has_next_date",
                violation_error_message="支援中のケースには、次の期日が必要です。",
            ),
            models.CheckConstraint(
                condition=~Q(state="completed")
                | Q(completed_reason__in=("died", "moved", "misregistered", "declined"))
                | Q(follow_up_on__isnull=False) & ~Q(lead_afterwards=""),
                name="completed_case_is_followed_up",
                violation_error_message=("終結には、終結後の主担当とフォローの日が必要です。"),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def awaits_follow_up(self) -> bool:
        """Ended, and somebody is still to ask how they are."""
        return self.follow_up_on is not None and self.follow_up_done_at is None


class NextAction(OwnedRow):
    """次の行動 (F3): what will be done until when. Setting the next one ends the one before."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="next_actions")
    what = models.CharField("すること", max_length=300)
    due_on = models.DateField("期日")
    set_at = models.DateTimeField("決めた日時")
    done_at = models.DateTimeField("済んだ日時", null=True)

    class Meta:
        verbose_name = "次の行動"
        verbose_name_plural = "次の行動"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(done_at=None), name="one_next_action"
            )
        ]


class HandOver(OwnedRow):
    """担当の引継ぎ: from whom to whom at which moment; never a gap."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="hand_overs")
    from_appointment_id = models.UUIDField("前の担当者の所属")
    to_appointment_id = models.UUIDField("新しい担当者の所属")
    from_window_id = models.UUIDField("前の主担当")
    to_window_id = models.UUIDField("新しい主担当", db_index=True)
    at = models.DateTimeField("引き継いだ日時")
    reason = models.CharField("理由", max_length=200)

    class Meta:
        verbose_name = "担当の引継ぎ"
        verbose_name_plural = "担当の引継ぎ"


class HandOverNote(OwnedRow):
    """引継ぎ簿: promise, danger, next date and what stands in no record, per case (F3)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="hand_over_notes")
    to_window_id = models.UUIDField("引継ぎ先の窓口", db_index=True)
    promise = models.TextField("約束していること", blank=True)
    danger = models.TextField("気をつけること", blank=True)
    unwritten = models.TextField("記録に書いていないこと", blank=True)
    next_on = models.DateField("次の期日", null=True)
    written_at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = "引継ぎ簿"
        verbose_name_plural = "引継ぎ簿"
