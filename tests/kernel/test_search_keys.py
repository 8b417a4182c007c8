import re
import unicodedata
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikue.kernel.search_keys import (
    KEYS_VERSION,
    VARIANTS,
    bigrams,
    heard_grams,
    kana_key,
    search_key,
    words,
)

TABLE = (files("ikue.kernel") / "variants.tsv").read_text(encoding="utf-8")
JAPANESE = st.text(
    st.sampled_from(
        "かがハばヴゔヷー－々〻ゝゞヽヾ゛゜\u3099\u309aっヶ斎齊邉𠮷\u200d\U000e0100 ・-A éß㈱ﾊﾞ1"
    )
)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("斎藤", "斉藤"),
        ("斉藤", "斉藤"),
        ("齋藤", "斉藤"),
        ("齊藤", "斉藤"),
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        ("濵田", "浜田"),
        ("濱田", "浜田"),
        ("澤", "沢"),
        ("廣國", "広国"),
        ("櫻", "桜"),
        ("中嶋", "中島"),
        ("中嶌", "中島"),
        ("冨田", "富田"),
        ("曾根", "曽根"),
        ("眞惠德", "真恵徳"),
        ("龍", "竜"),
        ("𠮷田", "吉田"),
        ("葛\U000e0100城", "葛城"),
        ("辻\ufe00", "辻"),
        ("\ufa19社", "神社"),  # compatibility ideograph
        ("⻑⻄", "長西"),  # radicals out of a PDF
        ("ﾊﾛｰﾜｰｸ", "はろーわーく"),
        ("㈱ＡＢＣ", "株abc"),
        ("サイトウ　ハナコ", "さいとうはなこ"),
        ("マリア・ルイーザ", "まりあるいーざ"),
        ("Nguyễn Thị Đào", "nguyenthidao"),
        ("Straße", "strasse"),
        ("佐々木", "佐佐木"),
        ("いすゞ", "いすず"),
        ("すゝめ", "すすめ"),
        ("みすヾ", "みすず"),
        ("関ヶ原", "関け原"),
        ("関ケ原", "関け原"),
        ("か゛く", "がく"),
        ("か\u200d\u3099", "が"),
        ("3ー5－2", "352"),
        ("10〜12時", "1012時"),
        ("\ue000", "\ue000"),
        ("?!", ""),
        ("", ""),
        # different everyday characters stay apart
        ("越遅宜宣満漫", "越遅宜宣満漫"),
        ("しょうじ", "しょうじ"),
    ],
)
def test_search_key(typed: str, key: str) -> None:
    assert search_key(typed) == key


@given(st.text() | JAPANESE)
def test_search_key_is_idempotent(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


@given(st.text() | JAPANESE)
def test_kana_key_always_comes_to_an_end(text: str) -> None:
    assert isinstance(kana_key(text), str)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("さいとう", "サイト"),
        ("ｻｲﾄｳ", "サイト"),
        ("しょうじ", "シヨシ"),
        ("ショージ", "シヨシ"),
        ("シヨウヂ", "シヨシ"),
        ("オオノ", "オノ"),
        ("オウノ", "オノ"),
        ("オーノ", "オノ"),
        ("ユウコ", "ユコ"),
        ("ユーコ", "ユコ"),
        ("ケイコ", "ケコ"),
        ("ケーコ", "ケコ"),
        ("ミウラ", "ミウラ"),
        ("イイダ", "イイタ"),
        ("ナガシマ", "ナカシマ"),
        ("ナカジマ", "ナカシマ"),
        ("ミツヱ", "ミツエ"),
        ("カヅコ", "カスコ"),
        ("カズコ", "カスコ"),
        ("ハットリ", "ハツトリ"),
        ("ハツトリ", "ハツトリ"),
        ("ヴィクトル", "ヒクトル"),
        ("ビクトル", "ヒクトル"),
        ("パク", "ハク"),
    ],
)
def test_kana_key(typed: str, key: str) -> None:
    assert kana_key(typed) == key


@pytest.mark.parametrize(
    ("key", "pairs"),
    [
        ("", []),
        ("斉", ["斉"]),
        ("斉藤", ["斉藤"]),
        ("家賃滞納家賃", ["家賃", "賃滞", "滞納", "納家"]),
        ("ああああ", ["ああ"]),
        ("𠮷田屋", ["𠮷田", "田屋"]),
    ],
)
def test_bigrams(key: str, pairs: list[str]) -> None:
    assert bigrams(key) == pairs


@pytest.mark.parametrize(
    ("key", "grams"),
    [
        ("", []),
        ("オ", ["=オ"]),
        ("ハラ", ["=ハラ"]),
        ("ハラタ", ["ハラ", "ラタ"]),
        ("サイトハラ", ["サイ", "イト", "トハ", "ハラ"]),
    ],
)
def test_heard_grams(key: str, grams: list[str]) -> None:
    assert heard_grams(key) == grams


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("さいとう りょう", ["さいとう", "りょう"]),
        ("斉藤　亮", ["斉藤", "亮"]),
        (" マリア・ルイーザ･サントス ", ["マリア", "ルイーザ", "サントス"]),
        ("Nguyễn Thị Hoa", ["Nguyễn", "Thị", "Hoa"]),
        ("さいとう さいとう", ["さいとう"]),
        ("さいとう %", ["さいとう"]),
        ("　", []),
        ("", []),
    ],
)
def test_words(text: str, parts: list[str]) -> None:
    assert words(text) == parts


def test_keys_carry_a_version() -> None:
    assert re.fullmatch(r"2-[0-9.]+-[0-9a-f]{12}", KEYS_VERSION)


def test_table_rows_are_well_formed() -> None:
    header, *rows = TABLE.splitlines()
    cells = [row.split("\t") for row in rows]
    assert header == "variant\tbase\tsource\tnote"
    assert {len(row) for row in cells} == {4}
    assert {len(row[0]) for row in cells} == {len(row[1]) for row in cells} == {1}
    assert {row[2] for row in cells} == {
        "everyday", "glyph", "name-practice", "old-form", "jinmei", "radical",
    }  # fmt: skip
    assert len(VARIANTS) == len(rows)  # no variant twice


def test_no_base_is_itself_a_variant() -> None:
    assert {base for base in VARIANTS.values() if base in VARIANTS} == set()


def test_no_row_is_idle_because_nfkc_does_its_work() -> None:
    both = {*VARIANTS, *VARIANTS.values()}
    assert {char for char in both if unicodedata.normalize("NFKC", char) != char} == set()


def test_common_characters_are_rewritten_only_on_purpose() -> None:
    """JIS X 0208 level 1 holds the everyday characters: each one rewritten is named here, so that
    a row added carelessly (宣 as 宜) cannot merge two words unseen."""
    common = {char for char in VARIANTS if _in_jis_level_1(char)}
    assert common == set("阪斎冨薗峯嶋桝栢楳穐頴埜砿舘曾瀧燈龍亙禰篭")


def _in_jis_level_1(char: str) -> bool:
    try:
        code = char.encode("euc_jp")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and 16 <= code[0] - 0xA0 <= 47
