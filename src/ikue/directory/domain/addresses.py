"""Reading 町丁目 out of an address as a clerk types it: it says what is missing, never guesses."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

NUMERALS = {numeral: number for number, numeral in enumerate("一二三四五六七八九十", start=1)}
HYPHENS = re.compile("[‐‑‒–—―−ー─]")
PREFIX = re.compile(r"^(?:〒?\d{3}-?\d{4})?(?:東京都)?(?:荒川区)?")
CHOME = re.compile(r"(\d{1,2}|[一二三四五六七八九十])(?:丁目?|-|の|ノ|$)")


@dataclass(frozen=True)
class Place:
    """What an address says: the town's name and the 丁目, either of which may be missing."""

    town: str | None
    chome: int | None


def folded(text: str) -> str:
    """Half width, one kind of hyphen, no spaces."""
    return "".join(HYPHENS.sub("-", unicodedata.normalize("NFKC", text)).split())


def read_place(text: str, towns: Iterable[str]) -> Place:
    """The 町 and 丁目 at the head of the address, after postal code, 東京都 and 荒川区.

    An address of another municipality begins with its name and so yields no town.
    """
    rest = PREFIX.sub("", folded(text), count=1)
    for town in sorted(towns, key=len, reverse=True):
        if rest.startswith(town):
            return Place(town, read_chome(rest.removeprefix(town)))
    return Place(None, None)


def read_chome(text: str) -> int | None:
    match = CHOME.match(text)
    if match is None:
        return None
    number = match.group(1)
    return NUMERALS[number] if number in NUMERALS else int(number)
