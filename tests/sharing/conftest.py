"""A household at one desk, and another desk that was asked about it."""

from ikue.casework.domain.referrals import Sending, Words, send_referral
from ikue.directory.models import Window
from ikue.sharing.enums import Basis
from tests.cast import assemble
from tests.factories.receptions import household_8050
from tests.standing import standing


@standing
def cast():
    return assemble()


@standing
def consultation(cast):
    with cast.acting("desk") as by:
        return household_8050(by=by, at=cast.at)


@standing
def sent(cast, consultation):
    """The desk has asked 包括 荒川; nobody has answered yet."""
    with cast.acting("desk") as by:
        return send_referral(
            circle_id=consultation.circle_id,
            sending=Sending(
                person_ids=(consultation.person_id,), basis=Basis.WARD_PURPOSE,
                to_window=Window.objects.get(code="support_center_arakawa"),
                words=Words(question="介護の相談を"),
            ),
            by=by, at=cast.at,
        )  # fmt: skip
