"""数える出来事: one event per verb of the road, without any key that leads to a private row."""

import uuid
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from ikue.casework.domain.cases import (
    HandOverBook,
    Next,
    hand_over_case,
    open_case,
    reopen_case,
    suspend_case,
)
from ikue.casework.domain.ending import Completion, complete_case
from ikue.casework.domain.entries import EntryFacts, write_entry
from ikue.casework.domain.referrals import (
    Acceptance,
    Refusal,
    Sending,
    Words,
    accept_referral,
    confirm_arrival,
    decline_referral,
    finish_referral,
    hold_referral,
    recall_referral,
    send_referral,
)
from ikue.casework.enums import ReferralKind
from ikue.directory.models import Window
from ikue.kernel import clock
from ikue.kernel.wall import walls
from ikue.programmes.consultation.domain.screening import (
    close_with_information,
    refer,
    stop_before_judgement,
    support_here,
    work_toward_consent,
)
from ikue.sharing.enums import Basis
from ikue.tally.counting import Keys, count
from ikue.tally.models import Event
from tests.cast import assemble
from tests.factories.receptions import household_8050
from tests.tally.rows import events

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.sampled,
    pytest.mark.every_server,
]


@pytest.fixture
def cast():
    return assemble()


@pytest.fixture
def consultation(cast):
    with cast.acting("desk") as by:
        return household_8050(by=by, at=cast.at)


def counted() -> list[tuple[str, str, str]]:
    return [(row.what, row.window, row.outcome) for row in events()]


def new(before: list) -> list[tuple[str, str, str]]:
    return sorted(set(counted()) - set(before))


def sending(consultation, window="support_center_arakawa", **changes):
    return Sending(
        person_ids=(consultation.person_id,), basis=Basis.WARD_PURPOSE,
        to_window=Window.objects.get(code=window), **changes,
        words=Words(question="介護の相談を", done_already="話を聞いた", keep_doing="家計の相談"),
    )  # fmt: skip


MOVED = Completion(reason="moved", not_transferred="転出先が分からない")


def soon(by):
    return clock.today(by.at) + timedelta(days=2)


def test_receiving(cast, consultation):
    (event,) = events()
    assert (event.what, event.window, event.field, event.route, event.age_band, event.amount) == (
        "consultation_received", "self_reliance", "poverty", "neighbour", "80代", 1,
    )  # fmt: skip
    assert event.issues == ["dementia", "withdrawal", "income"]
    assert (event.at, event.area) == (cast.at, "")


SCREENING = {
    "info_only": lambda c, by, cast: close_with_information(
        consultation=c, told="窓口を伝えた", by=by, at=by.at
    ),
    "supporting": lambda c, by, cast: support_here(
        consultation=c, responsible=cast.appointment("desk"), reason="",
        next_action=Next(what="訪問", due_on=soon(by)), by=by, at=by.at,
    ),
    "referred": lambda c, by, cast: refer(consultation=c, sending=sending(c), by=by, at=by.at),
    "handover_requested": lambda c, by, cast: refer(
        consultation=c, by=by, at=by.at,
        sending=sending(c, "multi_agency", kind=ReferralKind.MULTI_AGENCY),
    ),
    "pre_consent": lambda c, by, cast: work_toward_consent(
        consultation=c, next_what="また電話する", next_on=soon(by), by=by, at=by.at
    ),
    "stopped_before_judgement": lambda c, by, cast: stop_before_judgement(
        consultation=c, reason="電話が切れた", by=by, at=by.at
    ),
}  # fmt: skip
ALONG = {
    "supporting": [("case_opened", "self_reliance", "")],
    "referred": [("referral_sent", "self_reliance", "link")],
    "handover_requested": [("referral_sent", "self_reliance", "multi_agency")],
}


@pytest.mark.parametrize("outcome", SCREENING)
def test_screening(cast, consultation, outcome):
    before = counted()
    with cast.acting("desk") as by:
        SCREENING[outcome](consultation, by, cast)
    assert new(before) == sorted(
        [("consultation_screened", "self_reliance", outcome), *ALONG.get(outcome, [])]
    )


@pytest.fixture
def sent(cast, consultation):
    with cast.acting("desk") as by:
        return send_referral(
            circle_id=consultation.circle_id, sending=sending(consultation), by=by, at=by.at
        )


ELDERLY = "support_center_arakawa"
ANSWERS = {
    "hold": (lambda r, by: hold_referral(
        referral=r, reason="確認中", until=soon(by), by=by, at=by.at), "referral_held"),
    "decline": (lambda r, by: decline_referral(
        referral=r, refusal=Refusal(reason="対象外", proposed_note="わっか"), by=by, at=by.at),
        "referral_declined"),
}  # fmt: skip


@pytest.mark.parametrize("verb", ANSWERS)
def test_answering(cast, sent, verb):
    before = counted()
    act, what = ANSWERS[verb]
    with cast.acting("elderly") as by:
        act(sent, by)
    assert new(before) == [(what, ELDERLY, "link")]


def test_recalling(cast, sent):
    before = counted()
    with cast.acting("desk") as by:
        recall_referral(referral=sent, reason="間違い", by=by, at=by.at)
    assert new(before) == [("referral_recalled", "self_reliance", "link")]


def accept(cast, sent, by):
    named = Acceptance(named=cast.appointment("elderly"), first_contact_on=soon(by))
    return accept_referral(referral=sent, acceptance=named, by=by, at=by.at)


def test_accepting_arriving_and_finishing(cast, sent):
    before = counted()
    with cast.acting("elderly") as by:
        accept(cast, sent, by)
        confirm_arrival(referral=sent, met_at=by.at, how="訪問", by=by, at=by.at)
        finish_referral(referral=sent, outcome="通院が始まった", by=by, at=by.at)
    assert new(before) == [
        ("case_opened", ELDERLY, ""), ("referral_accepted", ELDERLY, "link"),
        ("referral_arrived", ELDERLY, "link"), ("referral_done", ELDERLY, "link"),
    ]  # fmt: skip


def test_the_life_of_a_case(cast, consultation):
    before = counted()
    ours = cast.appointment("desk")
    with cast.acting("desk") as by:
        following = Next(what="訪問", due_on=soon(by))
        case = open_case(
            circle_id=consultation.circle_id, responsible=ours, next_action=following, by=by,
            at=by.at,
        )  # fmt: skip
        suspend_case(case=case, reason="hospital", look_again_on=soon(by), by=by, at=by.at)
        reopen_case(case=case, responsible=ours, next_action=following, by=by, at=by.at)
        hand_over_case(
            case=case, to=cast.appointment("desk_colleague"), reason="異動", book=HandOverBook(),
            by=by, at=by.at,
        )  # fmt: skip
        complete_case(case=case, completion=MOVED, by=by, at=by.at)
        write_entry(
            circle_id=consultation.circle_id, case=case, by=by, at=by.at,
            facts=EntryFacts(at=by.at, body="電話", method="phone"),
        )  # fmt: skip
    assert new(before) == [
        ("case_completed", "self_reliance", "moved"),
        ("case_handed_over", "self_reliance", ""),
        ("case_opened", "self_reliance", ""),
        ("case_reopened", "self_reliance", ""),
        ("case_suspended", "self_reliance", "hospital"),
        ("entry_written", "self_reliance", "phone"),
    ]


def test_a_verb_that_fails_counts_nothing(cast, consultation):
    with cast.acting("desk") as by, suppress(ZeroDivisionError), transaction.atomic():
        close_with_information(consultation=consultation, told="x", by=by, at=by.at)
        _ = 1 / 0
    assert [what for what, *_ in counted()] == ["consultation_received"]


def test_no_key_leads_to_a_private_row(cast, sent):
    """Every uuid of every event, held against every identifier of every table under the wall."""
    with cast.acting("elderly") as by:
        accept(cast, sent, by)
    keys: set[uuid.UUID] = set()
    for row in events():
        keys |= {row.id, row.record_key, row.case_key, row.household_key, row.person_key}
    keys -= {None}
    private: set[uuid.UUID] = set()
    tables = sorted(table.name for wall in walls() for table in wall.tables if table.read)
    for name in ("desk", "elderly"):
        with cast.acting(name), connection.cursor() as cursor:
            for table in tables:
                cursor.execute(
                    "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
                    " AND data_type = 'uuid' AND column_name <> 'tally_key'",
                    [table],
                )
                for (column,) in cursor.fetchall():
                    cursor.execute(f'SELECT "{column}" FROM "{table}"')
                    private |= {value for (value,) in cursor.fetchall()}
    assert len(keys) > 5
    assert len(private) > 20
    assert keys & private == set()


class TestAmounts:
    @pytest.fixture
    def acting(self, cast):
        with cast.acting("women"):
            yield

    @pytest.fixture
    def event(self, cast, acting):
        return count(
            what="visit", at=cast.at, window="women", keys=Keys(record=uuid.uuid4()),
            issues=("housing",), outcome="met",
        )  # fmt: skip

    @pytest.mark.parametrize("amount", [0, 2, -2])
    def test_one_at_a_time(self, event, amount):
        with pytest.raises(IntegrityError), transaction.atomic():
            Event.objects.create(
                what="visit", at=event.at, window="women", amount=amount, record_key=uuid.uuid4()
            )

    @pytest.mark.parametrize(
        "statement", ["UPDATE tally_event SET amount = -1", "DELETE FROM tally_event"]
    )
    def test_nobody_edits_or_removes(self, event, statement):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)
