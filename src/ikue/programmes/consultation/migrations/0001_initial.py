import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("casework", "0001_initial"),
        ("sharing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Advice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("circle_id", models.UUIDField(db_index=True, verbose_name="支援の輪")),
                ("owner_window_id", models.UUIDField(db_index=True, verbose_name="記録した窓口")),
                ("written_by_id", models.UUIDField(verbose_name="記録した職員の所属")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="記録日時")),
                ("to_window_id", models.UUIDField(db_index=True, verbose_name="相談先の窓口")),
                ("asked_by_id", models.UUIDField(verbose_name="尋ねた職員の所属")),
                ("asked_at", models.DateTimeField(verbose_name="尋ねた日時")),
                ("question", models.TextField(verbose_name="聞きたいこと（名前は書かない）")),
                ("answered_by_id", models.UUIDField(null=True, verbose_name="答えた職員の所属")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="答えた日時")),
                ("answer", models.TextField(blank=True, verbose_name="助言")),
            ],
            options={
                "verbose_name": "助言",
                "verbose_name_plural": "助言",
            },
        ),
        migrations.CreateModel(
            name="AssessmentField",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="有効期間の初日")),
                (
                    "valid_to",
                    models.DateField(blank=True, null=True, verbose_name="有効期間の末日"),
                ),
                ("source", models.TextField(blank=True, verbose_name="出典")),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("confirmed", "確認済"),
                            ("high", "高い"),
                            ("medium", "中"),
                            ("low", "低い"),
                            ("unconfirmed", "未確認"),
                        ],
                        default="unconfirmed",
                        max_length=16,
                        verbose_name="確からしさ",
                    ),
                ),
                (
                    "confirmed_on",
                    models.DateField(blank=True, null=True, verbose_name="区が確認した日"),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="符号")),
                ("label", models.CharField(max_length=60, verbose_name="名称")),
                ("section", models.CharField(max_length=40, verbose_name="項目のまとまり")),
                (
                    "scope",
                    models.CharField(
                        choices=[("household", "世帯"), ("person", "ひとりずつ")],
                        max_length=10,
                        verbose_name="だれについて",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("line", "一行"),
                            ("text", "文章"),
                            ("choice", "一つ選ぶ"),
                            ("multi", "いくつでも選ぶ"),
                            ("number", "数"),
                            ("date", "日付"),
                        ],
                        max_length=8,
                        verbose_name="答え方",
                    ),
                ),
                ("choices", models.TextField(blank=True, verbose_name="選ぶもの")),
                ("national", models.BooleanField(default=False, verbose_name="国へ報告する項目")),
                (
                    "hint",
                    models.CharField(blank=True, max_length=120, verbose_name="書き方のヒント"),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="並び順")),
            ],
            options={
                "verbose_name": "アセスメントの項目",
                "verbose_name_plural": "アセスメントの項目",
                "ordering": ("order",),
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="consultation_assessmentfield_validity",
                        violation_error_message="有効期間の末日は、初日より前にできません。",
                    ),
                    models.UniqueConstraint(
                        fields=("code", "valid_from"), name="assessment_field_once_a_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("circle_id", models.UUIDField(db_index=True, verbose_name="支援の輪")),
                ("owner_window_id", models.UUIDField(db_index=True, verbose_name="記録した窓口")),
                ("written_by_id", models.UUIDField(verbose_name="記録した職員の所属")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="記録日時")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版")),
                ("number", models.CharField(max_length=16, unique=True, verbose_name="受付番号")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "受付"),
                            ("info_only", "情報提供で終わり"),
                            ("referred", "ほかの窓口へつないだ"),
                            ("supporting", "この窓口で支援"),
                            ("handover_requested", "多機関協働へつないだ"),
                            ("pre_consent", "同意に向けて関わり中"),
                            ("stopped_before_judgement", "判断の前に中断"),
                        ],
                        max_length=24,
                        verbose_name="状態",
                    ),
                ),
                ("received_at", models.DateTimeField(db_index=True, verbose_name="受付日時")),
                ("responsible_id", models.UUIDField(db_index=True, verbose_name="担当者の所属")),
                ("next_on", models.DateField(null=True, verbose_name="次の期日")),
                (
                    "next_what",
                    models.CharField(blank=True, max_length=300, verbose_name="次にすること"),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "電話"),
                            ("visit", "来所"),
                            ("outreach", "訪問先"),
                            ("letter", "手紙・メール"),
                            ("agency", "機関から"),
                            ("portal", "区民の入口"),
                        ],
                        max_length=10,
                        verbose_name="相談方法",
                    ),
                ),
                (
                    "caller",
                    models.CharField(
                        choices=[
                            ("person", "本人"),
                            ("family", "家族"),
                            ("neighbour", "近隣・知人"),
                            ("commissioner", "民生委員・児童委員"),
                            ("agency", "機関"),
                            ("other", "その他"),
                        ],
                        max_length=14,
                        verbose_name="だれから",
                    ),
                ),
                (
                    "caller_name",
                    models.CharField(blank=True, max_length=80, verbose_name="来談者の氏名"),
                ),
                (
                    "caller_relation",
                    models.CharField(blank=True, max_length=80, verbose_name="来談者との関係"),
                ),
                ("route", models.CharField(blank=True, max_length=40, verbose_name="相談経路")),
                ("person_id", models.UUIDField(db_index=True, null=True, verbose_name="本人")),
                ("household_id", models.UUIDField(null=True, verbose_name="世帯")),
                ("complaint", models.TextField(verbose_name="主訴")),
                ("wish", models.TextField(blank=True, verbose_name="どうなりたいか")),
                ("issues", models.JSONField(default=list, verbose_name="相談内容")),
                (
                    "worst_issue",
                    models.CharField(blank=True, max_length=20, verbose_name="一番困っていること"),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("today", "今日中"), ("soon", "今週中"), ("ordinary", "ふつう")],
                        max_length=10,
                        verbose_name="緊急度",
                    ),
                ),
                (
                    "urgency_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="緊急の理由"),
                ),
                (
                    "consent_variant",
                    models.CharField(
                        choices=[
                            ("given", "同意あり"),
                            ("not_asked", "まだ聞いていない"),
                            ("refused", "断られた"),
                            ("cannot_meet", "本人に会えない"),
                            ("cannot_judge", "判断がむずかしい"),
                            ("dangerous", "聞くと危険がある"),
                        ],
                        max_length=14,
                        verbose_name="同意",
                    ),
                ),
                (
                    "no_consent_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="同意がない理由"),
                ),
                (
                    "known_by",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="ほかに知っている人・機関"
                    ),
                ),
                ("work", models.CharField(blank=True, max_length=60, verbose_name="仕事")),
                ("housing", models.CharField(blank=True, max_length=60, verbose_name="住居")),
                (
                    "health_insurance",
                    models.CharField(blank=True, max_length=60, verbose_name="健康保険"),
                ),
                ("pension", models.CharField(blank=True, max_length=60, verbose_name="年金")),
                (
                    "other_system_number",
                    models.CharField(blank=True, max_length=40, verbose_name="他システムの番号"),
                ),
                ("town_code", models.CharField(blank=True, max_length=20, verbose_name="町丁目")),
                ("screened_at", models.DateTimeField(null=True, verbose_name="振分けの日時")),
                (
                    "screening_note",
                    models.TextField(blank=True, verbose_name="振分けの理由・伝えたこと"),
                ),
                (
                    "stop_reason",
                    models.CharField(
                        blank=True,
                        choices=[("misregistered", "誤登録")],
                        max_length=16,
                        verbose_name="中断の種類",
                    ),
                ),
                (
                    "tally_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="数える鍵"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "ground",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sharing.ground",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.referral",
                    ),
                ),
            ],
            options={
                "verbose_name": "相談受付",
                "verbose_name_plural": "相談受付",
            },
        ),
        migrations.CreateModel(
            name="Addition",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("circle_id", models.UUIDField(db_index=True, verbose_name="支援の輪")),
                ("owner_window_id", models.UUIDField(db_index=True, verbose_name="記録した窓口")),
                ("written_by_id", models.UUIDField(verbose_name="記録した職員の所属")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="記録日時")),
                ("person_id", models.UUIDField(null=True, verbose_name="本人")),
                ("body", models.TextField(verbose_name="追記")),
                ("added_at", models.DateTimeField(verbose_name="追記した日時")),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="additions",
                        to="consultation.consultation",
                    ),
                ),
            ],
            options={
                "verbose_name": "追記",
                "verbose_name_plural": "追記",
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("circle_id", models.UUIDField(db_index=True, verbose_name="支援の輪")),
                ("owner_window_id", models.UUIDField(db_index=True, verbose_name="記録した窓口")),
                ("written_by_id", models.UUIDField(verbose_name="記録した職員の所属")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="記録日時")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版")),
                ("edition", models.PositiveSmallIntegerField(verbose_name="アセスメントの版")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "書いているところ"), ("confirmed", "確定")],
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("wishes", models.TextField(blank=True, verbose_name="どうなりたいか")),
                (
                    "strengths",
                    models.TextField(blank=True, verbose_name="できること・強み（本人の言葉）"),
                ),
                ("complaint", models.TextField(blank=True, verbose_name="主訴")),
                ("history", models.TextField(blank=True, verbose_name="相談までの経緯")),
                ("answers", models.JSONField(default=dict, verbose_name="世帯についての答え")),
                ("member_answers", models.JSONField(default=dict, verbose_name="ひとりずつの答え")),
                ("summary", models.TextField(blank=True, verbose_name="まとめ（背景・要因）")),
                ("direction", models.TextField(blank=True, verbose_name="支援の方向性")),
                ("begun_at", models.DateTimeField(verbose_name="書き始めた日時")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="確定した日時")),
                (
                    "tally_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="数える鍵"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="consultation.assessment",
                    ),
                ),
            ],
            options={
                "verbose_name": "アセスメント",
                "verbose_name_plural": "アセスメント",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("circle_id", "owner_window_id", "edition"),
                        name="assessment_edition_once",
                        violation_error_message="この版のアセスメントは、もう作られています。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("circle_id", "owner_window_id"),
                        name="one_assessment_draft",
                        violation_error_message="書きかけのアセスメントが、もうあります。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                models.Q(("summary", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="confirmed_assessment_sums_up",
                        violation_error_message="確定するには、まとめが必要です。",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("info_only", "supporting", "stopped_before_judgement")),
                    ("next_on__isnull", False),
                    _connector="OR",
                ),
                name="open_consultation_has_next_date",
                violation_error_message="終わっていない相談には、次の期日が必要です。",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("urgency", "today"), _negated=True),
                    models.Q(("urgency_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="urgent_consultation_says_why",
                violation_error_message="「今日中」のときは、理由をひとこと書いてください。",
            ),
        ),
    ]
