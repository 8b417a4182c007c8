"""同意の相手をさがす: the consent, the addition or the member that a verb is about, and whom it may
name. Only for a window on duty in the circle: the rows of the others are not there."""

from datetime import date
from uuid import UUID

from ikue.directory.domain.queries import partners_written_for, windows_that_receive
from ikue.directory.models import Agency, Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.sharing.domain.consent_lines import note_consent
from ikue.sharing.domain.deciding import Rights, rights_of
from ikue.sharing.domain.showing import ShownPerson, show_households
from ikue.sharing.models import Consent, ConsentAddition


def require_duty(viewer: Viewer, circle_id: UUID) -> Rights:
    """The page is for the windows on duty in the circle. Raises NotAllowed, as for no circle."""
    rights = rights_of(viewer, [circle_id])
    if not viewer.works_with_cases or not rights.on_duty_in(circle_id):
        raise NotAllowed("consents")
    return rights


def find_consent(viewer: Viewer, consent_id: UUID) -> Consent:
    """A consent of a circle one is on duty in, noted as shown. Raises DoesNotExist, NotAllowed."""
    consent = Consent.objects.get(pk=consent_id)
    note_consent(require_duty(viewer, consent.circle_id), consent)
    return consent


def find_addition(viewer: Viewer, addition_id: UUID) -> ConsentAddition:
    addition = ConsentAddition.objects.select_related("consent").get(pk=addition_id)
    note_consent(require_duty(viewer, addition.circle_id), addition.consent)
    return addition


def find_member(viewer: Viewer, circle_id: UUID, person_id: UUID) -> ShownPerson:
    """Somebody of the circle, by name or as 続柄. Raises NotAllowed."""
    require_duty(viewer, circle_id)
    for household in show_households(viewer, circle_id):
        for member in household.members:
            if member.person_id == person_id:
                return member
    raise NotAllowed("consent_of_a_stranger")


def windows_to_add(consent: Consent, on: date) -> list[Window]:
    """Of the kinds that the consent names, not named yet and not the own window."""
    there = set(consent.additions.values_list("window_id", flat=True))
    rows = Window.objects.in_force(on).filter(agency__kind__in=consent.agency_kinds)
    rows = rows.exclude(code__in=consent.window_codes).exclude(pk__in=there)
    return list(rows.exclude(pk=consent.owner_window_id).select_related("agency").order_by("code"))


def possible_receivers(viewer: Viewer) -> tuple[list[Window], list[Agency]]:
    """Who can be named in a consent: windows that take people, the own one too (in a conference it
    is told by the others), and partners who do not answer here."""
    today = clock.today(viewer.at)
    windows = windows_that_receive(today)
    ordered = windows.order_by("field__order", "listing_order", "code")
    return list(ordered), list(partners_written_for(today).order_by("name"))
