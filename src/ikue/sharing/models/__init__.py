from ikue.sharing.models.basis import LegalBasis, StandingDecision
from ikue.sharing.models.circle import Circle, Exclusion
from ikue.sharing.models.consent import (
    Consent,
    ConsentAddition,
    ConsentReceiver,
    ConsentTelling,
    ConsentWords,
    in_force_on,
)
from ikue.sharing.models.grant import Grant, Ground

__all__ = [
    "Circle",
    "Consent",
    "ConsentAddition",
    "ConsentReceiver",
    "ConsentTelling",
    "ConsentWords",
    "Exclusion",
    "Grant",
    "Ground",
    "LegalBasis",
    "StandingDecision",
    "in_force_on",
]
