"""さがす: names, readings, numbers; what may not be seen looks like what is not there."""

import re
from datetime import date
from uuid import uuid4

import pytest

from ikue.casework.domain.numbers import next_number
from ikue.desk.domain.search import numbers_in, running_numbers, search
from ikue.people.domain.persons import PersonFacts
from ikue.programmes.consultation.domain.candidates import candidates
from ikue.programmes.consultation.domain.receiving import Principal, Reception, receive
from ikue.programmes.consultation.enums import Caller, Channel
from tests.client import keyed


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("R8-00001", "R8-00001"),
        ("r8-1", "R8-00001"),
        ("Ｒ８－０００１", "R8-00001"),
        ("R8ー12", "R8-00012"),
        (" R08-00001 ", "R8-00001"),
        ("H31-7", "H31-00007"),
    ],
)
def test_numbers_as_they_are_typed(typed, number):
    assert numbers_in(typed) == [number, f"受{number}"]
    assert numbers_in(f"受{typed.strip()}") == [f"受{number}"]


@pytest.mark.parametrize("typed", ["R8", "髙橋", "受", "受付", ""])
def test_what_is_no_number(typed):
    assert numbers_in(typed) == []


@pytest.mark.parametrize(
    ("typed", "on", "numbers"),
    [
        ("39", date(2023, 4, 1),
         ["R5-00039", "受R5-00039", "R4-00039", "受R4-00039", "R3-00039", "受R3-00039"]),
        ("３９", date(2023, 3, 31), ["R4-00039", "受R4-00039", "R3-00039", "受R3-00039"]),
        (" 00039 ", date(2021, 4, 1), ["R3-00039", "受R3-00039"]),
        ("1234567", date(2023, 4, 1), []),
        ("R5-39", date(2023, 4, 1), []),
        ("39歳", date(2023, 4, 1), []),
        ("", date(2023, 4, 1), []),
    ],
)  # fmt: skip
def test_a_number_alone_is_that_of_every_year(typed, on, numbers):
    assert running_numbers(typed, on) == numbers


def found(ward, name, text):
    with ward.cast.acting(name) as viewer:
        return [(hit.name, hit.number, hit.target.value) for hit in search(viewer, text)]


@pytest.mark.parametrize("text", ["髙橋", "高橋", "たかはし", "タカハシ", "ﾀｶﾊｼ", "高橋トメ"])
def test_a_name_is_found_however_it_is_written(ward, text):
    ward.case()
    hits = found(ward, "desk", text)
    assert ("髙橋 トメ", "R8-00001", "desk:case") in hits
    assert len(hits) == (1 if text == "高橋トメ" else 2)


def test_a_reception_without_a_case_is_found_too(ward):
    ward.reception()
    assert found(ward, "desk", "トメ") == [("髙橋 トメ", "受R8-00001", "consultation:detail")]


def test_a_number_finds_case_and_reception(ward):
    ward.case()
    assert found(ward, "desk", "ｒ８－１") == [
        ("髙橋さん世帯", "R8-00001", "desk:case"),
        ("髙橋さん世帯", "受R8-00001", "consultation:detail"),
    ]


@pytest.mark.parametrize("text", ["39", "３９", "00039", "R8-39"])
def test_a_number_without_year_and_zeros(ward, text):
    with ward.cast.acting("desk"):
        for _ in range(38):
            next_number(kind="case", on=date(2026, 7, 1))
    ward.case()
    assert found(ward, "desk", text) == [("髙橋さん世帯", "R8-00039", "desk:case")]
    assert found(ward, "desk", "3") == []


def ryo(ward, kana):
    facts = PersonFacts(
        family_name="齋藤原", given_name="亮", family_kana=kana, given_kana="りょう"
    )
    reception = Reception(
        received_at=ward.cast.at, complaint="家賃が払えない。", channel=Channel.PHONE,
        caller=Caller.PERSON, issues=("income",), worst_issue="income",
    )  # fmt: skip
    with ward.cast.acting("desk") as by:
        receive(reception=reception, principal=Principal(facts=facts), by=by, at=by.at)


@pytest.mark.parametrize(
    "text", ["さいとうはら", "さいとう りょう", "斉藤 亮", "斉藤原", "斎藤原", "ｻｲﾄｳ", "りょう"]
)
def test_a_name_is_found_as_it_was_heard(ward, text):
    ryo(ward, "さいとうばら")
    ward.reception()
    assert found(ward, "desk", text) == [("齋藤原 亮", "受R8-00001", "consultation:detail")]


def test_the_name_as_written_comes_before_the_name_as_heard(ward):
    ryo(ward, "さいとうはら")
    ryo(ward, "さいとうばら")
    first, second = "受R8-00001", "受R8-00002"
    numbers = {"さいとうばら": [second, first], "さいとうはら": [first, second]}
    for text, expected in numbers.items():
        assert [number for _, number, _ in found(ward, "desk", text)] == expected


@pytest.mark.parametrize(
    ("typed", "expected"), [("さいとうはら", ["齋藤原 亮"]), ("さいとうかわ", []), ("はら", [])]
)
def test_the_reception_knows_whoever_was_heard(ward, typed, expected):
    ryo(ward, "さいとうばら")
    with ward.cast.acting("desk") as viewer:
        known = candidates(viewer, PersonFacts(family_kana=typed))
    assert [one.person.name for one in known] == expected


@pytest.mark.parametrize("text", ["髙橋", "R8-1", "たかはし", "1", "たかばし"])
@pytest.mark.parametrize("name", ["outsider", "elderly", "coordinator", "privacy_officer"])
def test_whoever_is_outside_finds_nothing(ward, name, text):
    ward.case()
    assert found(ward, "desk", text) != []
    assert found(ward, name, text) == []


def test_an_invisible_hit_looks_like_no_hit(ward, visit):
    """The two answers differ in nothing but what was typed, the keys of the forms, the moment."""
    ward.case()
    hidden = visit("elderly", "post", "/desk/search/", {"q": "髙橋"})
    absent = visit("elderly", "post", "/desk/search/", {"q": "無人"})
    assert hidden.status_code == absent.status_code == 200
    assert plain(hidden, "髙橋") == plain(absent, "無人")


def plain(response, typed):
    page = re.sub('data-opened="[^"]+"', "", response.content.decode())
    lines = page.replace(typed, "…").splitlines()
    return [line for line in lines if "_key" not in line and "csrf" not in line]


def told(ward, text):
    with ward.cast.acting("desk") as viewer:
        return [(hit.age_words, hit.why) for hit in search(viewer, text)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("トメ", "名前で見つかりました"),
        ("高橋トメ", "名前で見つかりました"),
        ("たかはしとめ", "かなで見つかりました"),
        ("ﾀｶﾊｼﾄﾒ", "かなで見つかりました"),
    ],
)
def test_two_of_one_name_are_told_apart_and_by_what_they_were_found(ward, text, why):
    ward.reception()
    assert told(ward, text) == [("昭和19年3月2日（82歳）", why)]


def test_without_a_birth_no_age_is_made_up(ward):
    ward.urgent()
    assert told(ward, "林誠") == [("", "名前で見つかりました")]


@pytest.mark.parametrize("text", ["進", "すすむ", "ススム", "荒木進", "荒木 進"])
def test_a_name_of_one_character_is_kept_and_found_again(ward, visit, text):
    address = f"/desk/consultations/new/{uuid4()}/"
    typed = {
        "complaint": "仕事が見つからない", "urgency": "ordinary", "caller": "person",
        "channel": "phone", "consent_variant": "not_asked", "family_name": "荒木",
        "given_name": "進", "given_kana": "すすむ",
    }  # fmt: skip
    assert visit("desk", "post", address, keyed(**typed)).status_code == 302
    (hit,) = found(ward, "desk", text)
    assert hit[0] == "荒木 進"


def test_a_name_of_one_character_alone_is_found_too(ward, visit):
    address = f"/desk/consultations/new/{uuid4()}/"
    typed = {
        "complaint": "電話が切れた", "urgency": "ordinary", "caller": "person",
        "channel": "phone", "consent_variant": "not_asked", "family_name": "",
        "given_name": "進", "given_kana": "すすむ",
    }  # fmt: skip
    assert visit("desk", "post", address, keyed(**typed)).status_code == 302
    assert [hit[0] for hit in found(ward, "desk", "進")] == ["進"]
