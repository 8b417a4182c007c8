"""The eras (元号) since Meiji, and the sentences that say why a date cannot be.

Days before 1873 are counted in the Gregorian calendar like all others, although the country used
another one until then: 明治元年10月23日 is 1868-10-23 here. Nobody alive is born so early.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

from ikue.kernel.expected import Expected

LATEST_YEAR: Final = 2199


class DateError(Expected, ValueError):
    """A date that cannot be; the text is a Japanese sentence for the clerk."""


@dataclass(frozen=True)
class Era:
    """One 元号. `last` is the last day that may be written in it; None while it goes on."""

    name: str
    letter: str
    first: date
    last: date | None

    def year_of(self, day: date) -> int:
        return day.year - self.first.year + 1


# The day of accession in 1912 and 1926 belongs to the new era, but papers of that day carry the
# old one as well, so the old one is accepted too. 1989 and 2019 changed at midnight.
ERAS: Final = (
    Era("明治", "M", date(1868, 10, 23), date(1912, 7, 30)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 25)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", date(2019, 5, 1), None),
)
EARLIEST: Final = ERAS[0].first
_TOO_EARLY = (
    "1868年(明治元年)10月23日より前の日付は入力できません。年を確かめて入力し直してください。"
)
# 「昭和」, 「昭」 and 「s」 name the same era; what is typed arrives here in lower case.
ERA_WORDS: Final = {
    word: era for era in ERAS for word in (era.name, era.name[0], era.letter.lower())
}


def era_of(day: date) -> Era:
    """The era of a day. Raises DateError before Meiji."""
    for era in reversed(ERAS):
        if day >= era.first:
            return era
    raise DateError(_TOO_EARLY)


def year_text(year: int) -> str:
    return "元" if year == 1 else str(year)


@dataclass(frozen=True)
class Span:
    """A year, a month or a day as it was written: what is known, and its first and last day."""

    year: int
    month: int | None
    day: int | None

    @property
    def first(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def spelled(self, year: str) -> str:
        month = f"{self.month}月" if self.month else ""
        return f"{year}年{month}" + (f"{self.day}日" if self.day else "")


def western(year: int, month: int | None, day: int | None, *, label: str = "") -> Span:
    """Check a western year, month and day; `label` is how the clerk wrote the year.

    Raises DateError for a year out of reach, a 13th month or a 30 February."""
    if year > LATEST_YEAR:
        raise DateError(
            f"{label or year}年は先すぎます。{LATEST_YEAR}年までの年を入力してください。"
        )
    if month is not None and not 1 <= month <= 12:
        raise DateError(
            f"{month}月という月はありません。月は1から12までの数字で入力し直してください。"
        )
    if month is not None and day is not None:
        _check_day(year, month, day, label or str(year))
    if year < 1 or Span(year, month, day).last < EARLIEST:
        raise DateError(_TOO_EARLY)
    return Span(year, month, day)


def _check_day(year: int, month: int, day: int, label: str) -> None:
    last = monthrange(max(year, 1), month)[1]
    if day > last:
        raise DateError(f"{label}年{month}月は{last}日までです。日を確かめて入力し直してください。")
    if day < 1:
        raise DateError("0日という日はありません。日を確かめて入力し直してください。")


def in_era(era: Era, year: int, month: int | None, day: int | None) -> Span:
    """Check a year of an era with month and day, as far as they are known.

    Raises DateError for a year 0, a day that cannot be, and a day outside the era."""
    if year < 1:
        raise DateError(
            f"{era.name}に0年はありません。"
            f"最初の年は「{era.name}元年」か「{era.letter}1」と入力してください。"
        )
    if year > 200:
        raise DateError(
            f"{era.name}{year}年という年はありません。"
            "年号の年か西暦4桁の、どちらか一方で入力し直してください。"
        )
    number = era.first.year + year - 1
    span = western(number, month, day, label=f"{era.name}{year_text(year)}({number})")
    if span.last < era.first or (era.last is not None and span.first > era.last):
        raise DateError(_outside(era, span))
    return span


def _outside(era: Era, span: Span) -> str:
    """Say where the era begins or ends, and which date the clerk may have meant."""
    if era.last is not None and span.first > era.last:
        edge, side = era.last, "まで"
    else:
        edge, side = era.first, "から"
    sentence = f"{era.name}は{year_text(era.year_of(edge))}年{edge.month}月{edge.day}日{side}です。"
    meant = era_of(span.first)
    year = meant.year_of(span.first)
    typed = ".".join(str(n) for n in (year, span.month, span.day) if n is not None)
    return (
        f"{sentence}{span.spelled(str(span.year))}は"
        f"{span.spelled(meant.name + year_text(year))}です。"
        f"それでよければ「{meant.letter}{typed}」と入力し直してください。"
    )
