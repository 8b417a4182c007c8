import uuid

from django.db import models
from django.db.models import Q

from ikue.audit.models import OwnedRow, VersionedRow
from ikue.casework.enums import AcceptedHow, Achievement, PlanState, RoleState, Verdict
from ikue.casework.models.case import Case
from ikue.sharing.models import Ground


class Plan(OwnedRow, VersionedRow):
    """支援プラン（社会福祉法 106条の4第2項6号）: one version of what is agreed with the household.

    The person's own words come first. It is read by the window that keeps it and, from the
    decision on, by its lead agency and the holders of its roles, while it runs.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="plans")
    edition = models.PositiveSmallIntegerField("プランの版")
    state = models.CharField("状態", max_length=12, choices=PlanState)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    persons = models.JSONField("プランの対象の人", default=list)
    wishes = models.TextField("本人の希望（本人の言葉）", blank=True)
    family_wishes = models.TextField("家族の希望", blank=True)
    challenges = models.TextField("世帯の課題", blank=True)
    long_goal = models.TextField("長期目標", blank=True)
    direction = models.TextField("支援の方向性", blank=True)
    own_part = models.TextField("本人がすること", blank=True)
    family_part = models.TextField("家族がすること", blank=True)
    community_part = models.TextField("地域がすること", blank=True)
    uses_participation = models.BooleanField("参加支援を使う", default=False)
    uses_outreach = models.BooleanField("アウトリーチを使う", default=False)
    request_to_programmes = models.TextField("参加支援・アウトリーチへの依頼", blank=True)
    period_from = models.DateField("期間の始まり", null=True)
    period_to = models.DateField("期間の終わり", null=True)
    lead_window_id = models.UUIDField("主担当機関の窓口", null=True)
    next_review_on = models.DateField("次の見直しの日", null=True)
    explained_on = models.DateField("本人に説明した日", null=True)
    agreed_how = models.CharField("本人の同意のしかた", max_length=200, blank=True)
    proposed_at = models.DateTimeField("会議に諮った日時", null=True)
    decided_on = models.DateField("プラン決定日", null=True)
    decided_by_id = models.UUIDField("プランを決めた職員の所属", null=True)
    in_force_at = models.DateTimeField("実施の始まり", null=True)
    ended_at = models.DateTimeField("プランの終わり", null=True)
    tally_key = models.UUIDField("数える鍵", default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = "支援プラン"
        verbose_name_plural = "支援プラン"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "edition"],
                name="plan_edition_once",
                violation_error_message="この版のプランは、もう作られています。",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=("in_force", "under_review")),
                name="one_running_plan",
                violation_error_message="このケースには、もう実施中のプランがあります。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("in_force", "under_review"))
                | Q(
                    lead_window_id__isnull=False,
                    next_review_on__isnull=False,
                    decided_on__isnull=False,
                    decided_by_id__isnull=False,
                ),
                name="running_plan_is_carried",
                violation_error_message=(
                    "実施するプランには、主担当機関、次の見直しの日、プラン決定日が必要です。"
                ),
            ),
        ]


class PlanGoal(OwnedRow):
    """本プランの達成目標 (F3): what will be different, and how one will see it."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals")
    order = models.PositiveSmallIntegerField("並び")
    text = models.CharField("目標", max_length=300)
    measure = models.CharField("どうなれば達成か", max_length=300, blank=True)
    achieved = models.CharField("達成の度合い", max_length=10, choices=Achievement, blank=True)
    achieved_note = models.CharField("達成の様子", max_length=300, blank=True)

    class Meta:
        verbose_name = "プランの目標"
        verbose_name_plural = "プランの目標"
        ordering = ["order"]


class RoleAssignment(OwnedRow, VersionedRow):
    """役割分担 (F3): who does what, how often, until when; in a plan, or agreed in a 支援会議.

    The role is its window's, or a partner's without an account; the appointment names who carries
    it. Once asked for, each role stands on a Ground of its own, so that the task outlives the
    agenda item. 未了 is derived: asked for, and not accepted when its limit passed.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="roles")
    case = models.ForeignKey(Case, models.PROTECT, related_name="roles")
    state = models.CharField("状態", max_length=10, choices=RoleState)
    ground = models.OneToOneField(Ground, models.PROTECT, null=True, related_name="+")
    window_id = models.UUIDField("役割を担う窓口", null=True, db_index=True)
    agency_code = models.CharField("役割を担う機関", max_length=60, blank=True)
    appointment_id = models.UUIDField("役割の担当者の所属", null=True)
    partner_name = models.CharField("役割の担当者（アカウントなし）", max_length=80, blank=True)
    what = models.CharField("役割", max_length=120)
    content = models.TextField("役割の中身", blank=True)
    frequency = models.CharField("頻度", max_length=60, blank=True)
    limit_on = models.DateField("役割の期限", null=True)
    item_id = models.UUIDField("役割を決めた案件", null=True, db_index=True)
    asked_at = models.DateTimeField("お願いした日時", null=True)
    answered_at = models.DateTimeField("返事の日時", null=True)
    answered_by = models.CharField("返事をした人", max_length=120, blank=True)
    accepted_how = models.CharField("承諾のしかた", max_length=10, choices=AcceptedHow, blank=True)
    declined_reason = models.CharField("引き受けられない理由", max_length=300, blank=True)
    ended_at = models.DateTimeField("役割の終わり", null=True)

    class Meta:
        verbose_name = "役割分担"
        verbose_name_plural = "役割分担"
        constraints = [
            models.CheckConstraint(
                condition=Q(window_id__isnull=False, agency_code="")
                | Q(window_id=None) & ~Q(agency_code=""),
                name="role_is_somebodys",
                violation_error_message="役割を担う窓口か機関を一つ選んでください。",
            ),
            models.CheckConstraint(
                condition=Q(plan__isnull=False, item_id=None) | Q(plan=None, item_id__isnull=False),
                name="role_belongs_to_plan_or_item",
                violation_error_message="役割は、支援プランか会議の案件の、どちらか一つに書いてください。",
            ),
            models.CheckConstraint(
                condition=Q(state="drafted") | Q(ground__isnull=False, asked_at__isnull=False),
                name="asked_role_has_a_ground",
                violation_error_message="お願いした役割には、根拠とお願いした日時が必要です。",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | ~Q(accepted_how="") & ~Q(answered_by=""),
                name="accepted_role_says_by_whom",
                violation_error_message="だれがどのように引き受けたかを書いてください。",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(declined_reason=""),
                name="declined_role_says_why",
                violation_error_message="引き受けられない理由を書いてください。",
            ),
        ]


class RoleNote(OwnedRow):
    """役割の経過 (PLAN): what the holder did in its role, for whoever asked and the plan's lead.

    Its window may stand outside the circle, where it writes no entry of the case.
    """

    role = models.ForeignKey(RoleAssignment, models.PROTECT, related_name="notes")
    done_on = models.DateField("役割でしたことの日")
    body = models.TextField("役割の経過")

    class Meta:
        verbose_name = "役割の経過"
        verbose_name_plural = "役割の経過"


class PlanEvaluation(OwnedRow):
    """評価 (F3): what changed, what is left, what the person says of it, and what follows."""

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="evaluation")
    evaluated_on = models.DateField("評価した日")
    changes = models.JSONField("見られた変化", default=list)
    remaining = models.TextField("残る課題", blank=True)
    own_voice = models.TextField("本人の評価（本人の言葉）", blank=True)
    verdict = models.CharField("判定", max_length=10, choices=Verdict)
    reason = models.TextField("判定の理由", blank=True)

    class Meta:
        verbose_name = "プランの評価"
        verbose_name_plural = "プランの評価"
