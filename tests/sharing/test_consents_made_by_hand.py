"""A consent that somebody on duty inserts by raw SQL opens no stranger and no more than it says."""

import uuid
from datetime import date, timedelta

import pytest

from ikue.directory.models import Window
from ikue.kernel import clock
from ikue.people.models import ContactPoint, Person
from ikue.sharing.domain.consents import add_receiver, withdraw_consent
from ikue.sharing.enums import FieldClass
from tests.factories.referrals import accept
from tests.sharing.raw import REFUSED, attempt, insert, insert_grant, insert_ground
from tests.sharing.test_self_granting import consented

pytestmark = pytest.mark.django_db
UNTIL = date(2027, 1, 1)
LAST_MOMENT = "2027-01-02 00:00+09"


def insert_consent(*, by, circle_id, person_id, ground_id, **changes):
    values = {
        "id": uuid.uuid4(), "circle_id": circle_id, "owner_window_id": by.window_id,
        "written_by_id": by.appointment_id, "recorded_at": by.at, "person_id": person_id,
        "state": "given", "ground_id": ground_id, "asked_at": by.at, "giver": "person",
        "method": "oral", "class_names": "[]", "until": UNTIL,
    }  # fmt: skip
    return insert("sharing_consent", **(values | changes))


def grant(given, by, **changes):
    values = {
        "ground_id": given.ground_id, "circle_id": given.circle_id, "owner": by, "at": by.at,
        "person_id": given.person_id, "ends_at": LAST_MOMENT,
    }  # fmt: skip
    return insert_grant(**(values | changes))


def window(code):
    return Window.objects.get(code=code).pk


class TestOfAStranger:
    """包括 is on duty for the mother; the son it does not know, her address neither."""

    def test_is_not_asked(self, cast, consultation, sent):
        accept(cast, sent)
        with cast.acting("desk"):
            son = Person.objects.exclude(pk=consultation.person_id).get()
        with cast.acting("elderly") as by:
            ground_id, _ = insert_ground(
                circle_id=sent.circle_id, owner=by, at=by.at, basis="consent"
            )
            common = {"by": by, "circle_id": sent.circle_id, "ground_id": ground_id}
            assert insert_consent(**common, person_id=son.pk) == REFUSED
            assert insert_consent(**common, person_id=consultation.person_id) == 1
            assert Person.objects.filter(pk=son.pk).count() == 0

    @pytest.mark.parametrize("wanted", [name for name in FieldClass.__members__ if name != "F0"])
    def test_an_empty_one_opens_nothing(self, cast, consultation, sent, wanted):
        accept(cast, sent)
        with cast.acting("elderly") as by:
            ground_id, _ = insert_ground(
                circle_id=sent.circle_id, owner=by, at=by.at, basis="consent"
            )
            assert insert_consent(
                by=by, circle_id=sent.circle_id, ground_id=ground_id,
                person_id=consultation.person_id,
            ) == 1  # fmt: skip
            assert insert_grant(
                ground_id=ground_id, circle_id=sent.circle_id, owner=by, at=by.at,
                person_id=consultation.person_id, classes=int(FieldClass[wanted]),
                ends_at=LAST_MOMENT,
            ) == REFUSED  # fmt: skip
            assert ContactPoint.objects.count() == 0


class TestAGrantOnAConsent:
    """包括 荒川 may learn F1 and F3 of the mother until 1 January."""

    @pytest.fixture
    def given(self, cast, consultation):
        return consented(cast, consultation, until=UNTIL)

    def test_as_it_was_given_is_let_through(self, cast, given):
        with cast.acting("desk") as by:
            assert grant(given, by, window_id=window("support_center_arakawa")) == 1

    @pytest.mark.parametrize("wanted", ["F2", "F4", "F5", "F6A", "F6B", "PLAN"])
    def test_opens_no_class_that_was_not_named(self, cast, given, wanted):
        with cast.acting("desk") as by:
            arakawa = window("support_center_arakawa")
            assert grant(given, by, window_id=arakawa, classes=FieldClass[wanted] | 2) == REFUSED

    def test_never_opens_what_is_strict_even_where_somebody_wrote_it_down(self, cast, given):
        arakawa, common = window("support_center_arakawa"), {"circle_id": given.circle_id}
        with cast.acting("desk") as by:
            ground_id, _ = insert_ground(**common, owner=by, at=by.at, basis="consent")
            strict = uuid.uuid4()
            assert insert_consent(
                **common, by=by, person_id=given.person_id, ground_id=ground_id, id=strict,
                state="asked", class_names='["F1", "F4"]',
            ) == 1  # fmt: skip
            assert insert(
                "sharing_consentreceiver", **common, id=uuid.uuid4(), consent_id=strict, kind="",
                owner_window_id=by.window_id, written_by_id=by.appointment_id, recorded_at=by.at,
                code="support_center_arakawa",
            ) == 1  # fmt: skip
            said_yes = "UPDATE sharing_consent SET state = 'given' WHERE id = %s"
            assert attempt(said_yes, [strict]) == 1
            on_it = {"ground_id": ground_id, "window_id": arakawa}
            assert grant(given, by, **on_it, classes=int(FieldClass.F1)) == 1
            assert grant(given, by, **on_it, classes=int(FieldClass.F4)) == REFUSED

    @pytest.mark.parametrize(
        "change",
        ["state = 'asked'", "state = 'refused', ask_again_on = '2026-12-01'",
         "until = '2030-01-01'", "class_names = '[\"F1\", \"F2\", \"F3\"]'"],
    )  # fmt: skip
    def test_stands_as_it_was_agreed_to(self, cast, given, change):
        """Another scope is another consent: nobody widens what somebody said yes to."""
        with cast.acting("desk"):
            assert attempt(f"UPDATE sharing_consent SET {change}", []) == REFUSED

    @pytest.mark.parametrize("code", ["youth", "women", "self_reliance"])
    def test_goes_to_no_window_that_was_not_named(self, cast, given, code):
        with cast.acting("desk") as by:
            assert grant(given, by, window_id=window(code)) == REFUSED
            involved = {"classes": int(FieldClass.F0), "person_id": None}
            assert grant(given, by, window_id=window(code), **involved) == REFUSED

    @pytest.mark.parametrize("ends_at", [None, "2027-01-02 00:01+09"])
    def test_does_not_outlast_it(self, cast, given, ends_at):
        with cast.acting("desk") as by:
            arakawa = window("support_center_arakawa")
            assert grant(given, by, window_id=arakawa, ends_at=ends_at) == REFUSED

    def test_goes_to_a_kind_of_agency_after_the_addition_alone(self, cast, consultation):
        arakawa = Window.objects.get(code="support_center_arakawa")
        given = consented(
            cast, consultation, codes=(), until=UNTIL, agency_kinds=(arakawa.agency.kind,)
        )
        with cast.acting("desk") as by:
            assert grant(given, by, window_id=arakawa.pk) == REFUSED
            add_receiver(consent=given, window=arakawa, by=by, at=by.at)
            assert grant(given, by, window_id=arakawa.pk) == 1

    def test_no_other_kind_is_added(self, cast, given):
        with cast.acting("desk") as by:
            assert insert(
                "sharing_consentaddition", id=uuid.uuid4(), circle_id=given.circle_id,
                owner_window_id=by.window_id, written_by_id=by.appointment_id, recorded_at=by.at,
                consent_id=given.pk, window_id=window("youth"), added_at=by.at,
                tell_by=clock.today(by.at) + timedelta(days=7),
            ) == REFUSED  # fmt: skip


def test_a_withdrawn_consent_stays_withdrawn(cast, consultation):
    given = consented(cast, consultation)
    with cast.acting("desk") as by:
        withdraw_consent(consent=given, by=by, at=by.at)
        again = "UPDATE sharing_consent SET state = 'given', withdrawn_at = NULL"
        assert attempt(again, []) == REFUSED
