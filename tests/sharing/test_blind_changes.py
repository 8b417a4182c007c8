"""Hostile UPDATEs and INSERTs beside the grants: a row that one may change, moved to where one
could not have written it; the duty of accepting, used to read.
"""

import uuid

import pytest

from ikue.casework.domain.referrals import Sending, Words, recall_referral, send_referral
from ikue.casework.models import Packet
from ikue.directory.domain.appointments import appoint
from ikue.directory.enums import Role
from ikue.directory.models import Window
from ikue.people.models import Person
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.domain.consents import (
    ConsentAnswer,
    ConsentScope,
    ask_consent,
    give_consent,
    withdraw_consent,
)
from ikue.sharing.enums import Basis, ConsentState, ExclusionKind, FieldClass
from ikue.sharing.models import Consent
from tests.cast import APPOINTED
from tests.factories.receptions import household_8050
from tests.sharing.raw import (
    attempt,
    insert,
    insert_grant,
    insert_ground,
    take_duty_in_own_circle,
)
from tests.sharing.test_self_granting import consented

pytestmark = pytest.mark.django_db


def known() -> int:
    return Person.objects.count()


def support(by, at, circle_id, person_id):
    return insert(
        "people_support", id=uuid.uuid4(), circle_id=circle_id, owner_window_id=by.window_id,
        written_by_id=by.appointment_id, recorded_at=at, person_id=person_id, since=at,
    )  # fmt: skip


def accepting(by, at, circle_id):
    """The duty of accepting, tried by hand; nothing of it may depend on whether it is let in."""
    ground_id, _ = insert_ground(circle_id=circle_id, owner=by, at=at)
    insert_grant(ground_id=ground_id, circle_id=circle_id, owner=by, at=at, classes=1)
    return ground_id


class TestARowMoved:
    def test_support_to_a_strangers_person_opens_nothing(self, cast, consultation):
        with cast.acting("elderly") as by:
            household_8050(by=by, at=cast.at)
            before = known()
            attempt(
                "UPDATE people_support SET circle_id = %s, person_id = %s",
                [consultation.circle_id, consultation.person_id],
            )
            assert known() == before

    def test_exclusion_to_a_strangers_circle_shuts_nobody_out(self, cast, consultation):
        with cast.acting("elderly") as by:
            circle_id, _ = take_duty_in_own_circle(owner=by, at=cast.at)
            insert(
                "sharing_exclusion", id=uuid.uuid4(), circle_id=circle_id,
                owner_window_id=by.window_id, written_by_id=by.appointment_id,
                recorded_at=cast.at, account_id=cast["desk"].account_id,
                kind=ExclusionKind.CONFLICT, reason="", starts_at=cast.at,
            )  # fmt: skip
            attempt("UPDATE sharing_exclusion SET circle_id = %s", [consultation.circle_id])
        with cast.acting("desk"):
            assert known() == 2

    def test_a_recalled_referral_is_not_set_on_a_ground_of_ones_own(self, cast, sent):
        cast.later(minutes=5)
        with cast.acting("desk") as by:
            recall_referral(referral=sent, reason="x", by=by, at=cast.at)
        with cast.acting("elderly") as by:
            assert Packet.objects.count() == 0
            _, ground_id = take_duty_in_own_circle(owner=by, at=cast.at)
            attempt("UPDATE casework_referral SET state = 'sent', ground_id = %s", [ground_id])
            assert Packet.objects.count() == 0


class TestOnlyReferredTo:
    """What may be written before the answer (the duty of accepting) opens no more than F0."""

    def test_naming_the_person_as_supported_opens_no_identity(self, cast, consultation, sent):
        with cast.acting("elderly") as by:
            accepting(by, cast.at, consultation.circle_id)
            assert known() == 0
            support(by, cast.at, consultation.circle_id, consultation.person_id)
            assert known() == 0

    def test_cannot_grant_others_what_it_does_not_hold(self, cast, consultation, sent):
        with cast.acting("elderly") as by:
            ground = accepting(by, cast.at, consultation.circle_id)
            insert_grant(
                ground_id=ground, circle_id=consultation.circle_id, owner=by, at=cast.at,
                window_id=cast["disability"].window_id,
                classes=int(FieldClass.F1 | FieldClass.F2 | FieldClass.F3),
            )  # fmt: skip
        with cast.acting("disability"):
            assert (known(), Consultation.objects.count()) == (0, 0)

    def test_cannot_grant_it_to_its_own_second_appointment(self, cast, consultation, sent):
        second = appoint(
            account=cast.appointment("elderly").account,
            window=Window.objects.get(code="youth"), role=Role.COUNSELLOR,
            starts_at=APPOINTED, ends_at=None, by=None,
        )  # fmt: skip
        cast.appointments["elderly_second"] = second
        with cast.acting("elderly") as by:
            ground = accepting(by, cast.at, consultation.circle_id)
            insert_grant(
                ground_id=ground, circle_id=consultation.circle_id, owner=by, at=cast.at,
                window_id=None, appointment_id=second.pk,
                classes=int(FieldClass.F1 | FieldClass.F3),
            )  # fmt: skip
        with cast.acting("elderly_second"):
            assert (known(), Consultation.objects.count()) == (0, 0)


def test_a_consent_of_ones_own_making_does_not_keep_a_packet_open(cast, consultation):
    consented(cast, consultation)
    with cast.acting("desk") as by:
        sending = Sending(
            person_ids=(consultation.person_id,), basis=Basis.CONSENT,
            to_window=Window.objects.get(code="support_center_arakawa"), words=Words(question="?"),
        )  # fmt: skip
        send_referral(circle_id=consultation.circle_id, sending=sending, by=by, at=cast.at)
    with cast.acting("elderly"):
        assert Packet.objects.count() == 1
    cast.later(minutes=5)
    with cast.acting("desk") as by:
        withdraw_consent(consent=Consent.objects.get(state=ConsentState.GIVEN), by=by, at=cast.at)
    with cast.acting("elderly") as by:
        assert Packet.objects.count() == 0
        own = household_8050(by=by, at=cast.at)
        c = ask_consent(person_id=own.person_id, circle_id=own.circle_id, by=by, at=cast.at)
        give_consent(
            consent=c,
            answer=ConsentAnswer(words="はい"),
            scope=ConsentScope(
                window_codes=("support_center_arakawa",),
                purpose="x",
                until=cast.at.date().replace(year=2027),
            ),
            by=by,
            at=cast.at,
        )
        attempt(
            "UPDATE sharing_consent SET person_id = %s WHERE owner_window_id=%s",
            [consultation.person_id, by.window_id],
        )
        assert Packet.objects.count() == 0
