"""Requests to 多機関協働 from a household's own circle, and what becomes of them."""

from datetime import timedelta

from ikue.casework.domain.cases import Next
from ikue.casework.domain.referrals import Acceptance
from ikue.casework.enums import ReferralKind
from ikue.casework.models import Case, Referral
from ikue.kernel import clock
from ikue.programmes.consultation.domain.screening import support_here
from ikue.programmes.consultation.models import Consultation
from ikue.programmes.multi_agency.domain.coordinations import take_up_request
from ikue.programmes.multi_agency.models import Coordination
from tests.cast import Cast
from tests.factories.referrals import received_8050, send

BOTH = ("トメ", "一郎")


def supported_8050(cast: Cast, by: str = "desk") -> Case:
    """The household's case at the window that received it."""
    consultation = received_8050(cast, by)
    with cast.acting(by) as viewer:
        return support_here(
            consultation=Consultation.objects.get(pk=consultation.pk),
            responsible=cast.appointment(by),
            next_action=Next(what="訪問する", due_on=in_days(cast, 10)),
            reason="この窓口で聞く", by=viewer, at=cast.at,
        )  # fmt: skip


def in_days(cast: Cast, days: int):
    return clock.today(cast.at) + timedelta(days=days)


def request(cast: Cast, circle_id, *, by: str = "desk", **changes) -> Referral:
    """A request to 多機関協働 about both of them."""
    return send(
        cast, circle_id, by=by, to="multi_agency", kind=ReferralKind.MULTI_AGENCY,
        names=changes.pop("names", BOTH), **changes,
    )  # fmt: skip


def take_up(cast: Cast, referral: Referral, by: str = "coordinator") -> Coordination:
    with cast.acting(by) as viewer:
        return take_up_request(
            referral=Referral.objects.get(pk=referral.pk),
            acceptance=Acceptance(
                named=cast.appointment(by), first_contact_on=in_days(cast, 2)
            ),
            by=viewer, at=cast.at,
        )  # fmt: skip


def coordinated_8050(cast: Cast, *, supported: bool = True) -> Coordination:
    """Taken up: led by the desk where it supports them already, else by 多機関協働 itself."""
    circle_id = supported_8050(cast).circle_id if supported else received_8050(cast).circle_id
    cast.later(minutes=10)
    referral = request(cast, circle_id)
    cast.later(minutes=10)
    return take_up(cast, referral)
