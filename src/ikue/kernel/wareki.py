"""和暦: reading the dates a clerk types, writing them, fiscal years, ages.

Everything that cannot be read raises DateError, whose text is the sentence for the screen.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering
from typing import Final

from ikue.kernel.eras import ERA_WORDS, DateError, Era, Span, era_of, in_era, western, year_text

__all__ = [
    "DateError",
    "PartialDate",
    "age_on",
    "check_birth",
    "fiscal_code",
    "fiscal_label",
    "fiscal_year",
    "format_both",
    "format_partial",
    "format_wareki",
    "legal_age_on",
    "parse_date",
    "parse_partial_date",
]

OLDEST: Final = 120
_FAR_DAYS: Final = 270
_LONGEST_INPUT: Final = 40

_DAY_WORDS: Final = {
    **dict.fromkeys(("おととい", "おとつい", "一昨日"), -2),
    **dict.fromkeys(("きのう", "昨日"), -1),
    **dict.fromkeys(("きょう", "今日", "本日"), 0),
    **dict.fromkeys(("あした", "あす", "明日"), 1),
    **dict.fromkeys(("あさって", "明後日"), 2),
}
_ERA = rf"(?:(?P<era>{'|'.join(ERA_WORDS)})[.\s]*)?"
_FULL: Final = re.compile(
    _ERA + r"(?P<year>[0-9]{1,4})(?:年|[-/.\s])\s*"
    r"(?P<month>[0-9]{1,2})(?:月|[-/.\s])\s*(?P<day>[0-9]{1,2})日?"
)
_SOLID: Final = re.compile(
    _ERA + r"(?P<year>(?(era)[0-9]{2}|[0-9]{4}))(?P<month>[0-9]{2})(?P<day>[0-9]{2})"
)
_MONTH: Final = re.compile(
    _ERA + r"(?P<year>[0-9]{1,4})(?:年|[-/.\s]|$)\s*(?:(?P<month>[0-9]{1,2})月?)?"
)
_NO_YEAR: Final = re.compile(r"([0-9]{1,2})(?:月|[-/.])\s*([0-9]{1,2})日?")
_RELATIVE: Final = re.compile(r"([0-9]{1,3})(日|週間)(前|後)")
_ABOUT: Final = re.compile(r"\s*(?:ごろ|ころ|頃|くらい|ぐらい|位)$")
_BORN: Final = re.compile(r"\s*生(?:まれ)?$")
_HYPHENS: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-") | {"。": "."})
_DIGITS: Final = "〇一二三四五六七八九"
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}

_HOW = "「S15.3.2」「昭和15年3月2日」「1940-03-02」「きのう」のように入力してください。"
_UNREADABLE = f"日付として読み取れません。{_HOW}"
_EMPTY = f"日付が入っていません。{_HOW}"
_INCOMPLETE = f"日まで入っていません。{_HOW}"
_UNREADABLE_PART = (
    "生年月日として読み取れません。分かるところまで"
    "「昭和15年ごろ」「昭和15年3月」「1940」のように入力してください。"
)
_SHORT_YEAR = (
    "年号がなく、年が4桁でもないので、どの年か決められません。"
    "「S15.3.2」のように年号を付けるか、西暦を4桁で入力してください。"
)


def parse_date(text: str, *, today: date) -> date:
    """Read a date as clerks type it: 和暦, 西暦, きのう, 3日前, 11/20.

    A month and day alone mean this year; only where that lies more than 270 days away does the
    year before or after win (in November, 1/15 is next January; in January, 12/20 is last
    December). Screens show the date that was understood. Raises DateError."""
    plain = _plain(text)
    if not plain:
        raise DateError(_EMPTY)
    if span := _full_date(plain):
        return span.first
    found = _relative(plain, today) or _without_year(plain, today)
    if found is None:
        raise DateError(_INCOMPLETE if _MONTH.fullmatch(plain) else _UNREADABLE)
    return found


def _plain(text: str) -> str:
    if len(text) > _LONGEST_INPUT:
        raise DateError(_UNREADABLE)
    plain = unicodedata.normalize("NFKC", text).strip().lower().translate(_HYPHENS)
    if plain in _DAY_WORDS:
        return plain
    plain = _BORN.sub("", plain).replace("零", "〇").replace("元", "1")
    return re.sub(f"[{_DIGITS}十百千]+", lambda found: str(_number(found[0])), plain)


def _number(kanji: str) -> int:
    """十五 -> 15, 一九四〇 -> 1940, 二千二十六 -> 2026."""
    total = current = 0
    for char in kanji:
        if char in _UNITS:
            total, current = total + (current or 1) * _UNITS[char], 0
        else:
            current = current * 10 + _DIGITS.index(char)
    return total + current


def _full_date(plain: str) -> Span | None:
    found = _FULL.fullmatch(plain) or _SOLID.fullmatch(plain)
    return _checked(found, int(found["day"])) if found else None


def _checked(found: re.Match[str], day: int | None) -> Span:
    year = int(found["year"])
    month = int(found["month"]) if found["month"] else None
    if found["era"]:
        return in_era(ERA_WORDS[found["era"]], year, month, day)
    if len(found["year"]) < 4:
        raise DateError(_SHORT_YEAR)
    return western(year, month, day)


def _relative(plain: str, today: date) -> date | None:
    if plain in _DAY_WORDS:
        return today + timedelta(days=_DAY_WORDS[plain])
    if not (found := _RELATIVE.fullmatch(plain)):
        return None
    days = int(found[1]) * (7 if found[2] == "週間" else 1)
    return today + timedelta(days=-days if found[3] == "前" else days)


def _without_year(plain: str, today: date) -> date | None:
    if not (found := _NO_YEAR.fullmatch(plain)):
        return None
    month, day = int(found[1]), int(found[2])
    this_year = western(today.year, month, day).first
    away = (this_year - today).days
    if abs(away) <= _FAR_DAYS:
        return this_year
    return western(today.year + (1 if away < 0 else -1), month, day).first


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A birth date as far as it is known; the year is western.

    `about` (ごろ) widens the span by a year on each side. Dates are ordered by their earliest
    possible day, then by their latest."""

    year: int
    month: int | None = None
    day: int | None = None
    about: bool = False

    @property
    def first_day(self) -> date:
        return _moved(Span(self.year, self.month, self.day).first, -1 if self.about else 0)

    @property
    def last_day(self) -> date:
        return _moved(Span(self.year, self.month, self.day).last, 1 if self.about else 0)

    @property
    def exact(self) -> date | None:
        """The date, when it is wholly known."""
        return self.first_day if self.day and not self.about else None

    def age_range(self, on: date) -> tuple[int, int]:
        """Youngest and oldest everyday age possible on that day; 0 where not yet born."""
        youngest, oldest = (age_on(min(born, on), on) for born in (self.last_day, self.first_day))
        return youngest, oldest

    def __lt__(self, other: "PartialDate") -> bool:
        return (self.first_day, self.last_day) < (other.first_day, other.last_day)


def _moved(day: date, years: int) -> date:
    """The same day in another year; 29 February becomes the 28th where there is none."""
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if years and leap_day else day.day)


def parse_partial_date(text: str) -> PartialDate:
    """Read a birth date of which parts may be unknown: 昭和15年ごろ, S15, 1940, 昭和15年3月.

    The part of an era's year that lies outside the era is not cut off: 昭和64年 is 1989.
    Raises DateError."""
    plain = _plain(text)
    known = _ABOUT.sub("", plain)
    span = _full_date(known)
    if span is None:
        if not (found := _MONTH.fullmatch(known)):
            raise DateError(_UNREADABLE_PART)
        span = _checked(found, None)
    return PartialDate(span.year, span.month, span.day, about=known != plain)


def check_birth(birth: date | PartialDate, *, today: date) -> None:
    """Refuse a birth in the future and an age of 120 or more, by raising DateError."""
    if isinstance(birth, PartialDate):
        first, last = birth.first_day, birth.last_day
    else:
        first = last = birth
    if first > today:
        raise DateError("生年月日が今日より後の日付です。年号と年を確かめて入力し直してください。")
    if age_on(min(last, today), today) >= OLDEST:
        raise DateError(
            f"{OLDEST}歳以上になります。年号と年を確かめて入力し直してください。"
            "分からないときは「昭和15年ごろ」のように、分かるところまで入力できます。"
        )


def format_wareki(day: date) -> str:
    """「昭和15年3月2日」, 「令和元年5月1日」."""
    era = era_of(day)
    return f"{era.name}{year_text(era.year_of(day))}年{day.month}月{day.day}日"


def format_both(day: date) -> str:
    """「昭和15(1940)年3月2日」, the way the ward's plan writes years."""
    era = era_of(day)
    return f"{era.name}{year_text(era.year_of(day))}({day.year})年{day.month}月{day.day}日"


def format_partial(partial: PartialDate) -> str:
    """「昭和15年3月ごろ」; western where the known part spans two eras (「1989年」)."""
    span = Span(partial.year, partial.month, partial.day)
    era = era_of(span.last)
    one_era = span.first >= era.first
    year = f"{era.name}{year_text(era.year_of(span.last))}" if one_era else str(span.year)
    return span.spelled(year) + ("ごろ" if partial.about else "")


def fiscal_year(day: date) -> int:
    """年度: April to March, named by the year in which it begins."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_label(year: int) -> str:
    """「令和8(2026)年度」. A year in which the era changed takes the new one: 令和元(2019)年度."""
    era, number = _fiscal_era(year)
    return f"{era.name}{year_text(number)}({year})年度"


def fiscal_code(year: int) -> str:
    """「R8」, as in case numbers."""
    era, number = _fiscal_era(year)
    return f"{era.letter}{number}"


def _fiscal_era(year: int) -> tuple[Era, int]:
    """The era of 31 December names the fiscal year, as the government ruled in 2019."""
    era = era_of(date(year, 12, 31))
    return era, year - era.first.year + 1


def age_on(birth: date, on: date) -> int:
    """Everyday age, for screens: one more from the birthday on; born on 29 February, from
    1 March in common years. Raises ValueError before birth."""
    if on < birth:
        raise ValueError("no age before birth")
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def legal_age_on(birth: date, on: date) -> int:
    """Age by 年齢計算ニ関スル法律 and 民法143条, reached at the end of the day before the birthday.

    That day counts as the day of reaching the age (65歳到達日): born 2 March, on 1 March; born
    1 April, on 31 March, hence in the earlier fiscal year; born 29 February, on the 28th."""
    return age_on(birth, on + timedelta(days=1))
