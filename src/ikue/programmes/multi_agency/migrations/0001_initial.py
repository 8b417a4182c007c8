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
            name="Meeting",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner_window_id", models.UUIDField(db_index=True, verbose_name="会議を開く窓口")),
                ("written_by_id", models.UUIDField(verbose_name="記録した職員の所属")),
                ("number", models.CharField(max_length=16, unique=True, verbose_name="会議の番号")),
                ("starts_at", models.DateTimeField(verbose_name="会議の日時")),
                ("place", models.CharField(max_length=120, verbose_name="会議の場所")),
                ("chair_id", models.UUIDField(verbose_name="座長の所属")),
                ("deputy_chair_id", models.UUIDField(null=True, verbose_name="座長代理の所属")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="会議を閉じた日時")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版")),
            ],
            options={
                "verbose_name": "会議",
                "verbose_name_plural": "会議",
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
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
                (
                    "conference",
                    models.CharField(
                        choices=[
                            ("support_conference", "支援会議"),
                            ("multilayer_conference", "重層的支援会議"),
                        ],
                        max_length=24,
                        verbose_name="会議の根拠",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "準備中"),
                            ("invited", "構成員を招いた"),
                            ("discussed", "話し合った"),
                            ("adjourned", "延期"),
                            ("withdrawn", "取り下げ"),
                            ("closed", "終了"),
                        ],
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=1, verbose_name="並び")),
                ("purpose", models.CharField(max_length=200, verbose_name="この案件の目的")),
                ("persons", models.JSONField(default=list, verbose_name="人")),
                ("household_image", models.TextField(blank=True, verbose_name="世帯像")),
                ("done_now", models.TextField(blank=True, verbose_name="いましていること")),
                ("points", models.TextField(blank=True, verbose_name="話し合いたいこと")),
                ("papers", models.JSONField(default=list, verbose_name="案件の資料")),
                ("text_version", models.PositiveIntegerField(default=1, verbose_name="文の版")),
                ("minutes", models.TextField(blank=True, verbose_name="話し合いの記録")),
                ("direction", models.TextField(blank=True, verbose_name="決めた方向")),
                (
                    "next_step",
                    models.CharField(blank=True, max_length=300, verbose_name="次の一歩"),
                ),
                ("next_on", models.DateField(null=True, verbose_name="次の一歩の期日")),
                (
                    "plan_opinion",
                    models.CharField(
                        blank=True,
                        choices=[("fitting", "適切"), ("amend", "修正"), ("hold", "保留")],
                        max_length=8,
                        verbose_name="プランの適否",
                    ),
                ),
                ("progress", models.TextField(blank=True, verbose_name="経過・成果の評価")),
                (
                    "completion_opinion",
                    models.CharField(
                        blank=True,
                        choices=[("complete", "終結"), ("suspend", "中断"), ("go_on", "継続")],
                        max_length=8,
                        verbose_name="終結・中断の判断",
                    ),
                ),
                ("resource_gap", models.TextField(blank=True, verbose_name="社会資源の不足")),
                ("discussed_at", models.DateTimeField(null=True, verbose_name="話し合った日時")),
                (
                    "custodian_id",
                    models.UUIDField(null=True, verbose_name="議事録を保管する人の所属"),
                ),
                (
                    "custody_id",
                    models.UUIDField(null=True, verbose_name="議事録の保管の根拠"),
                ),
                ("recorder_id", models.UUIDField(null=True, verbose_name="記録者の所属")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="案件の終わり")),
                (
                    "ended_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="延期・取下げの理由"),
                ),
                (
                    "tally_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="数える鍵"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_items",
                        to="casework.case",
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
                (
                    "moved_from",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moved_to",
                        to="multi_agency.agendaitem",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_items",
                        to="casework.plan",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="multi_agency.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "案件",
                "verbose_name_plural": "案件",
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="ItemMember",
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
                    "appointment_id",
                    models.UUIDField(db_index=True, null=True, verbose_name="構成員の所属"),
                ),
                (
                    "agency_code",
                    models.CharField(blank=True, max_length=60, verbose_name="構成員の機関"),
                ),
                (
                    "partner_name",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="構成員の氏名（アカウントなし）"
                    ),
                ),
                ("added_at", models.DateTimeField(verbose_name="名簿に入れた日時")),
                ("invited_at", models.DateTimeField(null=True, verbose_name="招いた日時")),
                ("attended", models.BooleanField(null=True, verbose_name="出席")),
                (
                    "secrecy_note",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="守秘の確認（アカウントなし）"
                    ),
                ),
                ("left_at", models.DateTimeField(null=True, verbose_name="外れた日時")),
                (
                    "left_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="外れた理由"),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="multi_agency.agendaitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "構成員",
                "verbose_name_plural": "構成員",
            },
        ),
        migrations.CreateModel(
            name="MemberAnswer",
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
                ("knows", models.TextField(blank=True, verbose_name="知っていること")),
                ("doing", models.TextField(blank=True, verbose_name="いま関わっていること")),
                ("can_do", models.TextField(blank=True, verbose_name="これからできること")),
                ("worries", models.TextField(blank=True, verbose_name="心配なこと・聞きたいこと")),
                ("answered_at", models.DateTimeField(verbose_name="答えた日時")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="multi_agency.agendaitem",
                    ),
                ),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="multi_agency.itemmember",
                    ),
                ),
            ],
            options={
                "verbose_name": "構成員の答え",
                "verbose_name_plural": "構成員の答え",
            },
        ),
        migrations.CreateModel(
            name="SupportDecision",
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
                    "state",
                    models.CharField(
                        choices=[("decided", "支援決定"), ("ended", "支援決定の終了")],
                        max_length=8,
                        verbose_name="状態",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="支援決定日")),
                ("decided_by_id", models.UUIDField(verbose_name="支援を決定した職員の所属")),
                ("reason", models.TextField(verbose_name="支援決定の理由")),
                ("ended_on", models.DateField(null=True, verbose_name="支援決定の終わり")),
                (
                    "ended_reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="支援決定を終えた理由"
                    ),
                ),
                (
                    "tally_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="数える鍵"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="support_decisions",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "支援決定",
                "verbose_name_plural": "支援決定",
            },
        ),
        migrations.CreateModel(
            name="Coordination",
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
                (
                    "state",
                    models.CharField(
                        choices=[("coordinating", "調整中"), ("stepped_out", "手離れ")],
                        max_length=12,
                        verbose_name="状態",
                    ),
                ),
                ("taken_up_at", models.DateTimeField(verbose_name="引き受けた日時")),
                ("stepped_out_at", models.DateTimeField(null=True, verbose_name="手を離した日時")),
                ("lead_window_id", models.UUIDField(null=True, verbose_name="手離れ後の主担当")),
                (
                    "follow_up_on",
                    models.DateField(null=True, verbose_name="手離れ後のフォローの日"),
                ),
                (
                    "followed_up_at",
                    models.DateTimeField(null=True, verbose_name="手離れ後のフォローを終えた日時"),
                ),
                (
                    "tally_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="数える鍵"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coordinations",
                        to="casework.case",
                    ),
                ),
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coordination",
                        to="casework.referral",
                    ),
                ),
            ],
            options={
                "verbose_name": "多機関協働の調整",
                "verbose_name_plural": "多機関協働の調整",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "coordinating")),
                        fields=("case",),
                        name="one_coordination_at_a_time",
                        violation_error_message="この世帯は、もう多機関協働で調整しています。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "stepped_out"), _negated=True),
                            models.Q(
                                ("follow_up_on__isnull", False),
                                ("lead_window_id__isnull", False),
                                ("stepped_out_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="stepped_out_to_a_lead",
                        violation_error_message="手を離すときは、主担当とフォローの日を決めてください。",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="itemmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agency_code", ""), ("appointment_id__isnull", False)),
                    models.Q(
                        ("appointment_id", None),
                        models.Q(("agency_code", ""), _negated=True),
                        models.Q(("partner_name", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="member_is_somebody",
                violation_error_message="構成員を、職員か、機関と氏名で選んでください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemmember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("appointment_id__isnull", False), ("left_at", None)),
                fields=("item", "appointment_id"),
                name="member_once_per_item",
                violation_error_message="この方は、もうこの案件の構成員です。",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("conference", "multilayer_conference"),
                    models.Q(("completion_opinion", ""), ("plan", None), ("plan_opinion", "")),
                    _connector="OR",
                ),
                name="support_conference_adopts_no_plan",
                violation_error_message="支援会議では、プランの適否や終結は決められません。",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("invited", "discussed")), _negated=True),
                    models.Q(("ground__isnull", False), ("meeting__isnull", False)),
                    _connector="OR",
                ),
                name="invited_item_has_ground_and_meeting",
                violation_error_message="構成員を招くには、会議の日時が必要です。",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("discussed", "closed")), _negated=True),
                    models.Q(("discussed_at__isnull", False), ("recorder_id__isnull", False)),
                    _connector="OR",
                ),
                name="discussed_item_says_when",
                violation_error_message="話し合った日時と記録者が必要です。",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("adjourned", "withdrawn")), _negated=True),
                    models.Q(("ended_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="put_off_item_says_why",
                violation_error_message="延期や取下げの理由を書いてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportdecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "decided")),
                fields=("case",),
                name="one_support_decision",
                violation_error_message="この世帯には、もう支援決定があります。",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on", None), ("ended_on__gte", models.F("decided_on")), _connector="OR"
                ),
                name="support_decision_ends_after_start",
                violation_error_message="支援決定の終わりが、支援決定日より前になっています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ended"), _negated=True),
                    models.Q(
                        ("ended_on__isnull", False), models.Q(("ended_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="ended_support_decision_says_why",
                violation_error_message="支援決定を終える日と理由を書いてください。",
            ),
        ),
    ]
