"""A form that comes back says which field, what is wrong and what to do."""

from datetime import UTC, date, datetime, time

import pytest
from django import forms
from django.template import Context, Template

from ikue.ui.forms import (
    AmountField,
    BaseForm,
    CleanCharField,
    CleanTextField,
    ClockField,
    WarekiDateField,
)

AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


class EveryField(BaseForm):
    name = CleanCharField(label="名前", max_length=5)
    words = CleanTextField(label="言葉", max_length=10, required=False)
    day = WarekiDateField(label="日付", required=False)
    number = forms.IntegerField(label="人数", required=False, min_value=1, max_value=20)
    kind = forms.ChoiceField(label="種類", choices=(("a", "あ"),))
    agreed = forms.BooleanField(label="確かめた")
    own = forms.CharField(label="自前", error_messages={"required": "自前の言葉です。"})


def form(**data):
    full = {"name": "名", "kind": "a", "agreed": "on", "own": "x"} | data
    return EveryField(full, at=AT)


class SaidForm(BaseForm):
    clock = ClockField(label="時刻", required=False)
    amount = AmountField(label="家賃", required=False, min_value=0, max_value=99_999_999)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("14:30", time(14, 30)), ("10時", time(10)), ("１０時半", time(10, 30)),
        ("午後2時15分", time(14, 15)), ("午後12時", time(12)), ("9時ごろ", time(9)),
        ("九時", None), ("25時", None), ("10時90分", None), ("\x00", None),
    ],
)  # fmt: skip
def test_a_time_of_day_as_it_is_said(said, meant):
    sent = SaidForm({"clock": said}, at=AT)
    assert sent.is_valid() is (meant is not None)
    assert sent.cleaned_data.get("clock") == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("70000", 70_000), ("70,000円", 70_000), ("７万円くらい", 70_000), ("7万5000", 75_000),
        ("約12万", 120_000), ("0", 0),
        ("円", None), ("七万", None), ("-5", None), ("7万から8万", None), ("1.5万", None),
    ],
)  # fmt: skip
def test_an_amount_as_it_is_said(said, meant):
    sent = SaidForm({"amount": said}, at=AT)
    assert sent.is_valid() is (meant is not None)
    assert sent.cleaned_data.get("amount") == meant


def test_what_is_right_comes_back_clean():
    sent = form(name=" 髙﨑 ", words="一\r\n二", day="きのう", number="１２")
    assert sent.is_valid(), sent.errors
    assert sent.cleaned_data == {
        "name": "髙﨑",
        "words": "一\n二",
        "day": date(2026, 11, 22),
        "number": 12,
        "kind": "a",
        "agreed": True,
        "own": "x",
    }


def test_optional_fields_may_stay_empty():
    sent = form(words="", day="", number="")
    assert sent.is_valid(), sent.errors
    assert (sent.cleaned_data["words"], sent.cleaned_data["day"]) == ("", None)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "「名前」がまだ書かれていません。書いてから、もう一度送ってください。"),
        ("name", "　", "「名前」がまだ書かれていません。書いてから、もう一度送ってください。"),
        ("name", "あいうえおか", "5文字までの欄に6文字入っています。1文字減らしてください。"),
        ("name", "一\n二", "この欄に改行は入れられません。1行で入力し直してください。"),
        (
            "number",
            "三つ",
            "「人数」を数として読み取れませんでした。数字だけで書いてください。例：12",
        ),
        ("number", "0", "「人数」が小さすぎます。1以上の数を書いてください。"),
        ("number", "21", "「人数」が大きすぎます。20以下の数を書いてください。"),
        ("kind", "", "「種類」がまだ選ばれていません。選んでから、もう一度送ってください。"),
        ("kind", "b", "「種類」で選ばれたものは、いまは選べません。一覧から選び直してください。"),
        (
            "agreed",
            "",
            "「確かめた」に印が付いていません。読んで確かめてから、印を付けてください。",
        ),
        ("own", "", "自前の言葉です。"),
    ],
)
def test_sentences(field, value, sentence):
    assert form(**{field: value}).errors == {field: [sentence]}


def test_a_day_that_does_not_exist_is_refused_in_the_kernels_words():
    assert list(form(day="令和8年2月30日").errors) == ["day"]


def test_relative_days_need_the_moment_of_the_door():
    with pytest.raises(RuntimeError, match="must be given `at`"):
        EveryField({"day": "きのう"}).is_valid()


def shown(source, sent):
    return Template(source).render(Context({"form": sent}))


def test_the_date_that_was_understood_is_shown_under_what_was_typed():
    html = shown("{% field form.day %}", form(day="s15.3.2"))
    assert 'value="s15.3.2"' in html
    assert "昭和15(1940)年3月2日 と読みました" in html
    assert 'aria-describedby="id_day_hint id_day_understood"' in html


def test_a_stored_date_is_offered_in_the_calendar_clerks_read():
    html = shown("{% field form.day %}", EveryField(at=AT, initial={"day": date(1940, 3, 2)}))
    assert 'value="昭和15年3月2日"' in html
    assert "と読みました" not in html


def test_a_wrong_field_is_tied_to_its_sentence():
    html = shown("{% field form.name %}", form(name=""))
    assert (
        '<label class="field__label" for="id_name">名前<span class="field__required">必須' in html
    )
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_error"' in html
    assert 'id="id_name_error"' in html


def test_a_group_is_a_fieldset_with_a_legend():
    class Group(BaseForm):
        colour = forms.ChoiceField(label="色", choices=(("a", "藍"),), widget=forms.RadioSelect)

    html = shown("{% field form.colour %}", Group({}))
    assert '<fieldset class="field" id="id_colour" aria-describedby="id_colour_error"' in html
    assert '<legend class="field__label">色' in html


def test_the_browser_neither_remembers_nor_throws_away():
    sent = form(number="三つ")
    html = "".join(str(field) for field in sent)
    assert html.count('autocomplete="off"') == 6  # all but the tick box
    assert 'type="number"' not in html
    assert 'value="三つ"' in html


def test_the_summary_links_to_each_wrong_field():
    html = shown('{% include "ui/_errors.html" %}', form(name="あいうえおか", kind=""))
    assert "まだ送られていません。2か所を直してください" in html
    assert '<a href="#id_name">「名前」：5文字までの欄に' in html
    assert '<a href="#id_kind">「種類」がまだ選ばれて' in html
    assert shown('{% include "ui/_errors.html" %}', form()).strip() == ""


def test_labels_and_hints_can_be_said_otherwise_and_placeholders_vanish():
    class Foreign(forms.Form):
        code = forms.CharField(label="Code", widget=forms.TextInput({"placeholder": "Code"}))

    html = shown('{% field form.code label="認証コード" hint="6桁" %}', Foreign())
    assert "Code" not in html
    assert '<div class="field__hint" id="id_code_hint">6桁</div>' in html
