import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("sharing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
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
                ("number", models.CharField(max_length=16, unique=True, verbose_name="ケース番号")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "支援中"), ("suspended", "中断"), ("completed", "終結")],
                        max_length=12,
                        verbose_name="状態",
                    ),
                ),
                ("lead_window_id", models.UUIDField(db_index=True, verbose_name="主担当の窓口")),
                ("responsible_id", models.UUIDField(db_index=True, verbose_name="担当者の所属")),
                ("opened_with_id", models.UUIDField(verbose_name="始めの担当者の所属")),
                ("next_on", models.DateField(null=True, verbose_name="次の期日")),
                ("opened_at", models.DateTimeField(verbose_name="開始日時")),
                (
                    "suspended_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_contact", "連絡がとれない"),
                            ("refusal", "本人の希望・拒否"),
                            ("hospital", "入院・入所"),
                            ("custody", "矯正施設"),
                            ("other", "その他"),
                        ],
                        max_length=12,
                        verbose_name="中断の理由",
                    ),
                ),
                (
                    "completed_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("achieved", "目標を達成した"),
                            ("handed_over", "ほかの機関の支援に移った"),
                            ("stable", "落ち着いた（見守りへ）"),
                            ("died", "死亡"),
                            ("moved", "転出"),
                            ("misregistered", "誤登録"),
                            ("declined", "辞退"),
                        ],
                        max_length=16,
                        verbose_name="終結の理由",
                    ),
                ),
                ("completed_at", models.DateTimeField(null=True, verbose_name="終結日時")),
                (
                    "lead_afterwards",
                    models.CharField(blank=True, max_length=120, verbose_name="終結後の主担当"),
                ),
                ("follow_up_on", models.DateField(null=True, verbose_name="フォローの日")),
                (
                    "follow_up_done_at",
                    models.DateTimeField(null=True, verbose_name="フォローを終えた日時"),
                ),
                (
                    "tally_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="数える鍵"),
                ),
            ],
            options={
                "verbose_name": "支援ケース",
                "verbose_name_plural": "支援ケース",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "completed"), _negated=True),
                        fields=("circle_id",),
                        name="one_open_case_per_circle",
                        violation_error_message="この世帯には、もう開いているケースがあります。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "completed"), ("next_on__isnull", False), _connector="OR"
                        ),
                        name="open_case_has_next_date",
                        violation_error_message="支援中のケースには、次の期日が必要です。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "completed"), _negated=True),
                            (
                                "completed_reason__in",
                                ("died", "moved", "misregistered", "declined"),
                            ),
                            models.Q(
                                ("follow_up_on__isnull", False),
                                models.Q(("lead_afterwards", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="completed_case_is_followed_up",
                        violation_error_message="終結には、終結後の主担当とフォローの日が必要です。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOver",
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
                ("from_appointment_id", models.UUIDField(verbose_name="前の担当者の所属")),
                ("to_appointment_id", models.UUIDField(verbose_name="新しい担当者の所属")),
                ("from_window_id", models.UUIDField(verbose_name="前の主担当")),
                ("to_window_id", models.UUIDField(db_index=True, verbose_name="新しい主担当")),
                ("at", models.DateTimeField(verbose_name="引き継いだ日時")),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "担当の引継ぎ",
                "verbose_name_plural": "担当の引継ぎ",
            },
        ),
        migrations.CreateModel(
            name="HandOverNote",
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
                ("to_window_id", models.UUIDField(db_index=True, verbose_name="引継ぎ先の窓口")),
                ("promise", models.TextField(blank=True, verbose_name="約束していること")),
                ("danger", models.TextField(blank=True, verbose_name="気をつけること")),
                ("unwritten", models.TextField(blank=True, verbose_name="記録に書いていないこと")),
                ("next_on", models.DateField(null=True, verbose_name="次の期日")),
                ("written_at", models.DateTimeField(verbose_name="書いた日時")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_over_notes",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "引継ぎ簿",
                "verbose_name_plural": "引継ぎ簿",
            },
        ),
        migrations.CreateModel(
            name="Plan",
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
                ("edition", models.PositiveSmallIntegerField(verbose_name="プランの版")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "作成中"),
                            ("proposed", "会議に諮る案"),
                            ("in_force", "実施中"),
                            ("under_review", "見直し中"),
                            ("replaced", "次の版に替わった"),
                            ("ended", "終了"),
                        ],
                        max_length=12,
                        verbose_name="状態",
                    ),
                ),
                ("persons", models.JSONField(default=list, verbose_name="プランの対象の人")),
                ("wishes", models.TextField(blank=True, verbose_name="本人の希望（本人の言葉）")),
                ("family_wishes", models.TextField(blank=True, verbose_name="家族の希望")),
                ("challenges", models.TextField(blank=True, verbose_name="世帯の課題")),
                ("long_goal", models.TextField(blank=True, verbose_name="長期目標")),
                ("direction", models.TextField(blank=True, verbose_name="支援の方向性")),
                ("own_part", models.TextField(blank=True, verbose_name="本人がすること")),
                ("family_part", models.TextField(blank=True, verbose_name="家族がすること")),
                ("community_part", models.TextField(blank=True, verbose_name="地域がすること")),
                (
                    "uses_participation",
                    models.BooleanField(default=False, verbose_name="参加支援を使う"),
                ),
                (
                    "uses_outreach",
                    models.BooleanField(default=False, verbose_name="アウトリーチを使う"),
                ),
                (
                    "request_to_programmes",
                    models.TextField(blank=True, verbose_name="参加支援・アウトリーチへの依頼"),
                ),
                ("period_from", models.DateField(null=True, verbose_name="期間の始まり")),
                ("period_to", models.DateField(null=True, verbose_name="期間の終わり")),
                ("lead_window_id", models.UUIDField(null=True, verbose_name="主担当機関の窓口")),
                ("next_review_on", models.DateField(null=True, verbose_name="次の見直しの日")),
                ("explained_on", models.DateField(null=True, verbose_name="本人に説明した日")),
                (
                    "agreed_how",
                    models.CharField(blank=True, max_length=200, verbose_name="本人の同意のしかた"),
                ),
                ("proposed_at", models.DateTimeField(null=True, verbose_name="会議に諮った日時")),
                ("decided_on", models.DateField(null=True, verbose_name="プラン決定日")),
                (
                    "decided_by_id",
                    models.UUIDField(null=True, verbose_name="プランを決めた職員の所属"),
                ),
                ("in_force_at", models.DateTimeField(null=True, verbose_name="実施の始まり")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="プランの終わり")),
                (
                    "tally_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="数える鍵"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="casework.case",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="casework.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "支援プラン",
                "verbose_name_plural": "支援プラン",
            },
        ),
        migrations.CreateModel(
            name="PlanEvaluation",
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
                ("evaluated_on", models.DateField(verbose_name="評価した日")),
                ("changes", models.JSONField(default=list, verbose_name="見られた変化")),
                ("remaining", models.TextField(blank=True, verbose_name="残る課題")),
                (
                    "own_voice",
                    models.TextField(blank=True, verbose_name="本人の評価（本人の言葉）"),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("complete", "終結"), ("replan", "再プラン"), ("suspend", "中断")],
                        max_length=10,
                        verbose_name="判定",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="判定の理由")),
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluation",
                        to="casework.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "プランの評価",
                "verbose_name_plural": "プランの評価",
            },
        ),
        migrations.CreateModel(
            name="PlanGoal",
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
                ("order", models.PositiveSmallIntegerField(verbose_name="並び")),
                ("text", models.CharField(max_length=300, verbose_name="目標")),
                (
                    "measure",
                    models.CharField(blank=True, max_length=300, verbose_name="どうなれば達成か"),
                ),
                (
                    "achieved",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("achieved", "達成した"),
                            ("partly", "一部できた"),
                            ("not_yet", "まだ"),
                        ],
                        max_length=10,
                        verbose_name="達成の度合い",
                    ),
                ),
                (
                    "achieved_note",
                    models.CharField(blank=True, max_length=300, verbose_name="達成の様子"),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals",
                        to="casework.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "プランの目標",
                "verbose_name_plural": "プランの目標",
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="Entry",
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
                ("person_id", models.UUIDField(db_index=True, null=True, verbose_name="本人")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ordinary", "経過"),
                            ("correction", "訂正の追記"),
                            ("safety_plan", "安全計画カード"),
                            ("copied_out", "他システムへの転記"),
                            ("follow_up", "終結後のフォロー"),
                        ],
                        default="ordinary",
                        max_length=12,
                        verbose_name="種類",
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, verbose_name="日時")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("phone", "電話"),
                            ("visit", "訪問・同行"),
                            ("interview", "面談"),
                            ("internal_meeting", "所内会議"),
                            ("support_conference", "支援会議"),
                            ("multilayer_conference", "重層的支援会議"),
                            ("other_meeting", "他機関の会議"),
                            ("inquiry", "他機関への照会"),
                            ("mail", "メール・手紙"),
                            ("other", "その他"),
                        ],
                        max_length=24,
                        verbose_name="方法",
                    ),
                ),
                (
                    "counterpart",
                    models.CharField(
                        choices=[
                            ("person", "本人"),
                            ("family", "家族"),
                            ("agency", "関係機関"),
                            ("neighbour", "近隣・知人"),
                            ("nobody", "（不在・記録のみ）"),
                        ],
                        max_length=12,
                        verbose_name="相手",
                    ),
                ),
                (
                    "counterpart_name",
                    models.CharField(blank=True, max_length=120, verbose_name="相手の名前など"),
                ),
                ("body", models.TextField(verbose_name="内容")),
                ("outcome", models.TextField(blank=True, verbose_name="結果")),
                ("marks", models.JSONField(default=list, verbose_name="段落の印")),
                (
                    "tag",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("child_protection", "児童虐待"),
                            ("domestic_violence", "DV"),
                            ("mental_health", "精神保健"),
                            ("public_assistance", "生活保護"),
                            ("criminal_record", "前科・犯罪被害"),
                            ("residence_status", "在留資格"),
                            ("sogi", "性的指向・性自認"),
                            ("hiv", "HIV"),
                        ],
                        max_length=20,
                        verbose_name="慎重な内容の印",
                    ),
                ),
                (
                    "interpreter_present",
                    models.BooleanField(default=False, verbose_name="通訳の同席"),
                ),
                ("held_at", models.DateTimeField(null=True, verbose_name="保留にした日時")),
                (
                    "held_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="保留の理由"),
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
                        related_name="entries",
                        to="casework.case",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="casework.entry",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="casework.plangoal",
                    ),
                ),
            ],
            options={
                "verbose_name": "支援経過記録",
                "verbose_name_plural": "支援経過記録",
            },
        ),
        migrations.CreateModel(
            name="Referral",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("link", "つなぎ"),
                            ("multi_agency", "多機関協働"),
                            ("outreach", "アウトリーチ"),
                            ("participation", "参加支援"),
                        ],
                        max_length=16,
                        verbose_name="種類",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "返事待ち"),
                            ("on_hold", "保留"),
                            ("accepted", "引き受けた"),
                            ("declined", "引き受けられない"),
                            ("recalled", "取り下げ"),
                            ("arrived", "本人とつながった"),
                            ("done", "結果を伝えた"),
                        ],
                        max_length=12,
                        verbose_name="状態",
                    ),
                ),
                ("sender_id", models.UUIDField(verbose_name="送った職員の所属")),
                (
                    "to_window_id",
                    models.UUIDField(db_index=True, null=True, verbose_name="宛先の窓口"),
                ),
                (
                    "to_agency_code",
                    models.CharField(blank=True, max_length=60, verbose_name="宛先の機関"),
                ),
                (
                    "clock",
                    models.CharField(
                        choices=[
                            ("ordinary", "ふつう（3営業日）"),
                            ("today", "今日中（電話・1時間）"),
                            ("child_abuse", "児童虐待通告（48時間）"),
                        ],
                        default="ordinary",
                        max_length=12,
                        verbose_name="期限の決まり方",
                    ),
                ),
                ("sent_at", models.DateTimeField(verbose_name="送った日時")),
                ("limit_at", models.DateTimeField(verbose_name="返事の期限")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="返事の日時")),
                (
                    "answered_by",
                    models.CharField(blank=True, max_length=120, verbose_name="返事をした人"),
                ),
                ("named_id", models.UUIDField(null=True, verbose_name="引き受けた担当者の所属")),
                ("first_contact_on", models.DateField(null=True, verbose_name="最初に連絡する日")),
                ("hold_until", models.DateField(null=True, verbose_name="いつまで保留")),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="保留・辞退・取下げの理由"
                    ),
                ),
                (
                    "proposed_window_id",
                    models.UUIDField(null=True, verbose_name="代わりの窓口の案"),
                ),
                (
                    "proposed_note",
                    models.CharField(blank=True, max_length=200, verbose_name="代わりの案"),
                ),
                ("arrived_at", models.DateTimeField(null=True, verbose_name="つながった日時")),
                (
                    "arrived_how",
                    models.CharField(blank=True, max_length=200, verbose_name="つながった様子"),
                ),
                ("done_at", models.DateTimeField(null=True, verbose_name="結果を伝えた日時")),
                (
                    "receiving_circle_id",
                    models.UUIDField(null=True, verbose_name="受けた側の支援の輪"),
                ),
                (
                    "tally_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="数える鍵"),
                ),
                (
                    "ground",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sharing.ground",
                    ),
                ),
            ],
            options={
                "verbose_name": "つなぎ",
                "verbose_name_plural": "つなぎ",
            },
        ),
        migrations.CreateModel(
            name="Packet",
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
                ("caller", models.CharField(blank=True, max_length=40, verbose_name="だれから")),
                ("channel", models.CharField(blank=True, max_length=40, verbose_name="相談方法")),
                (
                    "urgency_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="緊急の理由"),
                ),
                ("question", models.TextField(verbose_name="お願いしたいこと")),
                ("done_already", models.TextField(blank=True, verbose_name="こちらでしたこと")),
                ("keep_doing", models.TextField(blank=True, verbose_name="こちらで続けること")),
                ("complaint", models.TextField(blank=True, verbose_name="主訴")),
                ("persons", models.JSONField(default=list, verbose_name="人")),
                (
                    "safe_contact",
                    models.CharField(blank=True, max_length=400, verbose_name="安全な連絡方法"),
                ),
                (
                    "contact_points",
                    models.JSONField(default=list, verbose_name="所在の情報（参照）"),
                ),
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packet",
                        to="casework.referral",
                    ),
                ),
            ],
            options={
                "verbose_name": "つなぎの情報",
                "verbose_name_plural": "つなぎの情報",
            },
        ),
        migrations.CreateModel(
            name="ReferralNote",
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
                ("at", models.DateTimeField(verbose_name="電話した日時")),
                (
                    "spoke_with",
                    models.CharField(blank=True, max_length=120, verbose_name="電話で話した相手"),
                ),
                ("text", models.TextField(verbose_name="電話で聞いたこと")),
                ("promised_on", models.DateField(null=True, verbose_name="返事の約束の日")),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="casework.referral",
                    ),
                ),
            ],
            options={
                "verbose_name": "つなぎの確かめ",
                "verbose_name_plural": "つなぎの確かめ",
            },
        ),
        migrations.CreateModel(
            name="ReferralOutcome",
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
                ("text", models.TextField(verbose_name="伝えた結果")),
                ("told_at", models.DateTimeField(verbose_name="伝えた日時")),
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcome",
                        to="casework.referral",
                    ),
                ),
            ],
            options={
                "verbose_name": "つなぎの結果",
                "verbose_name_plural": "つなぎの結果",
            },
        ),
        migrations.CreateModel(
            name="RoleAssignment",
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
                        choices=[
                            ("drafted", "案"),
                            ("asked", "返事待ち"),
                            ("accepted", "引き受けた"),
                            ("declined", "引き受けられない"),
                            ("ended", "終わった"),
                        ],
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                (
                    "window_id",
                    models.UUIDField(db_index=True, null=True, verbose_name="役割を担う窓口"),
                ),
                (
                    "agency_code",
                    models.CharField(blank=True, max_length=60, verbose_name="役割を担う機関"),
                ),
                ("appointment_id", models.UUIDField(null=True, verbose_name="役割の担当者の所属")),
                (
                    "partner_name",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="役割の担当者（アカウントなし）"
                    ),
                ),
                ("what", models.CharField(max_length=120, verbose_name="役割")),
                ("content", models.TextField(blank=True, verbose_name="役割の中身")),
                ("frequency", models.CharField(blank=True, max_length=60, verbose_name="頻度")),
                ("limit_on", models.DateField(null=True, verbose_name="役割の期限")),
                (
                    "item_id",
                    models.UUIDField(db_index=True, null=True, verbose_name="役割を決めた案件"),
                ),
                ("asked_at", models.DateTimeField(null=True, verbose_name="お願いした日時")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="返事の日時")),
                (
                    "answered_by",
                    models.CharField(blank=True, max_length=120, verbose_name="返事をした人"),
                ),
                (
                    "accepted_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_meeting", "会議の場で"),
                            ("itself", "自分で"),
                            ("told", "先方から聞いた"),
                        ],
                        max_length=10,
                        verbose_name="承諾のしかた",
                    ),
                ),
                (
                    "declined_reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="引き受けられない理由"
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True, verbose_name="役割の終わり")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roles",
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
                    "plan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roles",
                        to="casework.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "役割分担",
                "verbose_name_plural": "役割分担",
            },
        ),
        migrations.CreateModel(
            name="RoleNote",
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
                ("done_on", models.DateField(verbose_name="役割でしたことの日")),
                ("body", models.TextField(verbose_name="役割の経過")),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="casework.roleassignment",
                    ),
                ),
            ],
            options={
                "verbose_name": "役割の経過",
                "verbose_name_plural": "役割の経過",
            },
        ),
        migrations.CreateModel(
            name="NextAction",
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
                ("what", models.CharField(max_length=300, verbose_name="すること")),
                ("due_on", models.DateField(verbose_name="期日")),
                ("set_at", models.DateTimeField(verbose_name="決めた日時")),
                ("done_at", models.DateTimeField(null=True, verbose_name="済んだ日時")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="next_actions",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "次の行動",
                "verbose_name_plural": "次の行動",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at", None)),
                        fields=("case",),
                        name="one_next_action",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                fields=("case", "edition"),
                name="plan_edition_once",
                violation_error_message="この版のプランは、もう作られています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("in_force", "under_review"))),
                fields=("case",),
                name="one_running_plan",
                violation_error_message="このケースには、もう実施中のプランがあります。",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("in_force", "under_review")), _negated=True),
                    models.Q(
                        ("decided_by_id__isnull", False),
                        ("decided_on__isnull", False),
                        ("lead_window_id__isnull", False),
                        ("next_review_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="running_plan_is_carried",
                violation_error_message="実施するプランには、主担当機関、次の見直しの日、プラン決定日が必要です。",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["circle_id", "-at"], name="casework_en_circle__98e448_idx"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("to_agency_code", ""), ("to_window_id__isnull", False)),
                    models.Q(
                        ("to_window_id", None), models.Q(("to_agency_code", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="referral_goes_somewhere",
                violation_error_message="つなぎの宛先を一つ選んでください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("accepted", "arrived", "done")), _negated=True),
                    models.Q(
                        ("first_contact_on__isnull", False),
                        models.Q(
                            ("named_id__isnull", False),
                            models.Q(("answered_by", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="accepted_referral_names_who_and_when",
                violation_error_message="引き受けるときは、担当者と最初に連絡する日を決めてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "on_hold"), _negated=True),
                    models.Q(
                        ("hold_until__isnull", False), models.Q(("reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="held_referral_says_until_when",
                violation_error_message="保留するときは、理由と期限を書いてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), _negated=True),
                    models.Q(
                        models.Q(("reason", ""), _negated=True),
                        models.Q(
                            ("proposed_window_id__isnull", False),
                            models.Q(("proposed_note", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="declined_referral_proposes",
                violation_error_message="引き受けられないときは、理由と、代わりにあたる先を書いてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agency_code", ""), ("window_id__isnull", False)),
                    models.Q(("window_id", None), models.Q(("agency_code", ""), _negated=True)),
                    _connector="OR",
                ),
                name="role_is_somebodys",
                violation_error_message="役割を担う窓口か機関を一つ選んでください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("item_id", None), ("plan__isnull", False)),
                    models.Q(("item_id__isnull", False), ("plan", None)),
                    _connector="OR",
                ),
                name="role_belongs_to_plan_or_item",
                violation_error_message="役割は、支援プランか会議の案件の、どちらか一つに書いてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "drafted"),
                    models.Q(("asked_at__isnull", False), ("ground__isnull", False)),
                    _connector="OR",
                ),
                name="asked_role_has_a_ground",
                violation_error_message="お願いした役割には、根拠とお願いした日時が必要です。",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "accepted"), _negated=True),
                    models.Q(
                        models.Q(("accepted_how", ""), _negated=True),
                        models.Q(("answered_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="accepted_role_says_by_whom",
                violation_error_message="だれがどのように引き受けたかを書いてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), _negated=True),
                    models.Q(("declined_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="declined_role_says_why",
                violation_error_message="引き受けられない理由を書いてください。",
            ),
        ),
    ]
