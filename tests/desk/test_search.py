"""さがす: names, readings, numbers; what may not be seen looks like what is not there."""

import pytest

from ikue.desk.domain.search import number_in, search


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("R8-00001", "R8-00001"),
        ("r8-1", "R8-00001"),
        ("Ｒ８－０００１", "R8-00001"),
        ("R8ー12", "R8-00012"),
        (" R08-00001 ", "R8-00001"),
        ("H31-7", "H31-00007"),
        ("R8", ""),
        ("髙橋", ""),
        ("", ""),
    ],
)
def test_numbers_as_they_are_typed(typed, number):
    assert number_in(typed) == number


def found(ward, name, text):
    with ward.cast.acting(name) as viewer:
        return [(hit.name, hit.number, hit.target.value) for hit in search(viewer, text)]


@pytest.mark.parametrize("text", ["髙橋", "高橋", "たかはし", "タカハシ", "ﾀｶﾊｼ", "高橋トメ"])
def test_a_name_is_found_however_it_is_written(ward, text):
    ward.case()
    hits = found(ward, "desk", text)
    assert ("髙橋 トメ", "R8-00001", "case") in hits
    assert len(hits) == (1 if text == "高橋トメ" else 2)


def test_a_reception_without_a_case_is_found_too(ward):
    ward.reception()
    assert found(ward, "desk", "トメ") == [("髙橋 トメ", "R8-00001", "consultation")]


def test_a_number_finds_case_and_reception(ward):
    ward.case()
    assert found(ward, "desk", "ｒ８－１") == [
        ("髙橋さん世帯", "R8-00001", "case"),
        ("髙橋さん世帯", "R8-00001", "consultation"),
    ]


@pytest.mark.parametrize("text", ["髙橋", "R8-1", "たかはし"])
@pytest.mark.parametrize("name", ["outsider", "elderly", "coordinator", "privacy_officer"])
def test_whoever_is_outside_finds_nothing(ward, name, text):
    ward.case()
    assert found(ward, "desk", text) != []
    assert found(ward, name, text) == []


def test_an_invisible_hit_looks_like_no_hit(ward, visit):
    """The two answers differ in nothing but what was typed and the keys of the forms."""
    ward.case()
    hidden = visit("elderly", "post", "/desk/search/", {"q": "髙橋"})
    absent = visit("elderly", "post", "/desk/search/", {"q": "無人"})
    assert hidden.status_code == absent.status_code == 200
    assert plain(hidden, "髙橋") == plain(absent, "無人")


def plain(response, typed):
    lines = response.content.decode().replace(typed, "…").splitlines()
    return [line for line in lines if "_key" not in line and "csrf" not in line]
