from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikue.kernel.wareki import (
    DateError,
    PartialDate,
    check_birth,
    format_partial,
    parse_partial_date,
)

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("昭和15年ごろ", PartialDate(1940, about=True)),
        ("昭和十五年頃", PartialDate(1940, about=True)),
        ("S15くらい", PartialDate(1940, about=True)),
        ("S15", PartialDate(1940)),
        ("1940", PartialDate(1940)),
        ("１９４０年", PartialDate(1940)),
        ("昭和15年生まれ", PartialDate(1940)),
        ("昭和15年3月", PartialDate(1940, 3)),
        ("S15.3", PartialDate(1940, 3)),
        ("1940-03", PartialDate(1940, 3)),
        ("1940/3ごろ", PartialDate(1940, 3, about=True)),
        ("昭和15年3月2日", PartialDate(1940, 3, 2)),
        ("1940-03-02", PartialDate(1940, 3, 2)),
        ("昭和64年", PartialDate(1989)),
        ("昭和元年", PartialDate(1926)),
    ],
)
def test_as_far_as_it_is_known(text: str, known: PartialDate) -> None:
    assert parse_partial_date(text) == known


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "昭和64年2月",
            (
                "昭和は64年1月7日までです。1989年2月は平成元年2月です。"
                "それでよければ「H1.2」と入力し直してください。"
            ),
        ),
        (
            "昭和65年",
            (
                "昭和は64年1月7日までです。1990年は平成2年です。"
                "それでよければ「H2」と入力し直してください。"
            ),
        ),
        (
            "15",
            (
                "年号がなく、年が4桁でもないので、どの年か決められません。"
                "「S15.3.2」のように年号を付けるか、西暦を4桁で入力してください。"
            ),
        ),
        (
            "不明",
            (
                "生年月日として読み取れません。分かるところまで"
                "「昭和15年ごろ」「昭和15年3月」「1940」のように入力してください。"
            ),
        ),
        (
            "きのう",
            (
                "生年月日として読み取れません。分かるところまで"
                "「昭和15年ごろ」「昭和15年3月」「1940」のように入力してください。"
            ),
        ),
    ],
)
def test_what_cannot_be_read(text: str, sentence: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_partial_date(text)
    assert str(caught.value) == sentence


def test_first_and_last_possible_day() -> None:
    february = PartialDate(2024, 2)
    assert (february.first_day, february.last_day) == (date(2024, 2, 1), date(2024, 2, 29))
    about = PartialDate(2024, 2, about=True)
    assert (about.first_day, about.last_day) == (date(2023, 2, 1), date(2025, 2, 28))
    year = PartialDate(1940)
    assert (year.first_day, year.last_day) == (date(1940, 1, 1), date(1940, 12, 31))
    assert year.exact is None
    assert PartialDate(1940, 3, 2).exact == date(1940, 3, 2)
    assert PartialDate(1940, 3, 2, about=True).exact is None


def test_age_range() -> None:
    assert PartialDate(1940, 3, 2).age_range(TODAY) == (86, 86)
    assert PartialDate(1940).age_range(TODAY) == (85, 86)
    assert PartialDate(1940, about=True).age_range(TODAY) == (84, 87)
    assert PartialDate(2026).age_range(TODAY) == (0, 0)


def test_order() -> None:
    ordered = [
        PartialDate(1939, 12, 31),
        PartialDate(1940, 1, 1),
        PartialDate(1940, 1),
        PartialDate(1940),
        PartialDate(1940, 2),
        PartialDate(1941, 1, 1),
    ]
    shuffled = ordered[3:] + ordered[:3]
    assert sorted(shuffled) == ordered


@pytest.mark.parametrize(
    ("known", "text"),
    [
        (PartialDate(1940), "昭和15年"),
        (PartialDate(1940, 3, about=True), "昭和15年3月ごろ"),
        (PartialDate(1940, 3, 2), "昭和15年3月2日"),
        (PartialDate(1989, 1), "1989年1月"),
        (PartialDate(1989), "1989年"),
        (PartialDate(1989, 2), "平成元年2月"),
    ],
)
def test_writing_what_is_known(known: PartialDate, text: str) -> None:
    assert format_partial(known) == text
    assert parse_partial_date(text) == known


@given(st.integers(1869, 2100), st.none() | st.integers(1, 12), st.booleans())
def test_what_is_written_is_read_again(year: int, month: int | None, about: bool) -> None:
    known = PartialDate(year, month, about=about)
    assert parse_partial_date(format_partial(known)) == known


_FUTURE = "生年月日が今日より後の日付です。年号と年を確かめて入力し直してください。"
_OLD = (
    "120歳以上になります。年号と年を確かめて入力し直してください。"
    "分からないときは「昭和15年ごろ」のように、分かるところまで入力できます。"
)


@pytest.mark.parametrize(
    ("birth", "sentence"),
    [
        (date(2026, 11, 24), _FUTURE),
        (PartialDate(2027), _FUTURE),
        (date(1906, 11, 23), _OLD),
        (PartialDate(1905), _OLD),
    ],
)
def test_births_that_cannot_be(birth: date | PartialDate, sentence: str) -> None:
    with pytest.raises(DateError) as caught:
        check_birth(birth, today=TODAY)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    "birth",
    [
        TODAY,
        date(1906, 11, 24),
        PartialDate(2026),
        PartialDate(1906),
        PartialDate(2026, 12, about=True),
    ],
)
def test_births_that_can_be(birth: date | PartialDate) -> None:
    check_birth(birth, today=TODAY)
