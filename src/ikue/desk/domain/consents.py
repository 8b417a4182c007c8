"""同意のページ of one circle, with the way back to its case or its receptions."""

from dataclasses import dataclass
from uuid import UUID

from ikue.casework.models import Case
from ikue.directory.domain.columns import window_name
from ikue.directory.viewers import Viewer
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.domain.consent_finding import require_duty
from ikue.sharing.domain.consent_lines import CircleConsents, consents_of
from ikue.sharing.domain.showing import show_households
from ikue.sharing.models import ConsentAddition


@dataclass(frozen=True, kw_only=True)
class ConsentPage:
    circle_id: UUID
    label: str
    consents: CircleConsents
    case: Case | None
    receptions: tuple[Consultation, ...]


def consent_page(viewer: Viewer, circle_id: UUID) -> ConsentPage:
    """Raises NotAllowed outside the circle."""
    rights = require_duty(viewer, circle_id)
    households = show_households(viewer, circle_id)
    receptions = Consultation.objects.filter(
        circle_id=circle_id, owner_window_id__in=viewer.window_ids
    )
    additions = ConsentAddition.objects.filter(circle_id=circle_id).select_related("telling")
    additions = additions.annotate(called=window_name("window_id"))
    return ConsentPage(
        circle_id=circle_id,
        label=households[0].label if households else "",
        consents=consents_of(
            viewer,
            circle_id,
            households,
            rights,
            additions=additions.order_by("added_at"),
        ),
        case=Case.objects.filter(circle_id=circle_id).order_by("opened_at").last(),
        receptions=tuple(receptions.order_by("received_at")),
    )
