from ikue.programmes.consultation.models.addition import Addition
from ikue.programmes.consultation.models.advice import Advice
from ikue.programmes.consultation.models.assessment import Assessment, AssessmentField
from ikue.programmes.consultation.models.consultation import Consultation

__all__ = ["Addition", "Advice", "Assessment", "AssessmentField", "Consultation"]
