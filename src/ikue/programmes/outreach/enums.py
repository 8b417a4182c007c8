from django.db.models import TextChoices


class OutreachState(TextChoices):
    """アウトリーチの段階. 訪問の結果 and 関係づくり come with the visits."""

    NOTICED = "noticed", "気づいた"
    PLANNED = "planned", "訪問を計画した"
    VISITING = "visiting", "訪問している"
    IN_TOUCH = "in_touch", "つながりがある"
    CONSENTED = "consented", "同意が得られた"
    LINKED = "linked", "支援につながった"
    CLOSED = "closed", "終わった"
