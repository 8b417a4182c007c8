"""Once the person was met the first contact is done: the case goes on with a next action."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ikue.casework.domain.cases import Next, set_next_action
from ikue.casework.domain.referrals import AFTER_ARRIVAL, confirm_arrival
from ikue.casework.models import Case, NextAction, Referral
from ikue.kernel import clock
from tests.client import keyed, sign_in
from tests.factories.referrals import accept, received_8050, send, sent_8050

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_static_files")]
MET = {"met_on": "きょう", "how": "自宅で会えた"}
CONTACT = "最初の連絡をする"


@pytest.fixture(autouse=True)
def when_it_is_recorded(cast):
    with clock.frozen(cast.at + timedelta(minutes=10)):
        yield


def standing(cast, name):
    """(what, until when, the case's own date) of every next action that this member leads."""
    with cast.acting(name) as viewer:
        rows = NextAction.objects.filter(
            done_at=None, case__in=Case.objects.filter(lead_window_id__in=viewer.window_ids)
        )
        return [(row.what, row.due_on, row.case.next_on) for row in rows.select_related("case")]


def arrive(cast, name, referral, **typed):
    address = reverse("casework:answer", args=[referral.pk, "arrive"])
    return sign_in(Client(), cast, name).post(address, keyed(**(MET | typed)))


def page(cast, name, referral):
    address = reverse("casework:referral", args=[referral.pk])
    return sign_in(Client(), cast, name).get(address).content.decode()


@pytest.mark.parametrize(("by", "to"), [("elderly", "support_center_arakawa"), ("women", "women")])
def test_the_page_asks_for_the_next_action_and_sets_it(cast, by, to):
    referral = sent_8050(cast, to=to, **({"basis": "abuse_elder"} if by == "women" else {}))
    accept(cast, referral, by)
    assert [what for what, *_ in standing(cast, by)] == [CONTACT]
    assert "「最初の連絡」は済みになります" in page(cast, by, referral)
    typed = {"next_what": "介護認定の申請に同行する", "next_on": "2026-12-01"}
    assert arrive(cast, by, referral, **typed).status_code == 302
    on = date(2026, 12, 1)
    assert standing(cast, by) == [("介護認定の申請に同行する", on, on)]


def test_without_a_next_action_or_with_a_date_gone_by_nothing_is_recorded(cast):
    referral = sent_8050(cast)
    accept(cast, referral)
    for typed, said in (
        ({"next_what": "", "next_on": "2026-12-01"}, "「次にすること」がまだ書かれていません"),
        ({"next_what": "訪問", "next_on": "2026-11-20"}, "きょうかそれより後の日"),
    ):
        refused = arrive(cast, "elderly", referral, **typed)
        assert (refused.status_code, said in refused.content.decode()) == (422, True)
        assert "自宅で会えた" in refused.content.decode()
    assert [what for what, *_ in standing(cast, "elderly")] == [CONTACT]
    with cast.acting("elderly"):
        assert Referral.objects.get(pk=referral.pk).state == "accepted"


def test_what_was_decided_meanwhile_stays(cast):
    referral = sent_8050(cast)
    accept(cast, referral)
    later = Next(what="次の訪問", due_on=date(2026, 12, 4))
    with cast.acting("elderly") as viewer:
        set_next_action(case=Case.objects.get(), next_action=later, by=viewer, at=cast.at)
    assert "「最初の連絡」は済みになります" not in page(cast, "elderly", referral)
    assert arrive(cast, "elderly", referral).status_code == 302
    assert standing(cast, "elderly") == [("次の訪問", later.due_on, later.due_on)]


def test_the_lead_of_another_window_keeps_its_own(cast):
    """A second receiver in the same circle met them; the first still owes its own contact."""
    circle_id = received_8050(cast).circle_id
    cast.later(minutes=10)
    first = send(cast, circle_id)
    accept(cast, first)
    second = send(cast, circle_id, to="core_consultation_center")
    accept(cast, second, "disability")
    assert "「最初の連絡」は済みになります" not in page(cast, "disability", second)
    assert arrive(cast, "disability", second).status_code == 302
    assert [what for what, *_ in standing(cast, "elderly")] == [CONTACT]


def test_a_verb_without_words_proposes_a_next_action(cast):
    referral = sent_8050(cast)
    accept(cast, referral)
    with cast.acting("elderly") as viewer:
        confirm_arrival(
            referral=Referral.objects.get(pk=referral.pk), met_at=cast.at, how="訪問", by=viewer,
            at=cast.at,
        )  # fmt: skip
    on = date(2026, 12, 1)
    assert standing(cast, "elderly") == [(AFTER_ARRIVAL, on, on)]
