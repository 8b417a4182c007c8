import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikue.kernel.text import TextError, clean, has_kanji, looks_like_kana, phone_digits, quoted


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 　髙橋　花子 \t\n", "髙橋　花子"),
        ("葛\U000e0100城", "葛\U000e0100城"),  # IVS
        ("𠮷田", "𠮷田"),  # outside the BMP
        ("神\ufa19", "神\ufa19"),  # compatibility ideograph: NFC would change it
        ("\ue000外字", "\ue000外字"),  # private use
        ("か\u3099", "か\u3099"),
        ("ﾊﾝｶｸ①㈱", "ﾊﾝｶｸ①㈱"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("", ""),
        ("\u3000\u200b\ufeff", ""),  # nothing visible
    ],
)
def test_what_is_typed_is_kept(typed: str, kept: str) -> None:
    assert clean(typed, max_length=20) == kept


def test_newlines_become_one_kind() -> None:
    typed = "\r\n一\r\n二\r三\u2028四\u0085五\t六\n\n"
    assert clean(typed, max_length=20, multiline=True) == "一\n二\n三\n四\n五\t六"


_END = "貼り付けた文のその前後を消して、打ち直してください。"
_CONTROL = "保存できない文字(目に見えない制御文字)が入っています。"
_BIDI = "保存できない文字(文字の並びを入れ替える、目に見えない文字)が入っています。"
_BROKEN = "保存できない文字(壊れた文字)が入っています。"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("山\x00田", f"2文字目に、{_CONTROL}{_END}"),
        ("山田\x1b", f"3文字目に、{_CONTROL}{_END}"),
        ("山\x7f", f"2文字目に、{_CONTROL}{_END}"),
        ("一行目\n山\x0b田", f"2行目の2文字目に、{_CONTROL}{_END}"),
        ("\u202e田山", f"1文字目に、{_BIDI}{_END}"),
        ("03\u2066", f"3文字目に、{_BIDI}{_END}"),
        ("\ud842", f"1文字目に、{_BROKEN}{_END}"),
        ("山\uffff", f"2文字目に、{_BROKEN}{_END}"),
        ("山\ufdd0", f"2文字目に、{_BROKEN}{_END}"),
        ("山\U0010fffe", f"2文字目に、{_BROKEN}{_END}"),
        ("山\n田", "この欄に改行は入れられません。1行で入力し直してください。"),
        ("山\t田", "この欄にタブは入れられません。1行で入力し直してください。"),
        ("あ" * 1215, "1,200文字までの欄に1,215文字入っています。15文字減らしてください。"),
    ],
)
def test_what_cannot_be_stored_says_where_and_what_to_do(typed: str, sentence: str) -> None:
    with pytest.raises(TextError) as caught:
        clean(typed, max_length=1200)
    assert str(caught.value) == sentence


def test_length_counts_code_points_after_trimming() -> None:
    assert clean("　𠮷𠮷𠮷　", max_length=3) == "𠮷𠮷𠮷"
    with pytest.raises(TextError):
        clean("𠮷𠮷𠮷𠮷", max_length=3)


@given(st.text(st.characters(), max_size=60), st.booleans())
def test_clean_is_idempotent(text: str, multiline: bool) -> None:
    once = _clean_or_none(text, multiline)
    if once is not None:
        assert _clean_or_none(once, multiline) == once
        assert once.encode().decode() == once


def _clean_or_none(text: str, multiline: bool) -> str | None:
    try:
        return clean(text, max_length=50, multiline=multiline)
    except TextError:
        return None


@pytest.mark.parametrize(
    ("text", "kanji", "kana"),
    [
        ("さいとう", False, True),
        ("サイトウ ハナコ", False, True),
        ("ｻｲﾄｳ　ﾊﾅｺ", False, True),
        ("マリア・ルイーザ", False, True),
        ("ー", False, False),
        ("", False, False),
        ("斎藤", True, False),
        ("佐々木さん", True, False),
        ("々", True, False),
        ("𠮷", True, False),
        ("〇", True, False),
        ("Nguyen", False, False),
        ("さいとう1", False, False),
    ],
)
def test_what_kind_of_text(text: str, kanji: bool, kana: bool) -> None:
    assert (has_kanji(text), looks_like_kana(text)) == (kanji, kana)


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("03-1234-5678", "0312345678"),
        ("０３（１２３４）５６７８", "0312345678"),
        ("03 1234 5678 内線12", "0312345678"),
        ("03-1234-5678（内）12", "0312345678"),
        ("+81 3-1234-5678", "0312345678"),
        ("+81 (0)3-1234-5678", "0312345678"),
        ("＋８１９０１２３４５６７８", "09012345678"),
        ("電話なし", ""),
    ],
)
def test_phone_digits(typed: str, digits: str) -> None:
    assert phone_digits(typed) == digits


def test_words_stand_in_one_pair_of_quotation_marks():
    typed = ("家にいたい", "「家にいたい」", " 「家」と「外」\n")
    assert [quoted(text) for text in typed] == [
        "「家にいたい」",
        "「家にいたい」",
        "「家」と「外」",
    ]
