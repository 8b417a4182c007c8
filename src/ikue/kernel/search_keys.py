"""Keys for comparing and searching (照合・検索用のキー). What is stored and shown stays untouched.

Every stored key or index goes with `KEYS_VERSION`: when the table of variants, the rules here or
Python's Unicode change, old keys no longer meet new ones and must be rebuilt.
"""

import re
import unicodedata
from hashlib import sha256
from importlib.resources import files
from typing import Final

# Characters of no width that only steer how others look: variation selectors (IVS) among them.
IGNORABLE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
HAN: Final = (
    "\u2e80-\u2fdf\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)

_RULES: Final = "2"
_TABLE: Final = (files("ikue.kernel") / "variants.tsv").read_text(encoding="utf-8")
KEYS_VERSION: Final = (
    f"{_RULES}-{unicodedata.unidata_version}-{sha256(_TABLE.encode()).hexdigest()[:12]}"
)


def _read_variants(table: str) -> dict[str, str]:
    rows = (line.split("\t") for line in table.splitlines()[1:])
    return {variant: base for variant, base, _source, _note in rows}


VARIANTS: Final = _read_variants(_TABLE)
"""異体字 -> the character it is compared as. One step: no base is itself a variant."""

# Letters that Unicode does not take apart into letter and mark, and kana of counters (関ヶ原).
_LETTERS: Final = {"đ": "d", "ł": "l", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe"}
_SMALL_COUNTERS: Final = {"ヵ": "か", "ヶ": "け", "ゕ": "か", "ゖ": "け"}
_ITERATION: Final = {"ヽ": "ゝ", "ヾ": "ゞ", "〻": "々"}
_REPLACED: Final = VARIANTS | _LETTERS | _SMALL_COUNTERS | _ITERATION
# Punctuation, symbols, spaces, controls. Kept: marks of other scripts, private use (外字),
# code points that this Python does not know yet.
_DROPPED: Final = {"Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So"} | {
    "Zs", "Zl", "Zp", "Cc", "Cf", "Cs"
}  # fmt: skip
_IGNORED: Final = re.compile(f"[{IGNORABLE}]")
_ACCENTS: Final = re.compile("[\u0300-\u036f]+")
_REPEATED_HAN: Final = re.compile(f"([{HAN}])(々+)")
_REPEATED_KANA: Final = re.compile("([ぁ-ゔ])([ゝゞ])")
_STRAY_LENGTH: Final = re.compile("(?<=[^ぁ-ゔヷ-ヺㇰ-ㇿー])ー+")


class _Folding(dict[int, str | int | None]):
    """A table for str.translate that works out each character when it first meets it."""

    def __missing__(self, code: int) -> str | int | None:
        self[code] = folded = _folded(chr(code))
        return folded


def _folded(char: str) -> str | int | None:
    if char in _REPLACED:
        return _REPLACED[char]
    if unicodedata.category(char) in _DROPPED or _IGNORED.match(char):
        return None
    return ord(char) - 0x60 if "ァ" <= char <= "ヴ" else char


_FOLDING: Final = _Folding()


def search_key(text: str) -> str:
    """Fold everything that should not matter when searching names and notes.

    Width, case, Latin accents, 異体字, variation selectors, katakana and hiragana, 々ゝ, spaces,
    punctuation, symbols. 斎藤, 斉藤, 齋藤 and 齊藤 meet. Long vowels and small kana stay."""
    key = _folded_once(text)
    while (again := _folded_once(key)) != key:  # what was dropped may have kept a か and ゙ apart
        key = again
    return key


def _folded_once(text: str) -> str:
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", _ACCENTS.sub("", text)))
    key = unicodedata.normalize("NFKC", plain.casefold()).translate(_FOLDING)
    key = _REPEATED_HAN.sub(lambda found: found[1] * (1 + len(found[2])), key)
    key = _REPEATED_KANA.sub(_repeat_kana, key)
    return _STRAY_LENGTH.sub("", key)  # 3ー5 typed for 3-5


def _repeat_kana(found: re.Match[str]) -> str:
    """いすゞ -> いすず, すゝめ -> すすめ."""
    bare = unicodedata.normalize("NFD", found[1])[0]
    voiced = unicodedata.normalize("NFC", bare + "\u3099") if found[2] == "ゞ" else bare
    return found[1] + voiced


_V_SOUNDS: Final = re.compile("ゔ([ぁぃぇぉ]?)")
_V_TO_B: Final = {"": "ぶ", "ぁ": "ば", "ぃ": "び", "ぇ": "べ", "ぉ": "ぼ"}
_LARGE: Final = str.maketrans(
    "ぁぃぅぇぉっゃゅょゎぢづゐゑを", "あいうえおつやゆよわじずいえお", "ー"
)
_LONG_VOWELS: Final = (
    (re.compile("([おこごそぞとどのほぼぽもよろ])[うお]+"), r"\1"),
    (re.compile("([うくぐすずつぬふぶぷむゆる])う+"), r"\1"),
    (re.compile("([えけげせぜてでねへべぺめれ])い+"), r"\1"),
)
_VOICELESS: Final = str.maketrans(
    "がぎぐげござじずぜぞだでどばびぶべぼぱぴぷぺぽ",
    "かきくけこさしすせそたてとはひふへほはひふへほ",
)
_TO_KATAKANA: Final = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゔ") + 1)}


def kana_key(text: str) -> str:
    """Fold a reading (フリガナ) so that spellings of one name meet, as katakana.

    Half width, small kana, ヂヅ, ヰヱヲ, ー, long vowels オウ オオ ウウ エイ, voicing: ショウジ,
    しょーじ and シヨウヂ meet, and so do タナカ and ダナガ. For finding candidates, never for
    deciding."""
    return sound_of(search_key(text))


def sound_of(key: str) -> str:
    """The `kana_key` from a `search_key`, for whoever needs both."""
    key = _V_SOUNDS.sub(lambda found: _V_TO_B[found[1]], key).translate(_LARGE)
    for long_vowel, short in _LONG_VOWELS:
        key = long_vowel.sub(short, key)
    return key.translate(_VOICELESS).translate(_TO_KATAKANA)


def bigrams(key: str) -> list[str]:
    """The distinct pairs of neighbouring characters, in order; the character itself if only one."""
    pairs = (key[i : i + 2] for i in range(max(len(key) - 1, 1)))
    return list(dict.fromkeys(pair for pair in pairs if pair))


_BETWEEN_WORDS: Final = re.compile(r"[\s・･]+")


def words(text: str) -> list[str]:
    """The parts of a name or query that stand apart (さいとう りょう, マリア・ルイーザ).

    Each once; what folds away entirely (%, 、) is no word."""
    parts = _BETWEEN_WORDS.split(text)
    return list(dict.fromkeys(part for part in parts if search_key(part)))


SOUNDS_TO_TRUST: Final = 3
"""Sounds from which a part of a name is recognised by ear; ハラ would be in too many names."""
_WHOLE: Final = "="


def heard_grams(key: str) -> list[str]:
    """What a `kana_key` is looked up by: its pairs; of one or two sounds, only as a whole (=ハラ).

    The mark is no letter, so it meets no pair."""
    if not key:
        return []
    return bigrams(key) if len(key) >= SOUNDS_TO_TRUST else [_WHOLE + key]
