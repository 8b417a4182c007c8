"""書きかけ on the desk: told apart on the home page, and one text recorded once."""

import re

import pytest

from ikue.casework.models import Entry
from tests.client import keyed
from tests.standing import standing


@standing
def case(ward):
    return ward.case()


def test_a_draft_is_listed_with_its_kind_and_its_household(ward, visit, case):
    for form, subject in (("assessment", case.circle_id), ("next", case.pk)):
        visit("desk", "post", f"/desk/drafts/{form}/{subject}/", {"what": "電話する"})
    page = visit("desk", "get", "/desk/drafts/")
    listed = {(one.label, one.household) for one in page.context["drafts"]}
    assert listed == {("アセスメント", "髙橋さん世帯"), ("次の行動", "髙橋さん世帯")}
    assert page.content.decode().count("髙橋さん世帯") == 2


def box(page):
    found = re.search(r'name="_opened" value="([^"]+)"', page.content.decode())
    return found[1]


def entry(page, body="電話した", **typed):
    return keyed(
        body=body, method="phone", counterpart="person", on="r8.11.24", clock="9:00",
        kind="ordinary", seen_version="1", _opened=box(page), **typed,
    )  # fmt: skip


def bodies(ward):
    with ward.cast.acting("desk"):
        return list(Entry.objects.values_list("body", flat=True))


def test_drafts_of_one_kind_are_told_apart_by_their_words(ward, visit):
    for number, words in enumerate(("Aさんの電話", "Bさんの電話", "")):
        address = f"/desk/drafts/reception/0000000{number}-0000-4000-8000-000000000000/"
        visit("desk", "post", address, {"complaint": words, "urgency": "ordinary"})
    page = visit("desk", "get", "/desk/").content.decode()
    assert "「Aさんの電話」" in page
    assert "「Bさんの電話」" in page
    assert "「ordinary」" not in page
    assert "Aさんの電話" not in visit("desk_colleague", "get", "/desk/").content.decode()


def test_one_text_in_two_tabs_is_told_and_not_doubled(ward, visit, case):
    address = f"/desk/cases/{case.pk}/"
    first, second = visit("desk", "get", address), visit("desk", "get", address)
    assert visit("desk", "post", address, entry(first)).status_code == 302
    told = visit("desk", "post", address, entry(second))
    assert told.status_code == 409
    assert "別の画面から記録済みです。" in told.content.decode()
    assert told.context["form"]["body"].value() == "電話した"
    assert bodies(ward) == ["電話した"]


def test_other_words_and_a_page_opened_later_are_recorded(ward, visit, case):
    address = f"/desk/cases/{case.pk}/"
    first, second = visit("desk", "get", address), visit("desk", "get", address)
    visit("desk", "post", address, entry(first))
    assert visit("desk", "post", address, entry(second, body="折り返しあり")).status_code == 302
    later = entry(second) | {"_opened": "2999-01-01T00:00:00+09:00"}
    assert visit("desk", "post", address, later).status_code == 302
    assert sorted(bodies(ward)) == ["折り返しあり", "電話した", "電話した"]


@pytest.mark.parametrize("opened", ["", "x", "\x00", "2026-11-24T09:30:00"])
def test_a_page_that_says_nothing_of_its_opening_is_recorded(ward, visit, case, opened):
    address = f"/desk/cases/{case.pk}/"
    page = visit("desk", "get", address)
    for _ in range(2):
        sent = entry(page) | {"_opened": opened}
        assert visit("desk", "post", address, sent).status_code == 302
    assert len(bodies(ward)) == 2
