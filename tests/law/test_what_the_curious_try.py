"""What somebody with a login and too much interest tries by raw SQL, and gets nothing from it."""

import uuid
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from ikue.casework.domain import referrals
from ikue.casework.models import Referral
from ikue.people.models import Membership, Person
from ikue.sharing.enums import ExclusionKind, FieldClass
from ikue.sharing.models import Circle, Exclusion
from tests.cast import assemble
from tests.factories.referrals import accept, sent_8050
from tests.sharing.raw import REFUSED, attempt, insert, insert_grant, insert_ground

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    return assemble()


def asked(statement, *parameters):
    """The one value answered, or REFUSED."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchone()[0]
    except DatabaseError:
        return REFUSED


def end(cast, referral, how):
    with cast.acting("desk" if how == "recall" else "elderly") as by:
        row = Referral.objects.get(pk=referral.pk)
        if how == "recall":
            referrals.recall_referral(referral=row, reason="取下げ", by=by, at=cast.at)
        else:
            refusal = referrals.Refusal(reason="圏域外", proposed_note="基幹へ")
            referrals.decline_referral(referral=row, refusal=refusal, by=by, at=cast.at)
    cast.later(minutes=5)


def take_by_force(by, referral):
    return attempt(
        "UPDATE casework_referral SET state = 'accepted', named_id = %s,"
        " first_contact_on = %s WHERE id = %s",
        [by.appointment_id, date(2026, 11, 30), referral.pk],
    )


def support_by_force(by, circle_id, person_id):
    return insert(
        "people_support", id=uuid.uuid4(), circle_id=circle_id, owner_window_id=by.window_id,
        written_by_id=by.appointment_id, recorded_at=by.at, person_id=person_id, since=by.at,
    )  # fmt: skip


class TestAReferralThatEnded:
    @pytest.mark.parametrize("how", ["recall", "decline"])
    def test_is_not_taken_up(self, cast, how):
        """Recalled or declined ends it (law §5): no duty, no support, no name afterwards."""
        sent = sent_8050(cast)
        end(cast, sent, how)
        with cast.acting("elderly") as by:
            assert take_by_force(by, sent) == REFUSED
            ground_id, done = insert_ground(circle_id=sent.circle_id, owner=by, at=cast.at)
            assert done == REFUSED
            assert insert_grant(
                ground_id=ground_id, circle_id=sent.circle_id, owner=by, at=cast.at,
                classes=int(FieldClass.F0),
            ) == REFUSED  # fmt: skip
            assert (Membership.objects.count(), Person.objects.count()) == (0, 0)

    def test_of_which_the_ground_ended_gives_no_duty_whatever_its_state(self, cast):
        sent = sent_8050(cast)
        with cast.acting("desk"):
            assert asked("SELECT wall.end_ground(%s, %s)", sent.ground_id, cast.at) is True
        with cast.acting("elderly") as by:
            assert take_by_force(by, sent) == 1
            assert insert_ground(circle_id=sent.circle_id, owner=by, at=cast.at)[1] == REFUSED

    def test_whose_result_was_told_is_not_opened_again(self, cast):
        sent = sent_8050(cast)
        accept(cast, sent)
        with cast.acting("elderly") as by:
            row = Referral.objects.get(pk=sent.pk)
            referrals.finish_referral(referral=row, outcome="済んだ", by=by, at=cast.at)
            assert attempt("UPDATE casework_referral SET state = 'sent'", []) == REFUSED


class TestAReferralTakenUp:
    def test_lets_those_of_its_packet_be_supported_and_nobody_else(self, cast):
        sent = sent_8050(cast)
        accept(cast, sent)
        with cast.acting("elderly") as by:
            assert [person.given_name for person in Person.objects.all()] == ["トメ"]
            others = Membership.objects.exclude(person__in=Person.objects.values("pk"))
            (son,) = others.values_list("person_id", flat=True)
            assert support_by_force(by, sent.circle_id, son) == REFUSED
            assert [person.given_name for person in Person.objects.all()] == ["トメ"]


class TestTheExcluded:
    @pytest.fixture
    def circle_id(self, cast):
        sent = sent_8050(cast)
        with cast.acting("chief") as by:
            Exclusion.objects.create(
                circle_id=sent.circle_id, owner_window_id=by.window_id,
                written_by_id=by.appointment_id, account_id=cast["desk"].account_id,
                kind=ExclusionKind.PERPETRATOR, starts_at=cast.at,
            )  # fmt: skip
        cast.later(minutes=1)
        return sent.circle_id

    VEILED = "SELECT wall.veiled_excluded_circles()"

    def test_cannot_ask_where(self, cast, circle_id):
        with cast.acting("chief"):
            assert Circle.objects.count() == 1
        with cast.acting("desk"):
            assert Circle.objects.count() == 0
            assert asked("SELECT wall.excluded_circles()") == REFUSED

    def test_reads_no_more_out_of_the_veil_than_anybody(self, cast, circle_id):
        answers = {}
        for name in ("desk", "chief"):
            with cast.acting(name):
                answers[name] = asked(self.VEILED)
        assert [len(answer) for answer in answers.values()] == [4, 4]

    def test_finds_nothing_that_stays_from_one_moment_to_the_next(self, cast, circle_id):
        seen = set()
        for _ in range(3):
            cast.later(seconds=1)
            with cast.acting("desk"):
                again = set(asked(self.VEILED))
                assert set(asked(self.VEILED)) == again
            assert seen & again == set()
            seen |= again
        assert len(seen) == 12

    def test_five_exclusions_are_all_felt(self, cast, circle_id):
        """More than the decoys make up for."""
        for _ in range(4):
            other = sent_8050(cast, by="desk_colleague").circle_id
            with cast.acting("chief") as by:
                Exclusion.objects.create(
                    circle_id=other, owner_window_id=by.window_id,
                    written_by_id=by.appointment_id, account_id=cast["desk"].account_id,
                    kind=ExclusionKind.KIN, starts_at=cast.at,
                )  # fmt: skip
        sent_8050(cast, by="desk_colleague")
        cast.later(minutes=1)
        with cast.acting("chief"):
            assert Circle.objects.count() == 6
        with cast.acting("desk"):
            assert (Circle.objects.count(), len(asked(self.VEILED))) == (1, 8)


class TestRunningNumbers:
    NEXT = "SELECT wall.next_number(%s, 2026)"

    def test_are_handed_out_to_whoever_works_with_cases(self, cast):
        with cast.acting("desk"):
            first = asked(self.NEXT, "case")
            assert asked(self.NEXT, "case") == first + 1

    def test_of_a_kind_that_is_numbered(self, cast):
        with cast.acting("desk"):
            assert asked(self.NEXT, "anything") == REFUSED

    @pytest.mark.parametrize("name", ["outsider", "commissioner", "auditor", "retired"])
    def test_and_to_nobody_else(self, cast, name):
        with cast.acting(name):
            assert asked(self.NEXT, "case") == REFUSED

    def test_nor_without_a_context(self, cast):
        assert asked(self.NEXT, "case") == REFUSED


def test_an_overseer_reads_who_looked_but_not_what_is_chained(cast):
    """The chained text repeats every line, also those of a circle the overseer must not know of."""
    with cast.acting("auditor"):
        assert asked("SELECT count(*) FROM audit_readevent") == 0
        assert asked("SELECT count(digest) FROM audit_readevent") == 0
        assert asked("SELECT count(body) FROM audit_readevent") == REFUSED
