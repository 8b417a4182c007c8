"""How names are spelled: as written and as heard, and how near a word comes to a name.

On the telephone 濁点, small kana and long vowels get lost (さいとうはら for さいとうばら), and
often only the beginning of each name is caught. Pure: whoever searches reads the rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from ikue.kernel.text import (
    SOUNDS_TO_TRUST,
    bigrams,
    heard_grams,
    search_key,
    sound_of,
    words,
)
from ikue.people.models import Person


class Closeness(IntEnum):
    """How near what was typed comes to a name, the nearest first."""

    SAME = 0
    WITHIN = 1
    SOUNDS_SAME = 2
    SOUNDS_WITHIN = 3
    ABSENT = 4


@dataclass(frozen=True)
class Spelling:
    """A name or a word in its two keys; `heard` is empty where no kana tells the sound."""

    written: str
    heard: str

    @property
    def grams(self) -> set[str]:
        """What a name is stored under: pairs, single characters (一文字の姓), sounds."""
        return {*bigrams(self.written), *self.written, *heard_grams(self.heard)}

    def closeness(self, name: "Spelling") -> Closeness:
        """How near this word comes to that name."""
        if self.written in name.written:
            return Closeness.SAME if self.written == name.written else Closeness.WITHIN
        if self.heard and self.heard == name.heard:
            return Closeness.SOUNDS_SAME
        if len(self.heard) >= SOUNDS_TO_TRUST and self.heard in name.heard:
            return Closeness.SOUNDS_WITHIN
        return Closeness.ABSENT


def spell(text: str) -> Spelling:
    written = search_key(text)
    heard = sound_of(written)
    return Spelling(written, "" if heard == written else heard)


def typed_words(text: str) -> list[Spelling]:
    """The words to look for; a single character is taken as it is written, never by ear."""
    spelled = [spell(word) for word in words(text)]
    return [word if len(word.written) > 1 else replace(word, heard="") for word in spelled]


def names_of(person: Person, others: Iterable[tuple[str, str]]) -> list[Spelling]:
    """Every name of a person, each part by itself and all parts together.

    `others` are (name, kana) of the other names: 旧姓, 通称, 別の表記."""
    texts = (
        f"{person.family_name} {person.given_name}",
        f"{person.family_kana} {person.given_kana}",
        person.latin_name,
        person.known_as,
        *(text for other in others for text in other),
    )
    parts = [each for text in texts if (each := words(text))]
    return [spell(name) for each in parts for name in dict.fromkeys((*each, "".join(each)))]


def closeness(names: Sequence[Spelling], wanted: Sequence[Spelling]) -> Closeness:
    """The words found each in a name of the person, or all together in one (山 本 for 山本)."""
    together = Spelling("".join(word.written for word in wanted), "")
    apart = max(_nearest(word, names) for word in wanted)
    return min(apart, _nearest(together, names))


def _nearest(word: Spelling, names: Sequence[Spelling]) -> Closeness:
    return min((word.closeness(name) for name in names), default=Closeness.ABSENT)
