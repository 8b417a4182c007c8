from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "ikue.programmes.participation"
    label = "participation"
    default_auto_field = "django.db.models.BigAutoField"
