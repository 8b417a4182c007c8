from django.db.models import TextChoices


class ClaimKind(TextChoices):
    """本人の請求（個人情報保護法 76条・90条・98条）と苦情."""

    DISCLOSURE = "disclosure", "開示"
    CORRECTION = "correction", "訂正"
    SUSPENSION = "suspension", "利用停止"
    COMPLAINT = "complaint", "苦情"
