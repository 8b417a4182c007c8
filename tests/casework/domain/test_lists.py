"""届いたつなぎ・送ったつなぎ: order, whose clock, and what an outsider's lists hold."""

from datetime import date, timedelta

import pytest

from ikue.casework.domain.queries import inbox, outbox
from ikue.casework.domain.referrals import (
    Acceptance,
    Refusal,
    accept_referral,
    confirm_arrival,
    decline_referral,
    hold_referral,
)
from ikue.casework.enums import Escalation, ReferralClock
from ikue.casework.models import Referral
from tests.factories.referrals import received_8050, send, sent_8050

pytestmark = pytest.mark.django_db


def accept(cast, referral):
    with cast.acting("elderly") as viewer:
        accept_referral(
            referral=Referral.objects.get(pk=referral.pk),
            acceptance=Acceptance(
                named=cast.appointment("elderly"), first_contact_on=date(2026, 11, 26)
            ),
            by=viewer,
            at=cast.at,
        )


def test_the_urgent_one_comes_first_then_by_the_limit(cast):
    ordinary = sent_8050(cast)
    cast.later(days=1)
    later = send(cast, ordinary.circle_id)
    urgent = send(cast, ordinary.circle_id, clock=ReferralClock.TODAY)
    with cast.acting("elderly") as viewer:
        box = inbox(viewer)
        assert [row.referral.pk for row in box.unanswered] == [
            urgent.pk, ordinary.pk, later.pk,
        ]  # fmt: skip
        assert {row.name for row in box.unanswered} == {"髙橋 トメ"}
        assert box.unanswered[0].other == "仕事・生活サポートデスク(自立相談支援機関)"


def test_what_is_owed_next_moves_through_the_inbox(cast):
    referral = sent_8050(cast)
    accept(cast, referral)
    with cast.acting("elderly") as viewer:
        box = inbox(viewer)
        assert (box.unanswered, box.outcome_owed) == ((), ())
        assert [row.due for row in box.contact_owed] == [date(2026, 11, 26)]
        record = Referral.objects.get()
        confirm_arrival(referral=record, met_at=cast.at, how="訪問", by=viewer, at=cast.at)
        box = inbox(viewer)
        assert (box.unanswered, box.contact_owed) == ((), ())
        assert [row.due for row in box.outcome_owed] == [date(2026, 12, 10)]


def test_the_sender_sees_days_and_where_an_overdue_one_has_gone(cast):
    sent_8050(cast)
    # Tuesday; three business days end on Friday 11-27, Monday the manager, Tuesday the coordinator.
    for days, escalation in (
        (3, Escalation.NONE), (4, Escalation.SENDER), (6, Escalation.MANAGER),
        (7, Escalation.COORDINATOR),
    ):  # fmt: skip
        with cast.acting("desk") as viewer:
            at = cast.at
            cast.at = at + timedelta(days=days)
            (row,) = outbox(cast["desk"]).unanswered
            assert (row.days, row.escalation, row.read_at) == (days, escalation, None)
            cast.at = at
            assert viewer.window_id == row.referral.owner_window_id


def test_a_held_one_stays_with_its_new_limit(cast):
    referral = sent_8050(cast)
    with cast.acting("elderly") as viewer:
        hold_referral(
            referral=Referral.objects.get(pk=referral.pk),
            reason="会議",
            until=date(2026, 12, 4),
            by=viewer,
            at=cast.at,
        )
    with cast.acting("desk") as viewer:
        (row,) = outbox(viewer).unanswered
        assert row.due.isoformat() == "2026-12-04T08:15:00+00:00"


def test_a_refusal_waits_until_the_next_place_is_asked(cast):
    referral = sent_8050(cast)
    with cast.acting("elderly") as viewer:
        decline_referral(
            referral=Referral.objects.get(pk=referral.pk),
            refusal=Refusal(reason="対象外", proposed_note="基幹へ"),
            by=viewer,
            at=cast.at,
        )
    with cast.acting("desk") as viewer:
        assert [row.referral.pk for row in outbox(viewer).returned] == [referral.pk]
    cast.later(minutes=5)
    send(cast, referral.circle_id, to="core_consultation_center")
    with cast.acting("desk") as viewer:
        assert outbox(viewer).returned == ()
        assert len(outbox(viewer).unanswered) == 1


@pytest.mark.parametrize("name", ["outsider", "commissioner", "auditor", "disability", "member"])
def test_others_have_nothing_in_their_lists(cast, name):
    sent_8050(cast)
    with cast.acting("desk") as viewer:
        assert len(outbox(viewer).unanswered) == 1
    with cast.acting(name) as viewer:
        box, sent = inbox(viewer), outbox(viewer)
        assert (box.unanswered, box.contact_owed, box.outcome_owed) == ((), (), ())
        assert (sent.returned, sent.unanswered, sent.accepted) == ((), (), ())


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same_for_one_and_for_three(cast, rows, django_assert_num_queries):
    circle_id = received_8050(cast).circle_id
    for _ in range(rows):
        send(cast, circle_id)
    with cast.acting("elderly") as viewer, django_assert_num_queries(5):
        assert len(inbox(viewer).unanswered) == rows
    with cast.acting("desk") as viewer, django_assert_num_queries(6):
        assert len(outbox(viewer).unanswered) == rows
