"""同意の終わり: what was asked of or given by somebody who died lapses with them."""

from datetime import datetime
from uuid import UUID

from ikue.audit.perform import perform
from ikue.directory.viewers import Viewer
from ikue.sharing.domain.opening import end_resting
from ikue.sharing.enums import ConsentState
from ikue.sharing.models import Consent
from ikue.sharing.states import CONSENT

STANDING = (ConsentState.ASKED, ConsentState.REFUSED, ConsentState.GIVEN)


def lapse_consents(*, person_id: UUID, circle_id: UUID, by: Viewer, at: datetime) -> list[Consent]:
    """Every window's, in this circle: nobody is asked again, and what rests on them ends."""
    consents = list(
        Consent.objects.filter(person_id=person_id, circle_id=circle_id, state__in=STANDING)
    )
    for consent in consents:
        consent.withdrawn_at = at
        perform(machine=CONSENT, name="lapse", record=consent, by=by, at=at)
        end_resting(consent_id=consent.pk, at=at)
    return consents
