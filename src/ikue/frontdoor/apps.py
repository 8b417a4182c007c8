from django.apps import AppConfig


class FrontDoorConfig(AppConfig):
    name = "ikue.frontdoor"
    label = "frontdoor"
    default_auto_field = "django.db.models.BigAutoField"
