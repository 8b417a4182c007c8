"""不在代理 on screen: arranged by manager or 主任, in force in the database, ended early."""

import uuid

import pytest

from ikue.casework.models import Case
from ikue.directory.models import Cover


def arranged(ward, visit, by="manager", **changes):
    data = {
        "_key": str(uuid.uuid4()), "absent": str(ward.cast.appointment("desk").pk),
        "deputy": str(ward.cast.appointment("desk_colleague").pk),
        "from_on": "きょう", "to_on": "2026-11-27", "reason": "研修",
    } | changes  # fmt: skip
    return visit(by, "post", "/desk/covers/", data)


@pytest.mark.parametrize("by", ["manager", "chief"])
def test_a_cover_is_arranged_listed_and_felt(ward, visit, by):
    ward.case(due_on=ward.cast.at.date())
    assert arranged(ward, visit, by).status_code == 302
    text = visit(by, "get", "/desk/covers/").content.decode()
    for words in ("相田 まどか", "井上 順", "令和8年11月27日", "研修", "代理中"):
        assert words in text
    assert "髙橋" in visit("desk_colleague", "get", "/desk/mine/").content.decode()


def test_ended_early_the_deputy_acts_no_longer(ward, visit):
    case = ward.case(due_on=ward.cast.at.date())
    arranged(ward, visit)
    made = Cover.objects.get()
    assert ward.cast["desk_colleague"].deputy_of == ("相田 まどか",)
    ward.cast.later(minutes=1)
    address = f"/desk/covers/{made.pk}/end/"
    assert visit("manager", "get", address).status_code == 200
    assert visit("manager", "post", address, {"_key": str(uuid.uuid4())}).status_code == 302
    assert ward.cast["desk_colleague"].deputy_of == ()
    with ward.cast.acting("desk"):
        assert Case.objects.get().responsible_id == case.responsible_id
    again = visit("manager", "post", address, {"_key": str(uuid.uuid4())})
    assert again.status_code == 422
    assert "この代理は、もう終わっています" in again.content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"to_on": "2026-11-20"}, "代理の末日は、初日より前にできません"),
        ({"reason": ""}, "「理由」がまだ書かれていません"),
        ({"deputy": ""}, "「代理をする職員」がまだ選ばれていません"),
    ],
)
def test_what_cannot_be_is_said(ward, visit, changes, sentence):
    answer = arranged(ward, visit, **changes)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_deputy_is_not_oneself(ward, visit):
    answer = arranged(ward, visit, deputy=str(ward.cast.appointment("desk").pk))
    assert "不在の職員と代理が同じ人です。別の人を選んでください。" in answer.content.decode()


def test_other_windows_and_other_roles_find_nothing_here(ward, visit):
    arranged(ward, visit)
    address = f"/desk/covers/{Cover.objects.get().pk}/end/"
    assert visit("manager", "get", address).status_code == 200
    for name in ("desk", "elderly_manager", "coordinator", "outsider", "administrator"):
        assert visit(name, "get", address).status_code == 404, name
    for name in ("desk", "coordinator", "outsider", "administrator", "privacy_officer"):
        assert visit(name, "get", "/desk/covers/").status_code == 404, name
