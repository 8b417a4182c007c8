from ikue.programmes.consultation.models.advice import Advice
from ikue.programmes.consultation.models.consultation import Consultation

__all__ = ["Advice", "Consultation"]
