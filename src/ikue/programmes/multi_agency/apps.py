from django.apps import AppConfig


class MultiAgencyConfig(AppConfig):
    name = "ikue.programmes.multi_agency"
    label = "multi_agency"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ikue.casework.domain.obstacles import tells_obstacle
        from ikue.casework.enums import ReferralKind
        from ikue.casework.views.answering import answers_its_kind
        from ikue.programmes.multi_agency.domain.coordinations import coordinated
        from ikue.programmes.multi_agency.views.answers import TO_REQUESTS

        tells_obstacle(coordinated)
        answers_its_kind(ReferralKind.MULTI_AGENCY, TO_REQUESTS)
