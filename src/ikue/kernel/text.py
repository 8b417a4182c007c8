"""Text as it is typed: what may be stored, what kind it is, and the keys to compare it by.

Stored text is never normalised: 異体字 with their selectors (IVS), characters outside the BMP and
外字 stay as they came, since names are printed on letters. Only keys are folded.
"""

import re
import unicodedata
from typing import Final

from ikue.kernel.expected import Expected
from ikue.kernel.search_keys import (
    HAN,
    IGNORABLE,
    KEYS_VERSION,
    SOUNDS_TO_TRUST,
    VARIANTS,
    bigrams,
    heard_grams,
    kana_key,
    search_key,
    sound_of,
    words,
)

__all__ = [
    "KEYS_VERSION",
    "SOUNDS_TO_TRUST",
    "VARIANTS",
    "TextError",
    "bigrams",
    "clean",
    "has_kanji",
    "heard_grams",
    "kana_key",
    "looks_like_kana",
    "phone_digits",
    "quoted",
    "search_key",
    "sound_of",
    "words",
]


class TextError(Expected, ValueError):
    """Text that cannot be stored; the message is a Japanese sentence for the clerk."""


_SPACE: Final = " \t\n\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_INVISIBLE: Final = re.compile(f"[{_SPACE}{IGNORABLE}]*")
_NEWLINE: Final = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_BIDI: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BROKEN: Final = re.compile(
    "[\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
    )
    + "]"
)
_FORBIDDEN: Final = (
    (_CONTROL, "目に見えない制御文字"),
    (_BIDI, "文字の並びを入れ替える、目に見えない文字"),
    (_BROKEN, "壊れた文字"),
)


def clean(text: str, *, max_length: int, multiline: bool = False) -> str:
    """The text as it may be stored: trimmed outside, newlines as \\n, otherwise untouched.

    Lengths count code points, as PostgreSQL does; text with nothing visible in it is empty.
    Raises TextError for characters that cannot be stored or deceive the eye, a line break or tab
    where one line is asked for, and text over `max_length`."""
    kept = _NEWLINE.sub("\n", text).strip(_SPACE)
    for pattern, what in _FORBIDDEN:
        if found := pattern.search(kept):
            raise TextError(_forbidden(kept, found.start(), what))
    if _INVISIBLE.fullmatch(kept):
        return ""
    if not multiline and (found := re.search("[\n\t]", kept)):
        what = "改行" if found[0] == "\n" else "タブ"
        raise TextError(f"この欄に{what}は入れられません。1行で入力し直してください。")
    if len(kept) > max_length:
        raise TextError(_too_long(len(kept), max_length))
    return kept


def _forbidden(text: str, position: int, what: str) -> str:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    where = f"{line}行目の{column}文字目" if "\n" in text else f"{column}文字目"
    return (
        f"{where}に、保存できない文字({what})が入っています。"
        "貼り付けた文のその前後を消して、打ち直してください。"
    )


def _too_long(length: int, limit: int) -> str:
    over = length - limit
    return f"{limit:,}文字までの欄に{length:,}文字入っています。{over:,}文字減らしてください。"


_HAN: Final = re.compile(f"[{HAN}々〻]")
_KANA: Final = re.compile("[ぁ-ゖァ-ヺㇰ-ㇿ]")
_KANA_ONLY: Final = re.compile("[ぁ-ゖァ-ヺㇰ-ㇿーゝゞヽヾ・ ]+")


def has_kanji(text: str) -> bool:
    """Is there any Chinese character (漢字), 々 included."""
    return _HAN.search(text) is not None


def looks_like_kana(text: str) -> bool:
    """Is this a reading: nothing but kana of either width, ー, ・ and spaces, at least one kana."""
    wide = unicodedata.normalize("NFKC", text)
    return bool(_KANA_ONLY.fullmatch(wide) and _KANA.search(wide))


_EXTENSION: Final = re.compile(r"内線|\(内|ext|[#;,、]")
_JAPAN: Final = re.compile(r"\s*\+\s*81[\s-]*(?:\(0\)|0)?")


def phone_digits(text: str) -> str:
    """The digits of a telephone number for comparing: any width, +81 -> 0, extension cut off."""
    plain = unicodedata.normalize("NFKC", text).lower()
    number = _JAPAN.sub("0", _EXTENSION.split(plain, maxsplit=1)[0], count=1)
    return "".join(str(int(char)) for char in number if char.isdecimal())


def quoted(text: str) -> str:
    """Somebody's words in one pair of 「」, also where whoever typed them set the marks already."""
    said = text.strip()
    return said if said.startswith("「") and said.endswith("」") else f"「{said}」"
