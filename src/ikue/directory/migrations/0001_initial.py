import django.contrib.postgres.constraints
import django.db.models.deletion
import ikue.directory.models.ranges
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Agency",
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
                ("code", models.SlugField(unique=True, verbose_name="符号")),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
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
                    "has_accounts",
                    models.BooleanField(
                        default=True,
                        help_text="持たない機関の返事は、依頼した側が「誰が・いつ・どう」を記録します。",
                        verbose_name="職員アカウントを持つ",
                    ),
                ),
                ("under_mayor", models.BooleanField(default=False, verbose_name="区長部局")),
            ],
            options={
                "verbose_name": "機関",
                "verbose_name_plural": "機関",
                "ordering": ("code",),
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="directory_agency_validity",
                        violation_error_message="有効期間の末日は、初日より前にできません。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="District",
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
                ("code", models.SlugField(unique=True, verbose_name="符号")),
                ("name", models.CharField(max_length=20, verbose_name="名称")),
                ("order", models.PositiveSmallIntegerField(verbose_name="並び順")),
            ],
            options={
                "verbose_name": "担当地区",
                "verbose_name_plural": "担当地区",
                "ordering": ("order",),
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="directory_district_validity",
                        violation_error_message="有効期間の末日は、初日より前にできません。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Field",
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
                ("code", models.SlugField(unique=True, verbose_name="符号")),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                ("order", models.PositiveSmallIntegerField(verbose_name="並び順")),
            ],
            options={
                "verbose_name": "分野",
                "verbose_name_plural": "分野",
                "ordering": ("order",),
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="directory_field_validity",
                        violation_error_message="有効期間の末日は、初日より前にできません。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Programme",
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
                ("code", models.SlugField(unique=True, verbose_name="符号")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("short_name", models.CharField(max_length=20, verbose_name="略称")),
                ("article", models.CharField(max_length=80, verbose_name="根拠条文")),
                ("order", models.PositiveSmallIntegerField(verbose_name="並び順")),
            ],
            options={
                "verbose_name": "事業",
                "verbose_name_plural": "事業",
                "ordering": ("order",),
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="directory_programme_validity",
                        violation_error_message="有効期間の末日は、初日より前にできません。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceArea",
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
                ("code", models.SlugField(unique=True, verbose_name="符号")),
                ("name", models.CharField(max_length=20, verbose_name="名称")),
                ("order", models.PositiveSmallIntegerField(verbose_name="並び順")),
            ],
            options={
                "verbose_name": "日常生活圏域",
                "verbose_name_plural": "日常生活圏域",
                "ordering": ("order",),
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="directory_servicearea_validity",
                        violation_error_message="有効期間の末日は、初日より前にできません。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Town",
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
                ("name", models.CharField(max_length=20, unique=True, verbose_name="町丁目")),
                ("town", models.CharField(max_length=10, verbose_name="町名")),
                ("chome", models.PositiveSmallIntegerField(verbose_name="丁目")),
                ("postal_code", models.CharField(max_length=8, verbose_name="郵便番号")),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=9,
                        null=True,
                        verbose_name="代表点の緯度",
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=9,
                        null=True,
                        verbose_name="代表点の経度",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="並び順")),
            ],
            options={
                "verbose_name": "町丁目",
                "verbose_name_plural": "町丁目",
                "ordering": ("order",),
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="directory_town_validity",
                        violation_error_message="有効期間の末日は、初日より前にできません。",
                    ),
                    models.UniqueConstraint(fields=("town", "chome"), name="directory_town_chome"),
                ],
            },
        ),
        migrations.CreateModel(
            name="WardSetting",
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
                ("key", models.SlugField(max_length=60, verbose_name="符号")),
                ("label", models.CharField(max_length=80, verbose_name="名称")),
                ("value", models.JSONField(verbose_name="値")),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="単位")),
            ],
            options={
                "verbose_name": "区の設定",
                "verbose_name_plural": "区の設定",
                "ordering": ("key", "valid_from"),
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="directory_wardsetting_validity",
                        violation_error_message="有効期間の末日は、初日より前にできません。",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("key", "="),
                            (
                                ikue.directory.models.ranges.DateRange("valid_from", "valid_to"),
                                "&&",
                            ),
                        ],
                        name="directory_wardsetting_one",
                        violation_error_message="同じ設定が、同じ日に二つあります。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Window",
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
                ("code", models.SlugField(unique=True, verbose_name="符号")),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                (
                    "short_name",
                    models.CharField(
                        help_text="職員が口にする言い方", max_length=30, verbose_name="呼び名"
                    ),
                ),
                (
                    "project_name",
                    models.CharField(blank=True, max_length=60, verbose_name="事業の名称"),
                ),
                ("listed", models.BooleanField(default=False, verbose_name="相談窓口一覧に載せる")),
                (
                    "listing_order",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="一覧の順"
                    ),
                ),
                (
                    "receives_consultations",
                    models.BooleanField(default=False, verbose_name="相談を受け付ける"),
                ),
                (
                    "hidden_involvement",
                    models.BooleanField(
                        default=False,
                        help_text="この窓口が関わっていることを、支援の輪・経過・件数のどこにも出しません。",
                        verbose_name="関わりを伏せる",
                    ),
                ),
                (
                    "routed_by",
                    models.CharField(
                        choices=[
                            ("none", "区全域"),
                            ("service_area", "日常生活圏域"),
                            ("district", "担当地区"),
                        ],
                        default="none",
                        max_length=16,
                        verbose_name="担当の決まり方",
                    ),
                ),
                (
                    "statutory_basis",
                    models.CharField(blank=True, max_length=120, verbose_name="根拠条文"),
                ),
                (
                    "grant_eligible",
                    models.BooleanField(blank=True, null=True, verbose_name="交付金の対象"),
                ),
                (
                    "grant_confidence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("confirmed", "確認済"),
                            ("high", "高い"),
                            ("medium", "中"),
                            ("low", "低い"),
                            ("unconfirmed", "未確認"),
                        ],
                        max_length=16,
                        verbose_name="交付金対象の確からしさ",
                    ),
                ),
                (
                    "grant_confirmed_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="交付金対象を区が確認した日"
                    ),
                ),
                ("eligibility", models.TextField(blank=True, verbose_name="対象となる人")),
                ("hours", models.TextField(blank=True, verbose_name="受付時間")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="電話番号")),
                ("remarks", models.TextField(blank=True, verbose_name="備考")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="windows",
                        to="directory.agency",
                        verbose_name="機関",
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="windows",
                        to="directory.field",
                        verbose_name="分野",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="branches",
                        to="directory.window",
                        verbose_name="元の窓口",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="windows",
                        to="directory.programme",
                        verbose_name="事業",
                    ),
                ),
            ],
            options={
                "verbose_name": "窓口",
                "verbose_name_plural": "窓口",
                "ordering": ("listing_order", "code"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("counsellor", "窓口の相談員"),
                            ("chief", "主任"),
                            ("section_manager", "所管課長"),
                            ("coordinator", "包括化推進員"),
                            ("outreach_worker", "アウトリーチ支援員"),
                            ("participation_worker", "参加支援員"),
                            ("community_social_worker", "地域福祉コーディネーター"),
                            ("conference_member", "会議だけの構成員"),
                            ("welfare_commissioner", "民生委員"),
                            ("privacy_officer", "個人情報管理者"),
                            ("auditor", "監査"),
                            ("system_administrator", "システム管理者"),
                            ("outsider", "部外の職員"),
                        ],
                        max_length=24,
                        verbose_name="役割",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="発令日時")),
                (
                    "ends_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="解かれた日時"),
                ),
                ("concurrent", models.BooleanField(default=False, verbose_name="兼務")),
                (
                    "secrecy_acknowledged_on",
                    models.DateField(blank=True, null=True, verbose_name="守秘義務を確認した日"),
                ),
                (
                    "order_number",
                    models.CharField(blank=True, max_length=40, verbose_name="発令番号"),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="職員",
                    ),
                ),
                (
                    "appointed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登録した職員",
                    ),
                ),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="directory.window",
                        verbose_name="窓口",
                    ),
                ),
            ],
            options={
                "verbose_name": "職員の所属",
                "verbose_name_plural": "職員の所属",
                "ordering": ("starts_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="WindowArea",
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
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="window_areas",
                        to="directory.district",
                        verbose_name="担当地区",
                    ),
                ),
                (
                    "service_area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="window_areas",
                        to="directory.servicearea",
                        verbose_name="日常生活圏域",
                    ),
                ),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="window_areas",
                        to="directory.window",
                        verbose_name="窓口",
                    ),
                ),
            ],
            options={
                "verbose_name": "窓口の受け持ち",
                "verbose_name_plural": "窓口の受け持ち",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Cover",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("from_on", models.DateField(verbose_name="初日")),
                ("to_on", models.DateField(verbose_name="末日")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="代理を解いた日時"),
                ),
                (
                    "absent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to="directory.appointment",
                        verbose_name="不在の職員の所属",
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputyships",
                        to="directory.appointment",
                        verbose_name="代理の職員の所属",
                    ),
                ),
            ],
            options={
                "verbose_name": "不在代理",
                "verbose_name_plural": "不在代理",
                "ordering": ("from_on", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("absent", models.F("deputy")), _negated=True),
                        name="directory_cover_not_self",
                        violation_error_message="不在の職員と代理が同じ人です。別の人を選んでください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to_on__gte", models.F("from_on"))),
                        name="directory_cover_days",
                        violation_error_message="代理の末日は、初日より前にできません。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TownArea",
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
                (
                    "service_area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="town_areas",
                        to="directory.servicearea",
                        verbose_name="日常生活圏域",
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="town_areas",
                        to="directory.town",
                        verbose_name="町丁目",
                    ),
                ),
            ],
            options={
                "verbose_name": "町丁目と圏域",
                "verbose_name_plural": "町丁目と圏域",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="directory_townarea_validity",
                        violation_error_message="有効期間の末日は、初日より前にできません。",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("town", "="),
                            (
                                ikue.directory.models.ranges.DateRange("valid_from", "valid_to"),
                                "&&",
                            ),
                        ],
                        name="directory_townarea_one",
                        violation_error_message="同じ日に、一つの町丁目を二つの圏域に入れられません。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TownDistrict",
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
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="town_districts",
                        to="directory.district",
                        verbose_name="担当地区",
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="town_districts",
                        to="directory.town",
                        verbose_name="町丁目",
                    ),
                ),
            ],
            options={
                "verbose_name": "町丁目と担当地区",
                "verbose_name_plural": "町丁目と担当地区",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="directory_towndistrict_validity",
                        violation_error_message="有効期間の末日は、初日より前にできません。",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("town", "="),
                            (
                                ikue.directory.models.ranges.DateRange("valid_from", "valid_to"),
                                "&&",
                            ),
                        ],
                        name="directory_towndistrict_one",
                        violation_error_message="同じ日に、一つの町丁目を二つの地区に入れられません。",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="window",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="directory_window_validity",
                violation_error_message="有効期間の末日は、初日より前にできません。",
            ),
        ),
        migrations.AddConstraint(
            model_name="window",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("listed", True), ("listing_order__isnull", False), ("parent", None)),
                    models.Q(("listed", False), ("listing_order", None)),
                    _connector="OR",
                ),
                name="directory_window_listed",
                violation_error_message="一覧に載せる窓口には順が要ります。元の窓口を持つ窓口は一覧に載せません。",
            ),
        ),
        migrations.AddConstraint(
            model_name="window",
            constraint=models.UniqueConstraint(
                fields=("listing_order",),
                name="directory_window_order",
                violation_error_message="一覧の順が、ほかの窓口と重なっています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="window",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("grant_confidence", ""), ("grant_eligible", None)),
                    models.Q(
                        ("grant_eligible__isnull", False),
                        models.Q(("grant_confidence", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="directory_window_grant",
                violation_error_message="交付金の対象かどうかには、確からしさを添えてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"
                ),
                name="directory_appointment_ends_after_start",
                violation_error_message="解かれた日時は、発令日時より後にしてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("account", "="),
                    ("window", "="),
                    ("role", "="),
                    (ikue.directory.models.ranges.InstantRange("starts_at", "ends_at"), "&&"),
                ],
                name="directory_appointment_once",
                violation_error_message="この職員は、同じ窓口で同じ役割に既に就いています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="windowarea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="directory_windowarea_validity",
                violation_error_message="有効期間の末日は、初日より前にできません。",
            ),
        ),
        migrations.AddConstraint(
            model_name="windowarea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("district", None), ("service_area__isnull", False)),
                    models.Q(("district__isnull", False), ("service_area", None)),
                    _connector="OR",
                ),
                name="directory_windowarea_either",
                violation_error_message="圏域か地区の、どちらか一つを入れてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="windowarea",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("window", "="),
                    ("service_area", "="),
                    (ikue.directory.models.ranges.DateRange("valid_from", "valid_to"), "&&"),
                ],
                name="directory_windowarea_area",
                violation_error_message="同じ窓口と圏域の行が、同じ日に二つあります。",
            ),
        ),
        migrations.AddConstraint(
            model_name="windowarea",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("window", "="),
                    ("district", "="),
                    (ikue.directory.models.ranges.DateRange("valid_from", "valid_to"), "&&"),
                ],
                name="directory_windowarea_district",
                violation_error_message="同じ窓口と地区の行が、同じ日に二つあります。",
            ),
        ),
    ]
