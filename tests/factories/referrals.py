"""Named recipes of referrals, sent through the verb from a household's own circle."""

from datetime import timedelta

from ikue.casework.domain.referrals import (
    Acceptance,
    Sending,
    Words,
    accept_referral,
    send_referral,
)
from ikue.casework.enums import ReferralClock, ReferralKind
from ikue.casework.models import Referral
from ikue.directory.models import Agency, Window
from ikue.people.models import Person
from ikue.sharing.enums import Basis
from tests.cast import Cast
from tests.factories.receptions import household_8050

WORDS = Words(
    question="介護の相談と、母の受診の同行をお願いしたい",
    done_already="電話で状況を聞いた",
    keep_doing="息子の家計の相談は続ける",
    complaint="母の物忘れがひどい",
)


def received_8050(cast: Cast, by: str = "desk"):
    with cast.acting(by) as viewer:
        return household_8050(by=viewer, at=cast.at)


def send(
    cast: Cast,
    circle_id,
    *,
    by: str = "desk",
    to: str = "support_center_arakawa",
    to_agency: str = "",
    basis: str = Basis.WARD_PURPOSE,
    names: tuple[str, ...] = ("トメ",),
    clock: str = ReferralClock.ORDINARY,
    kind: str = ReferralKind.LINK,
) -> Referral:
    with cast.acting(by) as viewer:
        persons = Person.objects.filter(circle_id=circle_id, given_name__in=names)
        sending = Sending(
            person_ids=tuple(persons.order_by("given_name").values_list("pk", flat=True)),
            basis=basis,
            words=WORDS,
            to_window=None if to_agency else Window.objects.get(code=to),
            to_agency=Agency.objects.get(code=to_agency) if to_agency else None,
            clock=clock,
            kind=kind,
        )
        return send_referral(circle_id=circle_id, sending=sending, by=viewer, at=cast.at)


def sent_8050(cast: Cast, **changes) -> Referral:
    """髙橋トメ, referred by the self-reliance desk to 地域包括 荒川."""
    consultation = received_8050(cast, changes.get("by", "desk"))
    cast.later(minutes=10)
    return send(cast, consultation.circle_id, **changes)


def accept(cast: Cast, referral: Referral, by: str = "elderly") -> None:
    """Taken up by that member, who makes contact in two days."""
    with cast.acting(by) as viewer:
        taken = Acceptance(
            named=cast.appointment(by), first_contact_on=cast.at.date() + timedelta(days=2)
        )
        row = Referral.objects.get(pk=referral.pk)
        accept_referral(referral=row, acceptance=taken, by=viewer, at=cast.at)
