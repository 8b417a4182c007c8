"""電話で確かめた: what was said about a late answer, for both ends; the clock goes on as before."""

from datetime import date, timedelta

import pytest
from django.test import Client

from ikue.audit.models import ReadLine
from ikue.casework.domain.calling import Call, may_call, note_call
from ikue.casework.domain.clocks import answer_due, escalation
from ikue.casework.domain.referrals import ReferralNotPossible, recall_referral
from ikue.casework.enums import Escalation, ReferralState
from ikue.casework.models import Referral, ReferralNote
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from tests.cast import ROLES
from tests.client import keyed, sign_in
from tests.factories.referrals import sent_8050

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_static_files")]
SAID = "担当が休みで、あさって返事をするとのこと"


@pytest.fixture
def late(cast) -> Referral:
    referral = sent_8050(cast)
    cast.later(days=7)
    return referral


def call(cast, referral, name="desk", **changes):
    values = {"spoke_with": "大山さん", "text": SAID, "promised_on": clock.today(cast.at)}
    with cast.acting(name) as by:
        found = Referral.objects.get(pk=referral.pk)
        return note_call(referral=found, call=Call(**(values | changes)), by=by, at=cast.at)


def page(cast, referral, name) -> str:
    with clock.frozen(cast.at):
        return sign_in(Client(), cast, name).get(f"/desk/referrals/{referral.pk}/").content.decode()


def test_it_is_offered_open_on_a_late_one_and_both_ends_read_it(cast, late):
    assert 'id="call" open' in page(cast, late, "desk")
    assert 'id="call"' not in page(cast, late, "elderly")
    fields = keyed(spoke_with="大山さん", text=SAID, promised_on="2026-12-03")
    with clock.frozen(cast.at):
        client = sign_in(Client(), cast, "desk")
        done = client.post(f"/desk/referrals/{late.pk}/call/", fields)
    assert (done.status_code, done["Location"]) == (302, f"/desk/referrals/{late.pk}/")
    for name in ("desk", "elderly"):
        text = page(cast, late, name)
        assert SAID in text, name
        assert "返事の約束" in text, name
    with clock.frozen(cast.at):
        outside = sign_in(Client(), cast, "outsider").get(f"/desk/referrals/{late.pk}/")
    assert outside.status_code == 404


def test_a_promise_moves_no_clock(cast, late):
    with cast.acting("desk"):
        before = (answer_due(late), escalation(late, cast.at))
    call(cast, late, promised_on=clock.today(cast.at) + timedelta(days=2))
    with cast.acting("desk"):
        after = Referral.objects.get(pk=late.pk)
        assert (answer_due(after), escalation(after, cast.at)) == before
        assert before[1] == Escalation.COORDINATOR
        assert after.state == ReferralState.SENT


def test_what_was_said_closes_to_the_receiver_with_the_packet(cast, late):
    call(cast, late)
    with cast.acting("elderly"):
        assert ReferralNote.objects.count() == 1
    with cast.acting("desk") as by:
        found = Referral.objects.get(pk=late.pk)
        recall_referral(referral=found, reason="別の先へ", by=by, at=cast.at)
        assert ReferralNote.objects.count() == 1
    cast.later(minutes=1)
    for name in ("elderly", "outsider", "disability"):
        with cast.acting(name):
            assert ReferralNote.objects.count() == 0, name


def test_reading_it_is_recorded_for_whoever_the_referral_names(cast, late):
    call(cast, late)
    page(cast, late, "elderly")
    with cast.acting("elderly"):
        person = late.packet.persons[0]["id"]
        masks = ReadLine.objects.filter(person_id=person).values_list("classes", flat=True)
        assert list(masks) == [8 | 256]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": ""}, "電話で聞いたことを書いてください。"),
        ({"promised_on": date(2026, 11, 1)},
         "返事の約束の日は、きょうかそれより後の日にしてください。"),
    ],
    ids=["nothing said", "a day gone by"],
)  # fmt: skip
def test_too_little(cast, late, changes, sentence):
    with pytest.raises(ReferralNotPossible) as refusal:
        call(cast, late, **changes)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("state", ReferralState.values)
def test_only_the_senders_window_while_it_waits(cast, state):
    here, there = cast["desk"].window_id, cast["elderly"].window_id
    record = Referral(state=state, owner_window_id=here, to_window_id=there)
    able = [name for name in ROLES if name != "retired" and may_call(cast[name], record)]
    waits = state in ("sent", "on_hold")
    assert able == (["desk", "desk_colleague", "chief", "manager"] if waits else [])
    assert may_call(cast["desk"], Referral(state=state, owner_window_id=here)) is False


def test_not_by_the_receiver_and_not_after_the_answer(cast, late):
    with pytest.raises(NotAllowed):
        call(cast, late, "elderly")
    with cast.acting("desk") as by:
        found = Referral.objects.get(pk=late.pk)
        recall_referral(referral=found, reason="別の先へ", by=by, at=cast.at)
    with pytest.raises(ReferralNotPossible):
        call(cast, late)


def test_what_was_done_is_not_struck_out(cast, late):
    with cast.acting("desk") as by:
        found = Referral.objects.get(pk=late.pk)
        recall_referral(referral=found, reason="別の先へ", by=by, at=cast.at)
    with clock.frozen(cast.at):
        client = sign_in(Client(), cast, "desk")
        steps = client.get(f"/desk/referrals/{late.pk}/").context["steps"]
    assert [(step["label"], step["state"]) for step in steps] == [
        ("送った", "done"), ("取り下げた", "done"), ("本人とつながった", "skipped"),
        ("結果を伝えた", "skipped"),
    ]  # fmt: skip
