from datetime import date

import pytest

from ikue.directory.domain.queries import route, town_at
from ikue.directory.models import Town

ON = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


def answer(place, on=ON):
    found = route(place, on)
    return {code: window.name for code, window in found.branches.items()}


@pytest.mark.parametrize(
    ("text", "centre", "office"),
    [
        ("荒川2-2-3", "荒川", "荒川"),
        ("町屋六丁目1番", "町屋", "町屋"),
        ("東尾久１－１", "東尾久", "尾久"),
        ("西尾久三丁目", "西尾久", "尾久"),
        ("東日暮里6", "東日暮里", "日暮里"),
        ("西日暮里1-1-1", "西日暮里", "日暮里"),
        ("南千住1-13-20", "南千住西部", "南千住"),
        ("南千住七丁目", "南千住西部", "南千住"),
        ("南千住三丁目", "南千住東部", "南千住"),
        ("南千住8-4-5", "南千住東部", "南千住"),
    ],
)
def test_the_branches_of_an_address(text, centre, office):
    assert answer(text) == {
        "community_support_center": f"地域包括支援センター {centre}",
        "public_assistance": f"生活保護 {office}地区担当",
    }


def test_every_town_has_both_branches():
    routed = [answer(town) for town in Town.objects.in_force(ON)]
    assert [len(branches) for branches in routed] == [2] * 52


def test_the_answer_names_town_area_and_district_and_that_they_are_unconfirmed():
    found = route("荒川二丁目", ON)
    assert found.found
    assert (found.town.name, found.service_area.name, found.district.name) == (
        "荒川二丁目", "荒川", "荒川",
    )  # fmt: skip
    assert not found.confirmed
    assert found.sentence == (
        "荒川二丁目の担当は、地域包括支援センター 荒川・生活保護 荒川地区担当です。"
        "圏域・地区の区切りは区の確認前です。受け付ける前に窓口へ確かめてください。"
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [("荒川2-2-3", "荒川二丁目"), ("荒川", None), ("荒川99丁目", None), ("足立区千住1-1", None)],
)
def test_the_town_alone_costs_no_branches(text, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        found = town_at(text, ON)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "足立区千住1-1",
            "住所から荒川区の町名を読み取れません。町名と丁目（例：荒川二丁目）を確かめてください。",
        ),
        ("南千住", "南千住の何丁目かが分かりません。丁目まで確かめてください。"),
        (
            "東日暮里七丁目",
            "東日暮里7丁目という町丁目は荒川区にありません。住所を確かめてください。",
        ),
    ],
)
def test_what_is_not_known_is_said_and_not_guessed(text, sentence):
    found = route(text, ON)
    assert not found.found
    assert found.branches == {}
    assert found.sentence == sentence


def test_before_the_first_day_nothing_is_known():
    assert not route("荒川2-2-3", date(2026, 3, 31)).found
