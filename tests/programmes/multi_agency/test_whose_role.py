"""役割 agreed in a 支援会議: who is offered, where its holder finds it, and whose it is."""

from uuid import UUID

import pytest
from django.urls import reverse

from ikue.casework.domain.plan_queries import show_role
from ikue.programmes.multi_agency.domain.agreeing import Agreed, agree_role
from ikue.programmes.multi_agency.domain.items import close_item
from ikue.programmes.multi_agency.enums import Matter
from ikue.programmes.multi_agency.models import ItemMember
from tests.factories.plans import window

pytestmark = pytest.mark.django_db
WATCHING = "登校の見守り"


def member(cast, item, name) -> ItemMember:
    return ItemMember.objects.get(item=item, appointment_id=cast.appointment(name).pk)


def given(cast, household, name) -> UUID:
    """A role of this member, after the item has ended."""
    item = household.record(household.invited("elderly", "member"))
    with cast.acting("coordinator") as by:
        role = agree_role(
            item=household.now(item), member=member(cast, item, name), by=by, at=by.at,
            agreed=Agreed(matter=Matter.ROLES, what=WATCHING),
        )  # fmt: skip
        close_item(item=household.now(item), by=by, at=by.at)
    return role.pk


def text(answer) -> str:
    return answer.content.decode()


def test_a_role_is_offered_to_those_who_came(cast, household, visit):
    item = household.record(household.invited("elderly", "member"), attended=("elderly",))
    shown = text(visit("coordinator", "get", reverse("multi_agency:item_role", args=[item.pk])))
    with cast.acting("coordinator"):
        offered = [f'value="{member(cast, item, n).pk}"' in shown for n in ("elderly", "member")]
    assert offered == [True, False]


def test_who_is_a_member_of_a_conference_alone_finds_the_own_role_on_the_home(
    cast, household, visit
):
    address = reverse("casework:role", args=[given(cast, household, "member")])
    home = {
        name: text(visit(name, "get", reverse("desk:home")))
        for name in ("member", "elderly", "outsider")
    }
    assert {name: (address in page, WATCHING in page) for name, page in home.items()} == {
        "member": (True, True), "elderly": (False, False), "outsider": (False, False),
    }  # fmt: skip
    assert "いま、開いている会議はありません" not in home["member"]
    assert visit("member", "get", address).status_code == 200


def test_whose_role_it_is_is_said_or_whom_to_ask(cast, household, visit):
    """The grant of the role opens no name; the window that asked is in the circle and knows it."""
    role_id = given(cast, household, "elderly")
    with cast.acting("coordinator"):
        keeper = window("multi_agency")
    ask = f"{keeper.name}（{keeper.phone}）に確かめてください。"
    for address in (reverse("casework:role", args=[role_id]), reverse("desk:mine")):
        page = text(visit("elderly", "get", address))
        assert ("どなたのことか" in page, keeper.phone in page) == (True, True)
    assert ask in text(visit("elderly", "get", reverse("casework:role", args=[role_id])))
    with cast.acting("coordinator") as by:
        assert show_role(by, role_id).household.endswith("さん世帯")
