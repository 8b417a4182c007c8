import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Circle",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner_window_id", models.UUIDField(db_index=True, verbose_name="始めた窓口")),
                ("written_by_id", models.UUIDField(verbose_name="始めた職員の所属")),
                ("started_at", models.DateTimeField(verbose_name="始まり")),
                (
                    "tally_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="数える鍵"),
                ),
            ],
            options={
                "verbose_name": "支援の輪",
                "verbose_name_plural": "支援の輪",
            },
        ),
        migrations.CreateModel(
            name="Ground",
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
                ("basis", models.CharField(max_length=40, verbose_name="根拠")),
                ("what", models.CharField(max_length=120, verbose_name="もとになること")),
                ("purpose", models.CharField(blank=True, max_length=200, verbose_name="目的")),
                ("rests_on", models.JSONField(default=list, verbose_name="よりどころの同意")),
                ("started_at", models.DateTimeField(verbose_name="始まり")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="終わり")),
            ],
            options={
                "verbose_name": "根拠の発生",
                "verbose_name_plural": "根拠の発生",
            },
        ),
        migrations.CreateModel(
            name="Consent",
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
                ("person_id", models.UUIDField(db_index=True, verbose_name="本人")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "お願い中"),
                            ("refused", "同意なし"),
                            ("given", "同意あり"),
                            ("changed", "変更済み"),
                            ("withdrawn", "撤回"),
                            ("died", "死亡により終了"),
                        ],
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="お願いした日時")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="返事の日時"),
                ),
                (
                    "giver",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("person", "本人"),
                            ("parental", "法定代理人（親権者など）"),
                            ("guardian", "成年後見人"),
                            ("curator", "保佐人・補助人・任意後見人（代理権の範囲）"),
                        ],
                        max_length=10,
                        verbose_name="同意した人",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("written", "書面"),
                            ("oral", "口頭"),
                            ("gesture", "うなずきなどの身振り"),
                        ],
                        max_length=10,
                        verbose_name="方法",
                    ),
                ),
                ("explained_by_id", models.UUIDField(null=True, verbose_name="説明した職員の所属")),
                ("class_names", models.JSONField(default=list, verbose_name="伝えてよい情報")),
                ("until", models.DateField(blank=True, null=True, verbose_name="いつまで")),
                (
                    "ask_again_on",
                    models.DateField(blank=True, null=True, verbose_name="次にお願いする日"),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="撤回・変更の日時"),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="sharing.consent",
                    ),
                ),
                (
                    "ground",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sharing.ground",
                    ),
                ),
            ],
            options={
                "verbose_name": "同意",
                "verbose_name_plural": "同意",
            },
        ),
        migrations.CreateModel(
            name="Exclusion",
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
                ("account_id", models.UUIDField(db_index=True, verbose_name="職員")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("subject", "本人である"),
                            ("kin", "親族である"),
                            ("housemate", "同居している"),
                            ("conflict", "利害関係がある"),
                            ("perpetrator", "加害者とされている"),
                            ("linked", "加害者とつながりがある"),
                        ],
                        max_length=12,
                        verbose_name="事由",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="説明")),
                ("starts_at", models.DateTimeField(verbose_name="開始日時")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="終了日時")),
            ],
            options={
                "verbose_name": "除外",
                "verbose_name_plural": "除外",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at", None),
                            ("ends_at__gte", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="exclusion_ends_after_start",
                        violation_error_message="除外の終わりが始まりより前になっています。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalBasis",
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
                ("code", models.CharField(max_length=40, verbose_name="符号")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("law", models.CharField(max_length=200, verbose_name="法令")),
                ("consent_required", models.BooleanField(default=False, verbose_name="同意が必要")),
                ("to_whom", models.CharField(max_length=200, verbose_name="だれに")),
                (
                    "class_names",
                    models.JSONField(blank=True, default=list, verbose_name="情報の区分"),
                ),
                ("act_names", models.JSONField(blank=True, default=list, verbose_name="行為")),
                ("is_single", models.BooleanField(default=False, verbose_name="一回かぎり")),
                ("ends", models.CharField(max_length=200, verbose_name="終わり")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び")),
            ],
            options={
                "verbose_name": "根拠",
                "verbose_name_plural": "根拠",
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "valid_from"), name="basis_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="StandingDecision",
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
                ("from_window", models.CharField(max_length=40, verbose_name="渡す窓口")),
                ("to_window", models.CharField(max_length=40, verbose_name="受ける窓口")),
                ("purpose", models.CharField(max_length=200, verbose_name="目的")),
                (
                    "class_names",
                    models.JSONField(blank=True, default=list, verbose_name="情報の区分"),
                ),
            ],
            options={
                "verbose_name": "庁内共有の取決め",
                "verbose_name_plural": "庁内共有の取決め",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("from_window", "to_window", "purpose", "valid_from"),
                        name="standing_decision_once_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentAddition",
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
                ("window_id", models.UUIDField(verbose_name="加えた窓口")),
                ("added_at", models.DateTimeField(verbose_name="加えた日時")),
                ("tell_by", models.DateField(verbose_name="本人に知らせる期限")),
                ("told_at", models.DateTimeField(null=True, verbose_name="本人に知らせた日時")),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="additions",
                        to="sharing.consent",
                    ),
                ),
            ],
            options={
                "verbose_name": "伝える相手の追加",
                "verbose_name_plural": "伝える相手の追加",
                "constraints": [
                    models.UniqueConstraint(fields=("consent", "window_id"), name="addition_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentReceiver",
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
                (
                    "code",
                    models.SlugField(blank=True, db_index=False, verbose_name="符号"),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ward_section", "区の課"),
                            ("entrusted", "受託機関"),
                            ("social_welfare_council", "社会福祉協議会"),
                            ("other_public_body", "他の行政機関等"),
                            ("private_partner", "民間の協力機関"),
                        ],
                        max_length=24,
                        verbose_name="種別",
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receivers",
                        to="sharing.consent",
                    ),
                ),
            ],
            options={
                "verbose_name": "伝えてよい相手",
                "verbose_name_plural": "伝えてよい相手",
                "ordering": ["code", "kind"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consent", "code", "kind"), name="receiver_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), ("kind", ""), _connector="XOR"),
                        name="receiver_is_named_or_of_a_kind",
                        violation_error_message=(
                            "伝えてよい相手は、窓口か、機関の種類のどちらかです。"
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentTelling",
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
                ("how", models.CharField(max_length=120, verbose_name="知らせ方")),
                (
                    "addition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="telling",
                        to="sharing.consentaddition",
                    ),
                ),
            ],
            options={
                "verbose_name": "追加の知らせ",
                "verbose_name_plural": "追加の知らせ",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("how", ""), _negated=True),
                        name="telling_says_how",
                        violation_error_message="どのように知らせたかを書いてください。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentWords",
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
                ("words", models.TextField(blank=True, verbose_name="口頭の言葉・様子")),
                (
                    "refused_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="同意しない理由"),
                ),
                (
                    "giver_name",
                    models.CharField(blank=True, max_length=80, verbose_name="同意した人の氏名"),
                ),
                (
                    "language",
                    models.CharField(blank=True, max_length=40, verbose_name="説明の言葉"),
                ),
                (
                    "interpreted_by",
                    models.CharField(blank=True, max_length=80, verbose_name="通訳した人"),
                ),
                (
                    "consent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="said",
                        to="sharing.consent",
                    ),
                ),
            ],
            options={
                "verbose_name": "同意のときの言葉",
                "verbose_name_plural": "同意のときの言葉",
            },
        ),
        migrations.CreateModel(
            name="Grant",
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
                ("window_id", models.UUIDField(db_index=True, null=True, verbose_name="窓口")),
                (
                    "appointment_id",
                    models.UUIDField(db_index=True, null=True, verbose_name="職員の所属"),
                ),
                ("account_id", models.UUIDField(db_index=True, null=True, verbose_name="職員")),
                ("classes", models.PositiveIntegerField(verbose_name="情報の区分")),
                ("acts", models.PositiveIntegerField(verbose_name="行為")),
                ("tags", models.JSONField(default=list, verbose_name="慎重な内容の印")),
                ("bound_to_id", models.UUIDField(null=True, verbose_name="この記録だけを開く")),
                ("person_id", models.UUIDField(null=True, verbose_name="本人")),
                ("starts_at", models.DateTimeField(verbose_name="開始日時")),
                ("ends_at", models.DateTimeField(null=True, verbose_name="終了日時")),
                (
                    "end_event",
                    models.CharField(blank=True, max_length=120, verbose_name="終わるできごと"),
                ),
                (
                    "ground",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="sharing.ground",
                    ),
                ),
            ],
            options={
                "verbose_name": "許可",
                "verbose_name_plural": "許可",
                "indexes": [
                    models.Index(
                        condition=models.Q(("bound_to_id__isnull", False)),
                        fields=["bound_to_id"],
                        name="grant_bound",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("account_id", None),
                                ("appointment_id", None),
                                ("window_id__isnull", False),
                            ),
                            models.Q(
                                ("account_id", None),
                                ("appointment_id__isnull", False),
                                ("window_id", None),
                            ),
                            models.Q(
                                ("account_id__isnull", False),
                                ("appointment_id", None),
                                ("window_id", None),
                            ),
                            _connector="OR",
                        ),
                        name="grant_has_one_grantee",
                        violation_error_message="許可の相手は、窓口・所属・職員のどれか一つです。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", False),
                            models.Q(("end_event", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="grant_has_an_end",
                        violation_error_message="許可には終わりの日時か、終わるできごとが必要です。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at", None),
                            ("ends_at__gte", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="grant_ends_after_start",
                        violation_error_message="許可の終わりが始まりより前になっています。",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "given"), _negated=True),
                    models.Q(("ground__isnull", False), ("until__isnull", False)),
                    _connector="OR",
                ),
                name="given_consent_has_scope",
                violation_error_message="同意には、いつまでかと、伝えてよい範囲が必要です。",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    ("ask_again_on__isnull", False),
                    _connector="OR",
                ),
                name="refused_consent_asks_again",
                violation_error_message="同意が得られないときは、次にお願いする日を決めてください。",
            ),
        ),
    ]
