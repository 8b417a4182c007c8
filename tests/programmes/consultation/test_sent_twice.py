"""One page is one reception: sent again from another tab, both texts are shown and none is lost."""

import uuid

import pytest

from ikue.drafts.models import Draft
from ikue.kernel import clock
from ikue.programmes.consultation.models import Addition, Consultation
from tests.cast import assemble
from tests.client import keyed, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]
CALL = uuid.UUID("00000000-0000-4000-8000-00000000ca11")
NEW = f"/desk/consultations/new/{CALL}/"
FIRST, SECOND = "家賃のこと。", "家賃のこと。娘も困っている。"


@pytest.fixture
def cast():
    return assemble()


@pytest.fixture
def desk(client, cast):
    with clock.frozen(cast.at):
        yield sign_in(client, cast, "desk")


def typed(words, **changes):
    return {
        **keyed(), "complaint": words, "urgency": "ordinary", "caller": "person",
        "channel": "phone", "consent_variant": "not_asked", "family_name": "見本", **changes,
    }  # fmt: skip


def receptions(cast):
    with cast.acting("desk"):
        return list(Consultation.objects.order_by("number").values_list("number", "complaint"))


@pytest.fixture
def again(desk):
    assert desk.post(NEW, typed(FIRST)).status_code == 302
    return desk.post(NEW, typed(SECOND))


def test_both_texts_are_shown(again, cast):
    page = again.content.decode()
    assert again.status_code == 409
    assert "受R8-00001 で受け付け済みです。" in page
    assert (again.context["sent"]["theirs"], again.context["sent"]["mine"]) == (FIRST, SECOND)
    assert again.context["form"]["complaint"].value() == SECOND
    assert receptions(cast) == [("受R8-00001", FIRST)]


def test_the_same_words_are_told_as_well(desk, cast):
    desk.post(NEW, typed(FIRST))
    assert desk.post(NEW, typed(FIRST)).status_code == 409
    assert receptions(cast) == [("受R8-00001", FIRST)]


def test_it_may_be_another_call_after_all(desk, again, cast):
    other = again.context["draft_id"]
    assert other != CALL
    with cast.acting("desk"):
        assert Draft.objects.count() == 0
    desk.post(f"/desk/drafts/reception/{CALL}/", {"complaint": SECOND})
    sent = typed(SECOND, _instead_of=str(CALL))
    asked = desk.post(f"/desk/consultations/new/{other}/", sent)
    assert asked.status_code == 422
    assert f'name="_instead_of" value="{CALL}"' in asked.content.decode()
    sent = typed(SECOND, apart="yes", _instead_of=str(CALL))
    assert desk.post(f"/desk/consultations/new/{other}/", sent).status_code == 302
    assert receptions(cast) == [("受R8-00001", FIRST), ("受R8-00002", SECOND)]
    with cast.acting("desk"):
        assert Draft.objects.count() == 0


def test_it_may_be_added_to_the_first(desk, again, cast):
    answer = desk.post(f"{NEW}to-addition/", typed(SECOND))
    assert answer["Location"] == f"/desk/consultations/{CALL}/add/"
    assert desk.get(answer["Location"]).context["form"]["body"].value() == SECOND
    assert desk.post(answer["Location"], keyed(body=SECOND)).status_code == 302
    with cast.acting("desk"):
        assert [one.body for one in Addition.objects.all()] == [SECOND]
        assert Draft.objects.count() == 0
    assert receptions(cast) == [("受R8-00001", FIRST)]


def test_an_old_draft_of_it_opens_with_both_texts(desk, cast):
    desk.post(NEW, typed(FIRST))
    assert desk.get(NEW)["Location"] == f"/desk/consultations/{CALL}/"
    desk.post(f"/desk/drafts/reception/{CALL}/", {"complaint": SECOND})
    page = desk.get(NEW)
    assert (page.status_code, page.context["sent"]["mine"]) == (409, SECOND)


def test_the_page_of_somebody_else_answers_as_none(client, cast):
    with clock.frozen(cast.at):
        sign_in(client, cast, "desk").post(NEW, typed(FIRST))
        sign_in(client, cast, "women")
        assert client.post(f"{NEW}to-addition/", typed(SECOND)).status_code == 404
        assert FIRST not in client.get(NEW).content.decode()
