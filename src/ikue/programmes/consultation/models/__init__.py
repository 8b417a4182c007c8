from ikue.programmes.consultation.models.advice import Advice
from ikue.programmes.consultation.models.assessment import Assessment, AssessmentField
from ikue.programmes.consultation.models.consultation import Consultation

__all__ = ["Advice", "Assessment", "AssessmentField", "Consultation"]
