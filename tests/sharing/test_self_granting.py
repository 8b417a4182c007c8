"""自分で自分に許可を出せない: raw SQL of one window reaches nobody else's circle.

Grants are only ever added or ended; a referral that is only sent shows the
packet and F0 of the sender alone.
"""

import uuid
from datetime import date

import pytest
from django.db import connection

from ikue.casework.models import Packet, Referral
from ikue.people.models import Person
from ikue.sharing.domain.consents import (
    ConsentAnswer,
    ConsentScope,
    ask_consent,
    give_consent,
    withdraw_consent,
)
from ikue.sharing.domain.opening import end_ground
from ikue.sharing.enums import ConsentState, ExclusionKind, FieldClass
from ikue.sharing.models import Circle, Consent, Exclusion, Grant, Ground
from tests.sharing.raw import (
    REFUSED,
    attempt,
    insert,
    insert_grant,
    insert_ground,
    take_duty_in_own_circle,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sampled, pytest.mark.every_server]


def consented(cast, consultation, *, codes=("support_center_arakawa",), until=None, **scope):
    with cast.acting("desk") as by:
        consent = ask_consent(
            person_id=consultation.person_id, circle_id=consultation.circle_id, by=by, at=cast.at
        )
        return give_consent(
            consent=consent,
            answer=ConsentAnswer(words="はい、伝えてください"),
            scope=ConsentScope(
                window_codes=codes, purpose="介護の相談",
                until=until or cast.at.date().replace(year=2027), **scope,
            ),
            by=by, at=cast.at,
        )  # fmt: skip


def readable_persons() -> int:
    return Person.objects.count()


class TestAStrangersCircle:
    def test_no_ground_can_be_opened_there(self, cast, consultation):
        with cast.acting("elderly") as by:
            _, done = insert_ground(circle_id=consultation.circle_id, owner=by, at=cast.at)
        assert done == REFUSED

    def test_no_grant_can_be_hung_on_its_ground(self, cast, consultation):
        with cast.acting("elderly") as by:
            done = insert_grant(
                ground_id=consultation.ground_id, circle_id=consultation.circle_id, owner=by,
                at=cast.at,
            )  # fmt: skip
            assert (done, readable_persons()) == (REFUSED, 0)

    def test_a_grant_of_the_own_circle_for_a_strangers_person_opens_nothing(
        self, cast, consultation
    ):
        with cast.acting("desk"):
            assert readable_persons() == 2
        with cast.acting("elderly") as by:
            circle_id, ground_id = take_duty_in_own_circle(owner=by, at=cast.at)
            insert_grant(
                ground_id=ground_id, circle_id=circle_id, owner=by, at=cast.at,
                person_id=consultation.person_id,
            )  # fmt: skip
            assert readable_persons() == 0

    def test_naming_a_strangers_person_as_supported_opens_nothing(self, cast, consultation):
        with cast.acting("elderly") as by:
            circle_id, _ = take_duty_in_own_circle(owner=by, at=cast.at)
            insert(
                "people_support", id=uuid.uuid4(), circle_id=circle_id,
                owner_window_id=by.window_id, written_by_id=by.appointment_id,
                recorded_at=cast.at, person_id=consultation.person_id, since=cast.at,
            )  # fmt: skip
            assert readable_persons() == 0

    def test_its_circle_cannot_be_begun_a_second_time(self, cast, consultation):
        with cast.acting("elderly") as by:
            done = insert(
                "sharing_circle", id=consultation.circle_id, owner_window_id=by.window_id,
                written_by_id=by.appointment_id, started_at=cast.at, tally_key=uuid.uuid4(),
            )  # fmt: skip
        assert done == REFUSED

    def test_nobody_can_be_shut_out_of_it(self, cast, consultation):
        with cast.acting("elderly") as by:
            done = insert(
                "sharing_exclusion", id=uuid.uuid4(), circle_id=consultation.circle_id,
                owner_window_id=by.window_id, written_by_id=by.appointment_id,
                recorded_at=cast.at, account_id=cast["desk"].account_id,
                kind=ExclusionKind.CONFLICT, reason="", starts_at=cast.at,
            )  # fmt: skip
        assert done == REFUSED
        with cast.acting("desk"):
            assert readable_persons() == 2


class TestOnlyReferredTo:
    """The receiver before its answer: the packet, nothing that it could open by itself."""

    def test_reads_the_packet_and_no_person(self, cast, sent):
        with cast.acting("elderly"):
            assert (Packet.objects.count(), readable_persons()) == (1, 0)

    def test_takes_no_duty_before_accepting(self, cast, sent):
        with cast.acting("elderly") as by:
            _, done = insert_ground(circle_id=sent.circle_id, owner=by, at=cast.at)
            assert done == REFUSED

    def test_takes_the_duty_of_accepting_which_opens_f0_alone(self, cast, sent):
        with cast.acting("elderly") as by:
            Referral.objects.update(
                state="accepted", named_id=by.appointment_id, first_contact_on=date(2026, 11, 30)
            )
            ground_id, done = insert_ground(circle_id=sent.circle_id, owner=by, at=cast.at)
            assert done == 1
            done = insert_grant(
                ground_id=ground_id, circle_id=sent.circle_id, owner=by, at=cast.at,
                classes=int(FieldClass.F0),
            )  # fmt: skip
            assert (done, readable_persons()) == (1, 0)

    @pytest.mark.parametrize("wanted", ["F1", "F2", "F3", "F4", "F5"])
    def test_cannot_grant_itself_more(self, cast, sent, wanted):
        with cast.acting("elderly") as by:
            ground_id, _ = insert_ground(circle_id=sent.circle_id, owner=by, at=cast.at)
            done = insert_grant(
                ground_id=ground_id, circle_id=sent.circle_id, owner=by, at=cast.at,
                classes=int(FieldClass.F0 | FieldClass[wanted]),
            )  # fmt: skip
            assert (done, readable_persons()) == (REFUSED, 0)

    def test_sees_no_ground_but_the_one_it_holds(self, cast, sent):
        with cast.acting("desk"):
            assert Ground.objects.count() == 2
        with cast.acting("elderly"):
            assert list(Ground.objects.values_list("pk", flat=True)) == [sent.ground_id]


class TestOnDuty:
    def test_a_window_on_duty_cannot_grant_itself_what_others_wrote(self, cast, consultation):
        """Only a consent (or a later act) opens other windows' rows, never the duty alone."""
        with cast.acting("desk") as by:
            done = insert_grant(
                ground_id=consultation.ground_id, circle_id=consultation.circle_id, owner=by,
                at=cast.at, classes=int(FieldClass.F3),
            )  # fmt: skip
        assert done == REFUSED

    def test_a_consent_keeps_no_place_in_the_circle_for_the_own_window(self, cast, consultation):
        """手離れ ends what a window knows of a circle: consent is no second leg to stand on."""
        given = consented(cast, consultation)
        with cast.acting("desk") as by:
            done = insert_grant(
                ground_id=given.ground_id, circle_id=given.circle_id, owner=by, at=cast.at,
                classes=int(FieldClass.F0),
            )  # fmt: skip
        assert done == REFUSED

    def test_a_grant_hangs_on_a_ground_of_its_own_circle(self, cast, consultation):
        with cast.acting("desk") as by:
            circle_id, ground_id = take_duty_in_own_circle(owner=by, at=cast.at)
            done = insert_grant(
                ground_id=ground_id, circle_id=consultation.circle_id, owner=by, at=cast.at,
                classes=int(FieldClass.F0),
            )  # fmt: skip
            assert circle_id != consultation.circle_id
        assert done == REFUSED


class TestRowsOfOthers:
    @pytest.mark.parametrize("table", ["sharing_circle", "sharing_ground", "sharing_grant"])
    @pytest.mark.parametrize("verb", ["UPDATE {} SET owner_window_id = %s", "DELETE FROM {}"])
    def test_circles_grounds_and_grants_are_neither_changed_nor_removed(
        self, cast, consultation, table, verb
    ):
        with cast.acting("desk") as by:
            parameters = [by.window_id] if "%s" in verb else []
            assert attempt(verb.format(table), parameters) == REFUSED

    def test_a_row_owned_by_another_window_cannot_be_written(self, cast, consultation):
        with cast.acting("desk") as by:
            for table in ("sharing_circle", "sharing_ground"):
                values = {
                    "id": uuid.uuid4(), "owner_window_id": cast["elderly"].window_id,
                    "written_by_id": by.appointment_id, "started_at": cast.at,
                } | (
                    {"tally_key": uuid.uuid4()}
                    if table == "sharing_circle"
                    else {"circle_id": consultation.circle_id, "recorded_at": cast.at,
                          "basis": "own_duty", "what": "x", "purpose": ""}
                )  # fmt: skip
                assert insert(table, **values) == REFUSED

    def test_a_change_record_cannot_be_laid_at_another_windows_door(self, cast, consultation):
        def change(by, window_id, appointment_id):
            return insert(
                "audit_change", id=uuid.uuid4(), noun="人", record_id=uuid.uuid4(),
                circle_id=consultation.circle_id, owner_window_id=window_id, name="correct",
                source="", target="", sentence="人の登録を直した", account_id=by.account_id,
                appointment_id=appointment_id, at=cast.at, recorded_at=cast.at,
            )  # fmt: skip

        with cast.acting("desk") as by:
            other = cast["elderly"]
            assert change(by, by.window_id, by.appointment_id) == 1
            assert change(by, other.window_id, by.appointment_id) == REFUSED
            assert change(by, by.window_id, other.appointment_id) == REFUSED


class TestExcluded:
    @pytest.fixture
    def excluded(self, cast, consultation):
        """A colleague at the desk is kin of the family; a colleague has written that down."""
        with cast.acting("desk") as by:
            return Exclusion.objects.create(
                circle_id=consultation.circle_id, owner_window_id=by.window_id,
                written_by_id=by.appointment_id, account_id=cast["desk_colleague"].account_id,
                kind=ExclusionKind.KIN, starts_at=cast.at,
            )  # fmt: skip

    def test_sees_nothing_while_the_others_do(self, cast, excluded):
        with cast.acting("chief"):
            assert (readable_persons(), Circle.objects.count()) == (2, 1)
        with cast.acting("desk_colleague"):
            assert (readable_persons(), Circle.objects.count()) == (0, 0)

    def test_cannot_end_the_exclusion_by_a_blind_update(self, cast, excluded):
        with cast.acting("desk_colleague"):
            attempt("UPDATE sharing_exclusion SET ends_at = %s", [cast.at])
            assert readable_persons() == 0
        with cast.acting("chief"):
            assert Exclusion.objects.get().ends_at is None

    def test_cannot_change_a_consent_by_a_blind_update(self, cast, consultation, excluded):
        consent = consented(cast, consultation)
        with cast.acting("desk_colleague"):
            attempt("UPDATE sharing_consent SET method = 'written'", [])
        with cast.acting("chief"):
            assert Consent.objects.get(pk=consent.pk).method == "oral"

    def test_cannot_write_into_the_circle(self, cast, consultation, excluded):
        with cast.acting("desk_colleague") as by:
            _, done = insert_ground(circle_id=consultation.circle_id, owner=by, at=cast.at)
            assert done == REFUSED

    def test_cannot_end_its_grounds(self, cast, consultation, excluded):
        with cast.acting("desk_colleague"):
            assert end_ground(ground_id=consultation.ground_id, at=cast.at) is False

    def test_does_not_read_its_change_records(self, cast, consultation, excluded):
        count = "SELECT count(*) FROM audit_change WHERE circle_id = %s"
        found = {}
        for name in ("chief", "desk_colleague"):
            with cast.acting(name), connection.cursor() as cursor:
                cursor.execute(count, [consultation.circle_id])
                found[name] = cursor.fetchone()[0]
        assert found == {"chief": 3, "desk_colleague": 0}


class TestEndingAGround:
    def test_the_window_that_opened_it_ends_it_once(self, cast, consultation):
        with cast.acting("desk"):
            assert end_ground(ground_id=consultation.ground_id, at=cast.at) is True
            assert end_ground(ground_id=consultation.ground_id, at=cast.at) is False

    def test_a_stranger_does_not(self, cast, consultation):
        with cast.acting("elderly"):
            assert end_ground(ground_id=consultation.ground_id, at=cast.at) is False

    def test_the_only_receiver_does(self, cast, sent):
        with cast.acting("elderly"):
            assert end_ground(ground_id=sent.ground_id, at=cast.at) is True

    def test_one_of_two_receivers_does_not_end_what_the_other_holds(self, cast, consultation):
        consent = consented(cast, consultation, codes=("support_center_arakawa", "youth"))
        with cast.acting("elderly"):
            assert end_ground(ground_id=consent.ground_id, at=cast.at) is False

    def test_an_end_far_in_the_future_does_not_keep_it_open(self, cast, consultation):
        """A receiver who "ends" it in the year 9999 must not outlive the withdrawal."""
        consent = consented(cast, consultation)
        with cast.acting("elderly"):
            assert readable_persons() == 1
            attempt("SELECT wall.end_ground(%s, 'infinity')", [consent.ground_id])
        cast.later(minutes=5)
        with cast.acting("desk") as by:
            withdraw_consent(
                consent=Consent.objects.get(state=ConsentState.GIVEN), by=by, at=cast.at
            )
        with cast.acting("elderly"):
            assert readable_persons() == 0


class TestGrantsNeedAnEnd:
    def test_by_a_moment_or_an_event(self, cast, consultation):
        with cast.acting("desk") as by:
            common = {
                "ground_id": consultation.ground_id, "circle_id": consultation.circle_id,
                "owner": by, "at": cast.at, "classes": int(FieldClass.F0),
            }  # fmt: skip
            assert insert_grant(**common, end_event="") == REFUSED
            assert insert_grant(**common, end_event="", ends_at=cast.at) == 1
            assert insert_grant(**common, end_event="窓口が支援の輪を離れる") == 1

    def test_has_one_grantee(self, cast, consultation):
        with cast.acting("desk") as by:
            common = {
                "ground_id": consultation.ground_id, "circle_id": consultation.circle_id,
                "owner": by, "at": cast.at, "classes": int(FieldClass.F0),
            }  # fmt: skip
            assert insert_grant(**common, account_id=by.account_id) == REFUSED
            assert insert_grant(**common, window_id=None) == REFUSED

    def test_grants_made_by_verbs_say_basis_granter_start_and_end(self, cast, sent):
        with cast.acting("desk") as by:
            rows = [
                (g.ground.basis, g.owner_window_id, g.starts_at, bool(g.ends_at or g.end_event))
                for g in Grant.objects.select_related("ground").order_by("ground__basis")
            ]
        assert rows == [
            ("own_duty", by.window_id, cast.at, True),
            ("ward_purpose", by.window_id, cast.at, True),
        ]
