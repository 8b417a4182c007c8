from django.apps import AppConfig


class UserInterfaceConfig(AppConfig):
    name = "ikue.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"
