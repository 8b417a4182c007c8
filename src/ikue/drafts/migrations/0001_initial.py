import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("account_id", models.UUIDField(verbose_name="職員")),
                ("appointment_id", models.UUIDField(verbose_name="書いたときの所属")),
                ("form", models.CharField(max_length=60, verbose_name="画面")),
                ("subject", models.CharField(blank=True, max_length=64, verbose_name="対象")),
                ("page", models.CharField(blank=True, max_length=36, verbose_name="書いた画面")),
                ("content", models.JSONField(verbose_name="書いた内容")),
                ("saved_at", models.DateTimeField(auto_now=True, verbose_name="保存日時")),
            ],
            options={
                "verbose_name": "書きかけ",
                "verbose_name_plural": "書きかけ",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account_id", "appointment_id", "form", "subject"),
                        name="one_draft_each",
                    )
                ],
            },
        ),
    ]
