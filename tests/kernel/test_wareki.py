from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikue.kernel.wareki import (
    DateError,
    age_on,
    fiscal_code,
    fiscal_label,
    fiscal_year,
    format_both,
    format_wareki,
    legal_age_on,
    parse_date,
)

TODAY = date(2026, 11, 23)
DATES = st.dates(date(1868, 10, 23), date(2100, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "s15.3.2", "S15-3-2", "S15/3/2", "Ｓ１５．３．２", "s.15.3.2", "S 15 3 2", "S15.03.02",
        "S150302", "昭和15年3月2日", "昭和１５年３月２日", "昭和 15年 3月 2日", "昭15.3.2",
        "昭和十五年三月二日", "昭和一五年三月二日", "㍼15年3月2日", "昭和15年3月2日生",
        "昭和15.3.2生まれ", "1940-03-02", "1940/3/2", "1940.3.2", "1940年3月2日", "19400302",
        "１９４０－０３－０２",
        "１９４０ー３ー２", "一九四〇年三月二日", "千九百四十年三月二日", "　1940-3-2　",
    ],
)  # fmt: skip
def test_one_day_typed_in_many_ways(text: str) -> None:
    assert parse_date(text, today=TODAY) == date(1940, 3, 2)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R元.5.1", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("昭和六十三年十二月三十一日", date(1988, 12, 31)),
        ("大正15年12月24日", date(1926, 12, 24)),
        ("大正15年12月25日", date(1926, 12, 25)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("明治45年7月30日", date(1912, 7, 30)),
        ("T1.7.30", date(1912, 7, 30)),
        ("M元.10.23", date(1868, 10, 23)),
        ("R8.2.28", date(2026, 2, 28)),
        ("2024-02-29", date(2024, 2, 29)),
        ("きょう", date(2026, 11, 23)),
        ("今日", date(2026, 11, 23)),
        ("本日", date(2026, 11, 23)),
        ("きのう", date(2026, 11, 22)),
        ("昨日", date(2026, 11, 22)),
        ("おととい", date(2026, 11, 21)),
        ("一昨日", date(2026, 11, 21)),
        ("あした", date(2026, 11, 24)),
        ("明日", date(2026, 11, 24)),
        ("あさって", date(2026, 11, 25)),
        ("3日前", date(2026, 11, 20)),
        ("３日前", date(2026, 11, 20)),
        ("三日前", date(2026, 11, 20)),
        ("2週間前", date(2026, 11, 9)),
        ("10日後", date(2026, 12, 3)),
        ("11/20", date(2026, 11, 20)),
        ("11月20日", date(2026, 11, 20)),
        ("5/1", date(2026, 5, 1)),
        ("1/15", date(2027, 1, 15)),  # 53 days ahead rather than 312 days ago
    ],
)
def test_dates_typed(text: str, day: date) -> None:
    assert parse_date(text, today=TODAY) == day


def test_a_month_and_day_in_january_may_mean_last_december() -> None:
    assert parse_date("12/20", today=date(2026, 1, 10)) == date(2025, 12, 20)
    assert parse_date("9/1", today=date(2026, 1, 10)) == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "昭和64年2月1日",
            (
                "昭和は64年1月7日までです。1989年2月1日は平成元年2月1日です。"
                "それでよければ「H1.2.1」と入力し直してください。"
            ),
        ),
        (
            "平成33年3月31日",
            (
                "平成は31年4月30日までです。2021年3月31日は令和3年3月31日です。"
                "それでよければ「R3.3.31」と入力し直してください。"
            ),
        ),
        (
            "昭和元年3月2日",
            (
                "昭和は元年12月25日からです。1926年3月2日は大正15年3月2日です。"
                "それでよければ「T15.3.2」と入力し直してください。"
            ),
        ),
        (
            "令和8年2月30日",
            "令和8(2026)年2月は28日までです。日を確かめて入力し直してください。",
        ),
        ("2026-04-31", "2026年4月は30日までです。日を確かめて入力し直してください。"),
        (
            "昭和0年1月1日",
            "昭和に0年はありません。最初の年は「昭和元年」か「S1」と入力してください。",
        ),
        (
            "2026-13-01",
            "13月という月はありません。月は1から12までの数字で入力し直してください。",
        ),
        (
            "S15.0.1",
            "0月という月はありません。月は1から12までの数字で入力し直してください。",
        ),
        ("S15.1.0", "0日という日はありません。日を確かめて入力し直してください。"),
        (
            "15.3.2",
            (
                "年号がなく、年が4桁でもないので、どの年か決められません。"
                "「S15.3.2」のように年号を付けるか、西暦を4桁で入力してください。"
            ),
        ),
        (
            "昭和1940年3月2日",
            (
                "昭和1940年という年はありません。"
                "年号の年か西暦4桁の、どちらか一方で入力し直してください。"
            ),
        ),
        ("2926-11-23", "2926年は先すぎます。2199年までの年を入力してください。"),
        (
            "1868-10-22",
            (
                "1868年(明治元年)10月23日より前の日付は入力できません。"
                "年を確かめて入力し直してください。"
            ),
        ),
        (
            "0000-01-01",
            (
                "1868年(明治元年)10月23日より前の日付は入力できません。"
                "年を確かめて入力し直してください。"
            ),
        ),
        (
            "昭和15年3月",
            (
                "日まで入っていません。「S15.3.2」「昭和15年3月2日」「1940-03-02」「きのう」"
                "のように入力してください。"
            ),
        ),
        (
            " ",
            (
                "日付が入っていません。「S15.3.2」「昭和15年3月2日」「1940-03-02」「きのう」"
                "のように入力してください。"
            ),
        ),
        (
            "雨の日",
            (
                "日付として読み取れません。「S15.3.2」「昭和15年3月2日」「1940-03-02」「きのう」"
                "のように入力してください。"
            ),
        ),
    ],
)
def test_a_date_that_cannot_be_says_why_and_what_to_do(text: str, sentence: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(text, today=TODAY)
    assert str(caught.value) == sentence


@given(DATES)
def test_what_is_written_is_read_again(day: date) -> None:
    assert parse_date(format_wareki(day), today=TODAY) == day
    assert parse_date(day.isoformat(), today=TODAY) == day
    assert parse_date(f"{day:%Y%m%d}", today=TODAY) == day


def _sentence(text: str) -> str:
    try:
        parse_date(text, today=TODAY)
    except DateError as error:
        return str(error)
    return ""


@given(st.text(max_size=50))
def test_whatever_is_typed_gives_a_date_or_a_sentence(text: str) -> None:
    assert _sentence(text)[-1:] in ("", "。")


@given(
    st.from_regex(r"[MTSHRmtshr明大昭平令]?[0-9〇一十元]{1,4}[年./-][0-9]{1,2}[月./-][0-9]{0,2}")
)
def test_whatever_looks_like_a_date_gives_a_date_or_a_sentence(text: str) -> None:
    assert _sentence(text)[-1:] in ("", "。")


def test_writing_dates() -> None:
    assert format_wareki(date(1940, 3, 2)) == "昭和15年3月2日"
    assert format_wareki(date(2019, 5, 1)) == "令和元年5月1日"
    assert format_wareki(date(1912, 7, 30)) == "大正元年7月30日"
    assert format_both(date(1940, 3, 2)) == "昭和15(1940)年3月2日"
    assert format_both(date(1989, 1, 8)) == "平成元(1989)年1月8日"
    with pytest.raises(DateError):
        format_wareki(date(1868, 10, 22))


def test_fiscal_years() -> None:
    assert fiscal_year(date(2026, 3, 31)) == 2025
    assert fiscal_year(date(2026, 4, 1)) == 2026
    assert fiscal_year(date(2026, 11, 23)) == 2026
    assert fiscal_label(2026) == "令和8(2026)年度"
    assert fiscal_label(2019) == "令和元(2019)年度"
    assert fiscal_label(2018) == "平成30(2018)年度"
    assert fiscal_label(1988) == "昭和63(1988)年度"
    assert fiscal_code(2026) == "R8"
    assert fiscal_code(2019) == "R1"


@pytest.mark.parametrize(
    ("birth", "on", "everyday", "legal"),
    [
        (date(1940, 3, 2), date(2026, 2, 28), 85, 85),
        (date(1940, 3, 2), date(2026, 3, 1), 85, 86),
        (date(1940, 3, 2), date(2026, 3, 2), 86, 86),
        (date(2008, 4, 1), date(2026, 3, 31), 17, 18),
        (date(2008, 4, 2), date(2026, 3, 31), 17, 17),
        (date(2004, 2, 29), date(2026, 2, 27), 21, 21),
        (date(2004, 2, 29), date(2026, 2, 28), 21, 22),
        (date(2004, 2, 29), date(2026, 3, 1), 22, 22),
        (date(2004, 2, 29), date(2024, 2, 28), 19, 20),
        (date(2004, 2, 29), date(2024, 2, 29), 20, 20),
        (date(2004, 3, 1), date(2024, 2, 29), 19, 20),
        (date(2026, 11, 23), date(2026, 11, 23), 0, 0),
    ],
)
def test_ages(birth: date, on: date, everyday: int, legal: int) -> None:
    assert (age_on(birth, on), legal_age_on(birth, on)) == (everyday, legal)


def test_there_is_no_age_before_birth() -> None:
    with pytest.raises(ValueError):
        age_on(date(2026, 11, 24), TODAY)
    with pytest.raises(ValueError):
        legal_age_on(date(2026, 11, 25), TODAY)


@given(DATES, st.integers(0, 40_000))
def test_legal_age_is_everyday_age_a_day_earlier(birth: date, days: int) -> None:
    on = birth + timedelta(days=days)
    assert legal_age_on(birth, on) - age_on(birth, on) in (0, 1)
    assert legal_age_on(birth, on) == age_on(birth, on + timedelta(days=1))
