from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    name = "ikue.programmes.consultation"
    label = "consultation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ikue.casework.domain.origins import tells_origin
        from ikue.casework.domain.understanding import tells_understanding
        from ikue.programmes.consultation.domain.assessing import understood
        from ikue.programmes.consultation.domain.waiting import origin

        tells_origin(origin)
        tells_understanding(understood)
