"""Situations on the desk, made through the verbs; pages are rendered without collected files."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from ikue.casework.domain.cases import HandOverBook, Next, hand_over_case
from ikue.casework.domain.referrals import (
    Acceptance,
    Refusal,
    Sending,
    Words,
    accept_referral,
    decline_referral,
)
from ikue.casework.models import Case, Referral
from ikue.directory.models import Window
from ikue.kernel import clock
from ikue.people.domain.persons import PersonFacts
from ikue.programmes.consultation.domain.receiving import Principal, Reception, receive
from ikue.programmes.consultation.domain.screening import refer, support_here
from ikue.programmes.consultation.enums import Urgency
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.enums import Basis
from tests.cast import Cast, assemble
from tests.client import sign_in
from tests.factories.receptions import household_8050
from tests.standing import standing


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@dataclass
class Ward:
    """The cast, and the verbs of a usual day in few words."""

    cast: Cast

    def reception(self, by: str = "desk") -> Consultation:
        with self.cast.acting(by) as viewer:
            return household_8050(by=viewer, at=self.cast.at)

    def urgent(self, *, by: str = "desk", ago: int = 0) -> Consultation:
        """今日中, received so many minutes before the cast's moment."""
        received_at = self.cast.at - timedelta(minutes=ago)
        with self.cast.acting(by) as viewer:
            return receive(
                reception=Reception(
                    received_at=received_at, complaint="今夜食べるものがない",
                    urgency=Urgency.TODAY, urgency_reason="所持金がない",
                ),
                principal=Principal(facts=PersonFacts(family_name="林", given_name="誠")),
                by=viewer, at=self.cast.at,
            )  # fmt: skip

    def case(self, by: str = "desk", *, due_on: date | None = None) -> Case:
        consultation = self.reception(by)
        due = due_on or clock.today(self.cast.at) + timedelta(days=10)
        with self.cast.acting(by) as viewer:
            return support_here(
                consultation=Consultation.objects.get(pk=consultation.pk),
                responsible=self.cast.appointment(by),
                next_action=Next(what="訪問して話を聞く", due_on=due),
                reason="この窓口で聞く", by=viewer, at=self.cast.at,
            )  # fmt: skip

    def referral(
        self, *, by: str = "desk", to: str = "support_center_arakawa", clock: str = "ordinary"
    ) -> Referral:
        consultation = self.reception(by)
        with self.cast.acting(by) as viewer:
            consultation = Consultation.objects.get(pk=consultation.pk)
            sending = Sending(
                person_ids=(consultation.person_id,), basis=Basis.WARD_PURPOSE, clock=clock,
                to_window=Window.objects.get(code=to),
                words=Words(question="介護の相談をお願いします", complaint=consultation.complaint),
            )  # fmt: skip
            return refer(consultation=consultation, sending=sending, by=viewer, at=self.cast.at)

    def decline(self, referral: Referral, by: str = "elderly") -> None:
        with self.cast.acting(by) as viewer:
            decline_referral(
                referral=Referral.objects.get(pk=referral.pk),
                refusal=Refusal(reason="圏域がちがう", proposed_note="南千住の窓口"),
                by=viewer, at=self.cast.at,
            )  # fmt: skip

    def accept(self, referral: Referral, by: str = "elderly", *, in_days: int = 2) -> None:
        with self.cast.acting(by) as viewer:
            accept_referral(
                referral=Referral.objects.get(pk=referral.pk),
                acceptance=Acceptance(
                    named=self.cast.appointment(by),
                    first_contact_on=clock.today(self.cast.at) + timedelta(days=in_days),
                ),
                by=viewer, at=self.cast.at,
            )  # fmt: skip

    def hand_over(self, case: Case, *, by: str, to: str) -> None:
        with self.cast.acting(by) as viewer:
            hand_over_case(
                case=Case.objects.get(pk=case.pk), to=self.cast.appointment(to), reason="担当替え",
                book=HandOverBook(promise="火曜に電話"), by=viewer, at=self.cast.at,
            )  # fmt: skip


@standing
def ward(db):
    return Ward(assemble())


@pytest.fixture
def visit(ward, client):
    """(name) → a browser signed in as that member of the cast, at the cast's moment."""

    def visit(name, method, address, data=None):
        sign_in(client, ward.cast, name)
        with clock.frozen(ward.cast.at):
            return getattr(client, method)(address, data or {})

    return visit
