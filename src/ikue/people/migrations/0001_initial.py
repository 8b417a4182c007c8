import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Household",
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
                ("label", models.CharField(max_length=120, verbose_name="世帯の呼び名")),
            ],
            options={
                "verbose_name": "世帯",
                "verbose_name_plural": "世帯",
            },
        ),
        migrations.CreateModel(
            name="Person",
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
                ("family_name", models.CharField(blank=True, max_length=80, verbose_name="姓")),
                ("given_name", models.CharField(blank=True, max_length=80, verbose_name="名")),
                ("family_kana", models.CharField(blank=True, max_length=120, verbose_name="せい")),
                ("given_kana", models.CharField(blank=True, max_length=120, verbose_name="めい")),
                (
                    "latin_name",
                    models.CharField(blank=True, max_length=160, verbose_name="ローマ字の氏名"),
                ),
                (
                    "known_as",
                    models.CharField(blank=True, max_length=200, verbose_name="呼び名・特徴"),
                ),
                (
                    "sex",
                    models.CharField(
                        choices=[
                            ("female", "女"),
                            ("male", "男"),
                            ("other", "その他"),
                            ("unknown", "不明"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="性別",
                    ),
                ),
                (
                    "birth_year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="生年"),
                ),
                (
                    "birth_month",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="生月"),
                ),
                (
                    "birth_day",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="生日"),
                ),
                (
                    "birth_is_approximate",
                    models.BooleanField(default=False, verbose_name="生年月日はおおよそ"),
                ),
                ("language", models.CharField(blank=True, max_length=40, verbose_name="使う言葉")),
                (
                    "interpreter",
                    models.CharField(
                        choices=[
                            ("none", "いらない"),
                            ("language", "通訳が必要"),
                            ("sign", "手話通訳が必要"),
                            ("written", "筆談が必要"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="通訳",
                    ),
                ),
                ("died_on", models.DateField(blank=True, null=True, verbose_name="死亡日")),
                (
                    "tally_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="数える鍵"),
                ),
            ],
            options={
                "verbose_name": "人",
                "verbose_name_plural": "人",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("family_kana", ""),
                            ("family_name", ""),
                            ("given_kana", ""),
                            ("given_name", ""),
                            ("known_as", ""),
                            ("latin_name", ""),
                            _negated=True,
                        ),
                        name="person_is_called_something",
                        violation_error_message="名前がわからないときは、呼び名か特徴を書いてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("birth_day", None),
                            models.Q(("birth_month", None), _negated=True),
                            _connector="OR",
                        ),
                        name="person_birth_day_needs_month",
                        violation_error_message="生まれた日だけでは登録できません。月も入れてください。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LifeEvent",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("discharge", "退院"),
                            ("release", "矯正施設からの退所"),
                            ("graduation", "卒業"),
                            ("eviction", "退去の期限"),
                            ("tenancy", "賃貸契約の期限"),
                            ("certificate", "手帳の期限"),
                            ("residence", "在留期限"),
                            ("other", "その他の節目"),
                        ],
                        max_length=12,
                        verbose_name="節目",
                    ),
                ),
                ("on", models.DateField(db_index=True, verbose_name="日付")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="補足")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="life_events",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "節目",
                "verbose_name_plural": "節目",
            },
        ),
        migrations.CreateModel(
            name="ContactPoint",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("address", "住所"),
                            ("phone", "電話"),
                            ("mobile", "携帯電話"),
                            ("mail", "電子メール"),
                            ("school", "学校"),
                            ("workplace", "勤務先"),
                            ("clinic", "通院先"),
                            ("usual_place", "よくいる場所"),
                        ],
                        max_length=12,
                        verbose_name="種類",
                    ),
                ),
                ("value", models.CharField(max_length=300, verbose_name="内容")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="補足")),
                (
                    "ended_on",
                    models.DateField(blank=True, null=True, verbose_name="使わなくなった日"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_points",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "連絡先・所在",
                "verbose_name_plural": "連絡先・所在",
            },
        ),
        migrations.CreateModel(
            name="PersonName",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("common", "通称"),
                            ("former", "旧姓"),
                            ("variant", "別の表記"),
                            ("registered", "本名"),
                            ("pseudonym", "仮名"),
                        ],
                        max_length=12,
                        verbose_name="種類",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="名前")),
                ("kana", models.CharField(blank=True, max_length=240, verbose_name="ふりがな")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="other_names",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "別の名前",
                "verbose_name_plural": "別の名前",
            },
        ),
        migrations.CreateModel(
            name="SafeContact",
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
                    "hours",
                    models.CharField(blank=True, max_length=120, verbose_name="連絡してよい時間"),
                ),
                (
                    "secret_from_family",
                    models.BooleanField(default=False, verbose_name="家族に知られてはいけない"),
                ),
                (
                    "no_message",
                    models.BooleanField(default=False, verbose_name="留守番電話に残さない"),
                ),
                ("written_only", models.BooleanField(default=False, verbose_name="筆談・文字だけ")),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="そのほかの約束"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="safe_contacts",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "安全な連絡方法",
                "verbose_name_plural": "安全な連絡方法",
                "get_latest_by": "recorded_at",
            },
        ),
        migrations.CreateModel(
            name="Membership",
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
                    "relationship",
                    models.CharField(
                        choices=[
                            ("self", "本人"),
                            ("spouse", "配偶者"),
                            ("partner", "事実婚の相手"),
                            ("father", "父"),
                            ("mother", "母"),
                            ("child", "子"),
                            ("sibling", "兄弟姉妹"),
                            ("grandparent", "祖父母"),
                            ("grandchild", "孫"),
                            ("in_law", "姻族"),
                            ("other_kin", "その他の親族"),
                            ("housemate", "同居人"),
                            ("unknown", "不明"),
                        ],
                        max_length=12,
                        verbose_name="続柄",
                    ),
                ),
                ("lives_there", models.BooleanField(default=True, verbose_name="同居")),
                (
                    "birth_band_year",
                    models.PositiveSmallIntegerField(
                        null=True, verbose_name="年齢層の起点（5年きざみ）"
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="いつから")),
                ("until", models.DateField(blank=True, null=True, verbose_name="いつまで")),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="people.household",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "世帯員",
                "verbose_name_plural": "世帯員",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since", None),
                            ("until", None),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="membership_ends_after_start",
                        violation_error_message="世帯を離れた日が、入った日より前になっています。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Gram",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("gram", models.CharField(max_length=4, verbose_name="二文字")),
                ("circle_id", models.UUIDField(verbose_name="支援の輪")),
                ("owner_window_id", models.UUIDField(verbose_name="記録した窓口")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "検索の鍵",
                "verbose_name_plural": "検索の鍵",
                "indexes": [
                    models.Index(fields=["gram", "person"], name="people_gram_gram_a2ef55_idx")
                ],
            },
        ),
        migrations.CreateModel(
            name="Relation",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("parent_of", "親"),
                            ("spouse_of", "配偶者"),
                            ("partner_of", "事実婚"),
                            ("divorced_from", "離婚"),
                            ("sibling_of", "兄弟姉妹"),
                            ("cares_for", "ケアをしている"),
                            ("represents", "代理人"),
                            ("acquainted_with", "知人・近隣"),
                        ],
                        max_length=16,
                        verbose_name="関係",
                    ),
                ),
                ("scope", models.CharField(blank=True, max_length=200, verbose_name="代理の範囲")),
                ("since", models.DateField(blank=True, null=True, verbose_name="いつから")),
                ("until", models.DateField(blank=True, null=True, verbose_name="いつまで")),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reverse_relations",
                        to="people.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relations",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "関係",
                "verbose_name_plural": "関係",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("other")), _negated=True),
                        name="relation_needs_two",
                        violation_error_message="自分自身との関係は登録できません。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Support",
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
                ("since", models.DateTimeField(verbose_name="開始日時")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="終了日時")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supports",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "支援の相手",
                "verbose_name_plural": "支援の相手",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="support_ends_after_start",
                        violation_error_message="支援の終わりが始まりより前になっています。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("person", "owner_window_id"),
                        name="support_once_per_window",
                    ),
                ],
            },
        ),
    ]
