import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("what", models.CharField(max_length=60, verbose_name="出来事")),
                ("at", models.DateTimeField(verbose_name="事実の日時")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="記録日時")),
                ("amount", models.SmallIntegerField(default=1, verbose_name="数")),
                ("window", models.CharField(max_length=40, verbose_name="窓口")),
                ("field", models.CharField(blank=True, max_length=40, verbose_name="分野")),
                ("route", models.CharField(blank=True, max_length=40, verbose_name="相談経路")),
                ("issues", models.JSONField(default=list, verbose_name="課題")),
                ("age_band", models.CharField(blank=True, max_length=20, verbose_name="年齢層")),
                ("area", models.CharField(blank=True, max_length=20, verbose_name="町丁目")),
                ("outcome", models.CharField(blank=True, max_length=40, verbose_name="結果")),
                ("record_key", models.UUIDField(verbose_name="記録の鍵")),
                ("case_key", models.UUIDField(null=True, verbose_name="ケースの鍵")),
                ("household_key", models.UUIDField(null=True, verbose_name="世帯の鍵")),
                ("person_key", models.UUIDField(null=True, verbose_name="本人の鍵")),
            ],
            options={
                "verbose_name": "数える出来事",
                "verbose_name_plural": "数える出来事",
                "indexes": [
                    models.Index(fields=["what", "at"], name="tally_event_what_081ea5_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__in", (1, -1))),
                        name="tally_one_at_a_time",
                        violation_error_message="出来事は一つずつ数えます。",
                    )
                ],
            },
        ),
    ]
