"""Which receptions still wait for the window that received them."""

from django.db.models import Q, QuerySet

from ikue.casework.enums import TAKEN
from ikue.programmes.consultation.enums import OPEN_STATES
from ikue.programmes.consultation.models import Consultation


def still_open() -> QuerySet[Consultation]:
    """Open, and if it was passed on, not yet taken by anybody (as invariant 1 counts them)."""
    taken = Q(referral__state__in=TAKEN)
    return Consultation.objects.filter(~taken, state__in=OPEN_STATES)
