import uuid

from django.db import models
from django.db.models import Q

from ikue.audit.models import OwnedRow, VersionedRow
from ikue.casework.models import Case
from ikue.directory.models import ValidityModel
from ikue.programmes.consultation.enums import AssessmentState, FieldKind, FieldScope


class AssessmentField(ValidityModel):
    """アセスメントの項目: one box of the intake sheet, of the household or of each member.

    `choices` reads `code:words|code:words`; `national` marks what is reported to the state.
    """

    code = models.SlugField("符号", max_length=40)
    label = models.CharField("名称", max_length=60)
    section = models.CharField("項目のまとまり", max_length=40)
    scope = models.CharField("だれについて", max_length=10, choices=FieldScope)
    kind = models.CharField("答え方", max_length=8, choices=FieldKind)
    choices = models.TextField("選ぶもの", blank=True)
    national = models.BooleanField("国へ報告する項目", default=False)
    hint = models.CharField("書き方のヒント", max_length=120, blank=True)
    order = models.PositiveSmallIntegerField("並び順")

    class Meta(ValidityModel.Meta):
        verbose_name = "アセスメントの項目"
        verbose_name_plural = "アセスメントの項目"
        ordering = ("order",)
        constraints = (
            *ValidityModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["code", "valid_from"], name="assessment_field_once_a_day"
            ),
        )

    @property
    def options(self) -> list[tuple[str, str]]:
        pairs = (pair.partition(":") for pair in self.choices.split("|") if pair)
        return [(code, words) for code, _, words in pairs]


class Assessment(OwnedRow, VersionedRow):
    """アセスメント (F3): how a window understands the household, in editions.

    Strengths and wishes come first, in the person's own words. What is confirmed is not rewritten:
    the next edition begins from it.
    """

    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    edition = models.PositiveSmallIntegerField("アセスメントの版")
    state = models.CharField("状態", max_length=10, choices=AssessmentState)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    wishes = models.TextField("どうなりたいか", blank=True)
    strengths = models.TextField("できること・強み（本人の言葉）", blank=True)
    complaint = models.TextField("主訴", blank=True)
    history = models.TextField("相談までの経緯", blank=True)
    answers = models.JSONField("世帯についての答え", default=dict)
    member_answers = models.JSONField("ひとりずつの答え", default=dict)
    summary = models.TextField("まとめ（背景・要因）", blank=True)
    direction = models.TextField("支援の方向性", blank=True)
    begun_at = models.DateTimeField("書き始めた日時")
    confirmed_at = models.DateTimeField("確定した日時", null=True)
    tally_key = models.UUIDField("数える鍵", default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = "アセスメント"
        verbose_name_plural = "アセスメント"
        constraints = [
            models.UniqueConstraint(
                fields=["circle_id", "owner_window_id", "edition"],
                name="assessment_edition_once",
                violation_error_message="この版のアセスメントは、もう作られています。",
            ),
            models.UniqueConstraint(
                fields=["circle_id", "owner_window_id"],
                condition=Q(state="draft"),
                name="one_assessment_draft",
                violation_error_message="書きかけのアセスメントが、もうあります。",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False) & ~Q(summary=""),
                name="confirmed_assessment_sums_up",
                violation_error_message="確定するには、まとめが必要です。",
            ),
        ]
