from django.db import models
from django.db.models import F, Q

from ikue.audit.models import OwnedRow


class Ground(OwnedRow):
    """根拠の発生: the thing that grants hang on (a reception, a referral, a consent …).

    Consultation, Referral and the like point down to it, one to one; ending it is one update and
    ends every grant on it. A ground that needs consent of several people (an agenda item of a
    重層的支援会議) names those consents in `rests_on`; the end of one ends the ground.
    """

    basis = models.CharField("根拠", max_length=40)
    what = models.CharField("もとになること", max_length=120)
    purpose = models.CharField("目的", max_length=200, blank=True)
    rests_on = models.JSONField("よりどころの同意", default=list)
    started_at = models.DateTimeField("始まり")
    ended_at = models.DateTimeField("終わり", null=True, blank=True)

    class Meta:
        verbose_name = "根拠の発生"
        verbose_name_plural = "根拠の発生"


class Grant(OwnedRow):
    """許可: who may do what with which classes of a circle. Added or ended, never subtracted from.

    The grantee is a window, an appointment or an account. `ends_at` or `end_event` says when it
    ends; the Ground's end ends it too. One that is bound (to an agenda item, a plan, a role) opens
    what is attached to that record and nothing else of the circle.
    """

    ground = models.ForeignKey(Ground, models.PROTECT, related_name="grants")
    window_id = models.UUIDField("窓口", null=True, db_index=True)
    appointment_id = models.UUIDField("職員の所属", null=True, db_index=True)
    account_id = models.UUIDField("職員", null=True, db_index=True)
    classes = models.PositiveIntegerField("情報の区分")
    acts = models.PositiveIntegerField("行為")
    tags = models.JSONField("慎重な内容の印", default=list)
    bound_to_id = models.UUIDField("この記録だけを開く", null=True)
    person_id = models.UUIDField("本人", null=True)
    starts_at = models.DateTimeField("開始日時")
    ends_at = models.DateTimeField("終了日時", null=True)
    end_event = models.CharField("終わるできごと", max_length=120, blank=True)

    class Meta:
        verbose_name = "許可"
        verbose_name_plural = "許可"
        indexes = [
            models.Index(
                fields=["bound_to_id"], name="grant_bound", condition=Q(bound_to_id__isnull=False)
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(window_id__isnull=False, appointment_id=None, account_id=None)
                    | Q(window_id=None, appointment_id__isnull=False, account_id=None)
                    | Q(window_id=None, appointment_id=None, account_id__isnull=False)
                ),
                name="grant_has_one_grantee",
                violation_error_message="許可の相手は、窓口・所属・職員のどれか一つです。",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=False) | ~Q(end_event=""),
                name="grant_has_an_end",
                violation_error_message="許可には終わりの日時か、終わるできごとが必要です。",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="grant_ends_after_start",
                violation_error_message="許可の終わりが始まりより前になっています。",
            ),
        ]
