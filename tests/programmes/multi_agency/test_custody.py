"""議事録の保管: by name, from the invitation on, past the item's end (`minutes_custody`)."""

import pytest

from ikue.directory.domain.appointments import end_appointment
from ikue.programmes.multi_agency.domain.custody import custodian_name
from ikue.programmes.multi_agency.domain.failures import ItemNotPossible
from ikue.programmes.multi_agency.domain.items import withdraw_item
from ikue.programmes.multi_agency.domain.members import invite_item, member_leaves
from ikue.programmes.multi_agency.models import ItemMember
from ikue.sharing.enums import FieldClass
from ikue.sharing.models import Grant, Ground
from tests.sharing.raw import REFUSED, insert_grant, insert_ground


def held(cast, item):
    """(appointment, classes, over?) of every grant of custody for this item."""
    with cast.acting("coordinator"):
        rows = Grant.objects.filter(ground__basis="minutes_custody", bound_to_id=item.pk)
        return [
            (row.appointment_id, row.classes, row.ground.ended_at is not None)
            for row in rows.order_by("starts_at")
        ]


def invite(cast, household, item, name):
    with cast.acting("coordinator") as by:
        chosen = cast.appointment(name).pk if name else None
        return invite_item(item=household.now(item), custodian_id=chosen, by=by, at=by.at)


def test_whoever_invites_keeps_the_minutes_past_the_end_of_the_item(cast, household):
    item = household.invited("member")
    keeper = cast.appointment("coordinator")
    assert held(cast, item) == [(keeper.pk, FieldClass.F5, False)]
    cast.later(minutes=1)
    with cast.acting("coordinator") as by:
        withdraw_item(item=household.now(item), reason="不要", by=by, at=by.at)
    assert held(cast, item) == [(keeper.pk, FieldClass.F5, False)]
    end_appointment(appointment=keeper, at=cast.at)
    with cast.acting("coordination_manager"):
        assert custodian_name(household.now(item), cast.at) == "小堀 課（課長・引継ぎ待ち）"


def test_somebody_else_of_the_window_is_named(cast, household):
    item = household.item(meeting=household.meeting())
    household.list_member(item, "member")
    with pytest.raises(ItemNotPossible, match="この窓口に今いる職員から"):
        invite(cast, household, item, "elderly")
    invite(cast, household, item, "coordination_manager")
    assert held(cast, item) == [(cast.appointment("coordination_manager").pk, FieldClass.F5, False)]
    with cast.acting("coordination_manager"):
        assert custodian_name(household.now(item), cast.at) == "小堀 課"


def opened_by_hand(cast, item, basis, **grantee):
    """A grant of the minutes that the hosting window hangs on a ground of its own, by SQL."""
    with cast.acting("coordinator") as by:
        place = {"circle_id": item.circle_id, "owner": by, "at": cast.at}
        ground_id, done = insert_ground(**place, basis=basis)
        assert done == 1
        return insert_grant(
            **place, ground_id=ground_id, classes=int(FieldClass.F5), bound_to_id=item.pk,
            **{"window_id": None} | grantee,
        )  # fmt: skip


@pytest.mark.parametrize("name", ["outsider", "elderly", "member"])
def test_nobody_of_another_window_is_made_a_keeper(cast, household, name):
    item = household.invited("member")
    named = cast.appointment(name)
    for grantee in (
        {"appointment_id": named.pk}, {"window_id": named.window_id},
        {"account_id": named.account_id},
    ):  # fmt: skip
        assert opened_by_hand(cast, item, "minutes_custody", **grantee) == REFUSED
    keeper = cast.appointment("coordination_manager").pk
    assert opened_by_hand(cast, item, "minutes_custody", appointment_id=keeper) == 1


def test_a_conference_opens_to_who_stands_on_the_list_alone(cast, household):
    item = household.invited("member", "elderly")
    named = {name: cast.appointment(name).pk for name in ("member", "elderly", "outsider")}
    with cast.acting("coordinator") as by:
        left = ItemMember.objects.get(appointment_id=named["elderly"])
        member_leaves(member=left, reason="異動", by=by, at=by.at)
    assert {
        name: opened_by_hand(cast, item, "support_conference", appointment_id=appointment)
        for name, appointment in named.items()
    } == {"member": 1, "elderly": REFUSED, "outsider": REFUSED}


@pytest.mark.parametrize("classes", [FieldClass.F1 | FieldClass.F5, FieldClass.F3])
def test_custody_opens_the_minutes_and_nothing_else(cast, household, classes):
    """By hostile SQL of the window itself."""
    item = household.invited("member")
    with cast.acting("coordinator") as by:
        ground = Ground.objects.get(basis="minutes_custody")
        changes = {
            "ground_id": ground.pk, "circle_id": item.circle_id, "owner": by, "at": cast.at,
            "window_id": None, "appointment_id": by.appointment_id, "bound_to_id": item.pk,
        }  # fmt: skip
        assert insert_grant(**changes, classes=int(classes)) == REFUSED
        assert insert_grant(**changes, classes=int(FieldClass.F5)) == 1
