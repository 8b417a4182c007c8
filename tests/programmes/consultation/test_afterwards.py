"""誤登録 and 追記: nothing is deleted and nothing replaced once a reception is written down."""

import json
from collections import defaultdict
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from ikue.casework.domain.referrals import Acceptance, Sending, accept_referral, recall_referral
from ikue.casework.models import Referral
from ikue.directory.models import Window
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.consultation.domain.adding import AdditionEmpty, add_to_reception
from ikue.programmes.consultation.domain.screening import (
    ScreeningIncomplete,
    close_as_misregistered,
    refer,
    work_toward_consent,
)
from ikue.programmes.consultation.enums import ConsultationState, StopReason
from ikue.programmes.consultation.models import Addition, Consultation
from ikue.sharing.enums import Basis
from tests.cast import assemble
from tests.client import keyed, sign_in
from tests.factories.receptions import household_8050
from tests.factories.referrals import WORDS as WORDS_SENT
from tests.factories.referrals import send
from tests.sharing.raw import attempt, insert_ground
from tests.tally.rows import events

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]
WORDS = "娘の名前は花子ではなく華子。"
LAID_BESIDE = """
    INSERT INTO consultation_consultation
    SELECT laid.* FROM consultation_consultation c, jsonb_populate_record(c, %s) AS laid
    WHERE c.id = %s
"""


@pytest.fixture
def cast():
    return assemble()


@pytest.fixture
def record(cast):
    with cast.acting("desk") as by:
        return household_8050(by=by, at=cast.at)


@pytest.fixture
def desk(client, cast, record):
    cast.later(minutes=10)
    with clock.frozen(cast.at):
        yield sign_in(client, cast, "desk")


def at(record, rest=""):
    return f"/desk/consultations/{record.pk}/{rest}"


class TestMisregistered:
    def close(self, client, record, reason="二重に受け付けた"):
        return client.post(at(record, "screen/misregister/"), keyed(reason=reason))

    def test_it_is_closed_and_still_there(self, desk, cast, record):
        page = desk.get(at(record)).content.decode()
        assert "誤登録として閉じる" in page
        assert self.close(desk, record).status_code == 302
        page = desk.get(at(record))
        assert "誤登録" in page.content.decode()
        assert page.context["verbs"] == []
        assert page.context["misregister"] is None
        with cast.acting("desk"):
            found = Consultation.objects.get(pk=record.pk)
            assert (found.state, found.stop_reason) == ("stopped_before_judgement", "misregistered")
            assert (found.state_label, found.next_on) == ("誤登録", None)
            assert found.screening_note == "二重に受け付けた"

    @pytest.mark.django_db(transaction=True)
    def test_it_counts_nowhere(self, desk, cast, record):
        """The very event that was counted, with −1."""
        assert self.close(desk, record).status_code == 302
        found = (one._asdict() for one in events() if one.record_key == record.tally_key)
        once, back = sorted(found, key=lambda one: -one["amount"])
        assert (once.pop("amount"), back.pop("amount")) == (1, -1)
        own = ("id", "recorded_at")
        assert [once[name] for name in once if name not in own] == [
            back[name] for name in back if name not in own
        ]

    @pytest.mark.django_db(transaction=True)
    def test_whatever_its_verbs_counted_is_taken_back(self, desk, cast, record):
        """It was passed on and called back before somebody saw that it was nobody's."""
        with cast.acting("desk") as by:
            work_toward_consent(
                consultation=Consultation.objects.get(), next_what="電話",
                next_on=clock.today(by.at) + timedelta(days=1), by=by, at=by.at,
            )  # fmt: skip
            sending = Sending(
                to_window=cast.appointment("elderly").window, words=WORDS_SENT,
                person_ids=(record.person_id,), basis=Basis.WARD_PURPOSE,
            )  # fmt: skip
            sent = refer(consultation=Consultation.objects.get(), sending=sending, by=by, at=by.at)
            recall_referral(referral=sent, reason="二重", by=by, at=by.at)
        counted = {one.what for one in events()}
        assert {"consultation_received", "consultation_screened", "referral_sent"} <= counted
        assert self.close(desk, record).status_code == 302
        left = defaultdict(int)
        for one in events():
            left[one.what] += one.amount
        assert set(left) == counted
        assert set(left.values()) == {0}

    @pytest.mark.django_db(transaction=True)
    def test_nothing_of_a_reception_that_is_none_is_taken_back_by_hostile_sql(self, cast, record):
        for name in ("desk", "elderly", "outsider"):
            with cast.acting(name), connection.cursor() as cursor:
                cursor.execute("SELECT wall.take_back_counted(%s)", [record.pk])
                assert cursor.fetchone() == (0,), name
        assert [one.amount for one in events()] == [1] * len(events())

    @pytest.mark.django_db(transaction=True)
    def test_nothing_that_another_window_sent_is_taken_back_by_hostile_sql(self, cast, record):
        """By a reception that somebody of the same circle lays there and says it was theirs."""
        sent = send(cast, record.circle_id)
        cast.later(minutes=5)
        with cast.acting("elderly") as by:
            accept_referral(
                referral=Referral.objects.get(pk=sent.pk), by=by, at=by.at,
                acceptance=Acceptance(
                    named=cast.appointment("elderly"), first_contact_on=date(2026, 11, 26)
                ),
            )  # fmt: skip
            theirs = household_8050(by=by, at=by.at)
            ground_id, _ = insert_ground(circle_id=record.circle_id, owner=by, at=by.at)
            claims = {
                "id": uuid4(), "number": "X-1", "tally_key": uuid4(), "person_id": None,
                "ground_id": ground_id, "circle_id": record.circle_id, "referral_id": sent.pk,
                "state": ConsultationState.STOPPED, "stop_reason": StopReason.MISREGISTERED,
            }  # fmt: skip
            assert attempt(LAID_BESIDE, [json.dumps(claims, default=str), theirs.pk]) == 1
            with connection.cursor() as cursor:
                cursor.execute("SELECT wall.take_back_counted(%s)", [claims["id"]])
                assert cursor.fetchone() == (0,)

    def test_it_says_why(self, desk, cast, record):
        assert self.close(desk, record, reason="").status_code == 422
        with cast.acting("desk") as by, pytest.raises(ScreeningIncomplete):
            close_as_misregistered(
                consultation=Consultation.objects.get(pk=record.pk), reason="", by=by, at=by.at
            )

    def test_twice_it_is_said_that_it_ended(self, desk, record):
        self.close(desk, record)
        page = self.close(desk, record)
        assert page.status_code == 422
        assert "「判断の前に中断」です" in page.content.decode()

    @pytest.mark.parametrize("name", ["elderly", "women", "coordinator", "outsider", "auditor"])
    def test_nobody_else_closes_it(self, client, cast, record, name):
        with clock.frozen(cast.at):
            assert self.close(sign_in(client, cast, name), record).status_code == 404

    def test_not_while_another_window_holds_it(self, desk, cast, record):
        with cast.acting("desk") as by:
            sending = Sending(
                person_ids=(record.person_id,), basis=Basis.WARD_PURPOSE, words=WORDS_SENT,
                to_window=Window.objects.get(code="support_center_arakawa"),
            )  # fmt: skip
            found = Consultation.objects.get(pk=record.pk)
            referral = refer(consultation=found, sending=sending, by=by, at=by.at)
        assert desk.get(at(record)).context["misregister"] is None
        refused = self.close(desk, record)
        assert refused.status_code == 422
        assert "先につなぎを取り下げてから" in refused.content.decode()
        with cast.acting("desk") as by:
            recall_referral(referral=referral, reason="誤り", by=by, at=by.at)
        assert self.close(desk, record).status_code == 302


class TestAddition:
    def add(self, client, record, body=WORDS):
        return client.post(at(record, "add/"), keyed(body=body))

    def test_it_stands_below_the_words_with_time_and_writer(self, desk, cast, record):
        assert "追記する" in desk.get(at(record)).content.decode()
        assert self.add(desk, record).status_code == 302
        page = desk.get(at(record))
        (added,) = page.context["shown"].additions
        assert (added.body, added.at, added.who) == (WORDS, cast.at, "相田 まどか")
        text = page.content.decode()
        assert text.index("母の物忘れがひどく") < text.index(WORDS)
        assert f"【追記】{WORDS}" in page.context["pasted"]

    def test_also_after_the_reception_ended(self, desk, record):
        desk.post(at(record, "screen/stop/"), keyed(reason="電話が切れた"))
        assert self.add(desk, record).status_code == 302

    def test_an_empty_one_is_explained(self, desk, cast, record):
        assert self.add(desk, record, body=" ").status_code == 422
        with cast.acting("desk") as by, pytest.raises(AdditionEmpty):
            add_to_reception(consultation=record, body="", by=by, at=by.at)

    @pytest.mark.parametrize("name", ["elderly", "women", "coordinator", "outsider", "auditor"])
    def test_nobody_else_adds_or_reads(self, client, cast, record, name):
        with cast.acting("desk") as by:
            add_to_reception(consultation=record, body=WORDS, by=by, at=by.at)
            assert Addition.objects.count() == 1
        with cast.acting(name) as by:
            assert Addition.objects.count() == 0
            with pytest.raises(NotAllowed):
                add_to_reception(consultation=record, body=WORDS, by=by, at=by.at)
        with clock.frozen(cast.at):
            assert self.add(sign_in(client, cast, name), record).status_code == 404

    def test_the_wall_keeps_it_as_it_was_written(self, cast, record):
        with cast.acting("desk") as by:
            added = add_to_reception(consultation=record, body=WORDS, by=by, at=by.at)
        for statement in ("UPDATE consultation_addition SET body = ''",
                          "DELETE FROM consultation_addition"):  # fmt: skip
            with cast.acting("desk"), pytest.raises(DatabaseError), transaction.atomic():
                connection.cursor().execute(statement)
        with cast.acting("women") as by, pytest.raises(DatabaseError), transaction.atomic():
            Addition.objects.create(
                circle_id=added.circle_id, owner_window_id=by.window_id, added_at=by.at,
                written_by_id=by.appointment_id, consultation_id=added.consultation_id, body="x",
            )  # fmt: skip
