from django.apps import AppConfig


class MultiAgencyConfig(AppConfig):
    name = "ikue.programmes.multi_agency"
    label = "multi_agency"
    default_auto_field = "django.db.models.BigAutoField"
