import uuid

from django.db import models
from django.db.models import Q

from ikue.audit.models import OwnedRow, VersionedRow
from ikue.casework.models import Case, Plan
from ikue.programmes.multi_agency.enums import (
    CompletionOpinion,
    Conference,
    ItemState,
    PlanOpinion,
)
from ikue.sharing.models import Ground


class Meeting(models.Model):
    """会議: when and where the invited sit together. It names no household; its items do.

    Chaired by somebody of 多機関協働, or by the deputy named here. Seen by its window and by the
    members of its items.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner_window_id = models.UUIDField("会議を開く窓口", db_index=True)
    written_by_id = models.UUIDField("記録した職員の所属")
    number = models.CharField("会議の番号", max_length=16, unique=True)
    starts_at = models.DateTimeField("会議の日時")
    place = models.CharField("会議の場所", max_length=120)
    chair_id = models.UUIDField("座長の所属")
    deputy_chair_id = models.UUIDField("座長代理の所属", null=True)
    closed_at = models.DateTimeField("会議を閉じた日時", null=True)
    version = models.PositiveIntegerField("版", default=1)

    class Meta:
        verbose_name = "会議"
        verbose_name_plural = "会議"

    def __str__(self) -> str:
        return self.number


class AgendaItem(OwnedRow, VersionedRow):
    """案件 (F5): one household on the agenda, on one legal basis, before the members invited to it.

    Who is invited reads what lies in this row, copied while preparing, and nothing else of the
    circle. An invitation opens a Ground; adjourning, withdrawing and closing end it, and so does
    the end of a consent on which a 重層的支援会議 rests.

    `text_version` counts what was written: two who write at once see both texts, and neither is
    told of a conflict because a member was added or a paper laid in, which `version` counts too.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="agenda_items")
    conference = models.CharField("会議の根拠", max_length=24, choices=Conference)
    state = models.CharField("状態", max_length=10, choices=ItemState)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="items")
    order = models.PositiveSmallIntegerField("並び", default=1)
    ground = models.OneToOneField(Ground, models.PROTECT, null=True, related_name="+")
    moved_from = models.OneToOneField("self", models.PROTECT, null=True, related_name="moved_to")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="agenda_items")
    purpose = models.CharField("この案件の目的", max_length=200)
    persons = models.JSONField("人", default=list)
    household_image = models.TextField("世帯像", blank=True)
    done_now = models.TextField("いましていること", blank=True)
    points = models.TextField("話し合いたいこと", blank=True)
    papers = models.JSONField("案件の資料", default=list)
    text_version = models.PositiveIntegerField("文の版", default=1)
    minutes = models.TextField("話し合いの記録", blank=True)
    direction = models.TextField("決めた方向", blank=True)
    next_step = models.CharField("次の一歩", max_length=300, blank=True)
    next_on = models.DateField("次の一歩の期日", null=True)
    plan_opinion = models.CharField("プランの適否", max_length=8, choices=PlanOpinion, blank=True)
    progress = models.TextField("経過・成果の評価", blank=True)
    completion_opinion = models.CharField(
        "終結・中断の判断", max_length=8, choices=CompletionOpinion, blank=True
    )
    resource_gap = models.TextField("社会資源の不足", blank=True)
    discussed_at = models.DateTimeField("話し合った日時", null=True)
    custodian_id = models.UUIDField("議事録を保管する人の所属", null=True)
    custody_id = models.UUIDField("議事録の保管の根拠", null=True)
    recorder_id = models.UUIDField("記録者の所属", null=True)
    ended_at = models.DateTimeField("案件の終わり", null=True)
    ended_reason = models.CharField("延期・取下げの理由", max_length=300, blank=True)
    tally_key = models.UUIDField("数える鍵", default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = "案件"
        verbose_name_plural = "案件"
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                condition=Q(conference="multilayer_conference")
                | Q(plan_opinion="", completion_opinion="", plan=None),
                name="support_conference_adopts_no_plan",
                violation_error_message="支援会議では、プランの適否や終結は決められません。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("invited", "discussed"))
                | Q(ground__isnull=False, meeting__isnull=False),
                name="invited_item_has_ground_and_meeting",
                violation_error_message="構成員を招くには、会議の日時が必要です。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("discussed", "closed"))
                | Q(discussed_at__isnull=False, recorder_id__isnull=False),
                name="discussed_item_says_when",
                violation_error_message="話し合った日時と記録者が必要です。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("adjourned", "withdrawn")) | ~Q(ended_reason=""),
                name="put_off_item_says_why",
                violation_error_message="延期や取下げの理由を書いてください。",
            ),
        ]


class ItemMember(OwnedRow):
    """構成員 (F5): somebody invited to one agenda item, by name; a partner without an account too.

    A member who leaves or is replaced stays on the list with the day, and reads nothing more.
    """

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="members")
    appointment_id = models.UUIDField("構成員の所属", null=True, db_index=True)
    agency_code = models.CharField("構成員の機関", max_length=60, blank=True)
    partner_name = models.CharField("構成員の氏名（アカウントなし）", max_length=80, blank=True)
    added_at = models.DateTimeField("名簿に入れた日時")
    invited_at = models.DateTimeField("招いた日時", null=True)
    attended = models.BooleanField("出席", null=True)
    secrecy_note = models.CharField("守秘の確認（アカウントなし）", max_length=120, blank=True)
    left_at = models.DateTimeField("外れた日時", null=True)
    left_reason = models.CharField("外れた理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "構成員"
        verbose_name_plural = "構成員"
        constraints = [
            models.CheckConstraint(
                condition=Q(appointment_id__isnull=False, agency_code="")
                | Q(appointment_id=None) & ~Q(agency_code="") & ~Q(partner_name=""),
                name="member_is_somebody",
                violation_error_message="構成員を、職員か、機関と氏名で選んでください。",
            ),
            models.UniqueConstraint(
                fields=["item", "appointment_id"],
                condition=Q(left_at=None, appointment_id__isnull=False),
                name="member_once_per_item",
                violation_error_message="この方は、もうこの案件の構成員です。",
            ),
        ]


class MemberAnswer(OwnedRow):
    """四つの問いへの答え (F5): what a member knows, does, can do, worries about. Written before, so
    that the hour of the meeting is for deciding; for a partner the coordinator writes it down."""

    member = models.OneToOneField(ItemMember, models.PROTECT, related_name="answer")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="answers")
    knows = models.TextField("知っていること", blank=True)
    doing = models.TextField("いま関わっていること", blank=True)
    can_do = models.TextField("これからできること", blank=True)
    worries = models.TextField("心配なこと・聞きたいこと", blank=True)
    answered_at = models.DateTimeField("答えた日時")

    class Meta:
        verbose_name = "構成員の答え"
        verbose_name_plural = "構成員の答え"
