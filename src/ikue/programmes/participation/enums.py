from django.db.models import TextChoices


class ParticipationState(TextChoices):
    """参加支援の段階, as the person walks it."""

    REQUESTED = "requested", "お願いがあった"
    PLANNED = "planned", "計画した"
    SEARCHING = "searching", "さがしている"
    TRIAL = "trial", "ためしている"
    SETTLING = "settling", "なじみつつある"
    SETTLED = "settled", "なじんだ"
    LEFT = "left", "離れた"
