"""A follow-up of an ended case goes to a window that stays, or is closed with the leaving."""

import pytest
from django.test import Client
from django.urls import reverse

from ikue.casework.domain.ending import Completion, FollowUp, complete_case, follow_up
from ikue.casework.models import Case, HandOver
from ikue.kernel import clock
from ikue.kernel.expected import Expected
from ikue.programmes.multi_agency.domain.coordinations import HandBack, step_out
from ikue.programmes.multi_agency.models import Coordination
from ikue.sharing.domain.opening import leave_circle
from tests.cast import assemble
from tests.client import keyed, sign_in
from tests.factories.coordination import coordinated_8050, in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return assemble()


def ended(cast, **changes):
    """Led by 多機関協働 itself, moved away, somebody is still to ask how they are."""
    coordination = coordinated_8050(cast, supported=False)
    gone = {
        "reason": "declined", "lead_afterwards": "包括", "follow_up_on": in_days(cast, 90),
    } | changes  # fmt: skip
    with cast.acting("coordinator") as by:
        complete_case(case=Case.objects.get(), completion=Completion(**gone), by=by, at=by.at)
    return coordination


def give_back(cast, coordination, to=None):
    with cast.acting("coordinator") as by:
        step_out(
            coordination=Coordination.objects.get(pk=coordination.pk), by=by, at=by.at,
            hand_back=HandBack(
                words="辞退されました", follow_up_on=in_days(cast, 30),
                to=cast.appointment(to) if to else None,
            ),
        )  # fmt: skip


def test_it_goes_to_the_window_that_stays_and_is_recorded_there(cast):
    give_back(cast, ended(cast), to="desk")
    cast.later(days=90)
    with cast.acting("desk") as by:
        case = Case.objects.get()
        assert (case.lead_window_id, HandOver.objects.count()) == (by.window_id, 1)
        follow_up(case=case, follow_up=FollowUp(found="元気にしている"), by=by, at=by.at)
        assert not Case.objects.get().awaits_follow_up


def test_while_a_window_stays_it_is_not_left_to_nobody(cast):
    coordination = ended(cast)
    with pytest.raises(Expected, match="フォローを引き継ぐ窓口の担当者を選んでください"):
        give_back(cast, coordination)
    with cast.acting("coordinator"):
        assert Coordination.objects.get().state == "coordinating"


def test_where_nobody_stays_it_is_closed_with_the_leaving(cast):
    coordination = ended(cast)
    with cast.acting("desk") as by:
        leave_circle(circle_id=coordination.circle_id, at=by.at)
    cast.later(minutes=1)
    give_back(cast, coordination)
    with cast.acting("coordinator"):
        assert Case.objects.get().follow_up_done_at == cast.at


@pytest.mark.parametrize("asks", [True, False])
def test_the_page_asks_for_a_successor_only_where_something_is_left(cast, asks):
    coordination = ended(cast, **({} if asks else {"follow_up_on": None}))
    address = reverse("multi_agency:step_out", args=[coordination.pk])
    with clock.frozen(cast.at):
        client = sign_in(Client(), cast, "coordinator")
        assert ("主担当に戻す相手" in client.get(address).content.decode()) is asks
        typed = {"words": "辞退されました", "follow_up_on": "r8.12.24"}
        posted = client.post(address, keyed(**typed))
        assert posted.status_code == (422 if asks else 302)


def test_it_goes_to_nobody_outside_the_circle(cast):
    coordination = ended(cast)
    with pytest.raises(Expected, match="まだこの世帯の支援に加わっていません"):
        give_back(cast, coordination, to="elderly")
