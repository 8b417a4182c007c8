"""Forms that speak: what is wrong with which field, and what to do about it."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ikue.kernel.clock import today
from ikue.kernel.text import TextError, clean
from ikue.kernel.wareki import DateError, format_both, format_wareki, parse_date

WRITE = "「{label}」がまだ書かれていません。書いてから、もう一度送ってください。"
CHOOSE = "「{label}」がまだ選ばれていません。選んでから、もう一度送ってください。"
TICK = "「{label}」に印が付いていません。読んで確かめてから、印を付けてください。"

RECHOOSE = "「{label}」で選ばれたものは、いまは選べません。一覧から選び直してください。"
LATER = "例：令和8年4月1日、r8.4.1、2026-04-01、あさって"
"""Beside the field of a day that is still to come."""
DATE = "「{label}」を日付として読み取れませんでした。例のように書いてください。例：令和8年4月1日"
TIME = "「{label}」を時刻として読み取れませんでした。例のように書いてください。例：14:30"
NUMBER = "「{label}」を数として読み取れませんでした。数字だけで書いてください。例：12"
UNREADABLE = "「{label}」の書き方を読み取れませんでした。書き直してください。"
NOW = "（いま%(show_value)d字）"

SENTENCES = {
    "invalid_choice": RECHOOSE,
    "invalid_pk_value": RECHOOSE,
    "invalid_list": "「{label}」の選び方を読み取れませんでした。もう一度選んでください。",
    "missing": "「{label}」のファイルを受け取れませんでした。もう一度選んでください。",
    "empty": "「{label}」のファイルは中身が空です。別のファイルを選んでください。",
}
LIMITS = {
    "max_length": f"「{{label}}」が長すぎます{NOW}。%(limit_value)d字までに縮めてください。",
    "min_length": f"「{{label}}」が短すぎます{NOW}。%(limit_value)d字以上で書いてください。",
    "max_value": "「{label}」が大きすぎます。%(limit_value)s以下の数を書いてください。",
    "min_value": "「{label}」が小さすぎます。%(limit_value)s以上の数を書いてください。",
}
"""Said by validators: not among a field's own messages, so they are added."""

INVALID: dict[type[forms.Field], str] = {
    forms.IntegerField: NUMBER,
    forms.TimeField: TIME,
    forms.DateField: DATE,
    forms.DateTimeField: DATE,
}


class CleanCharField(forms.Field):
    """One line of text as the kernel cleans it; a refusal is the kernel's own sentence."""

    widget: type[forms.Widget] = forms.TextInput
    multiline = False

    def __init__(self, *, max_length: int, **options: Any) -> None:
        self.max_length = max_length
        super().__init__(**options)

    def to_python(self, value: object) -> str:
        if value in self.empty_values:
            return ""
        try:
            return clean(str(value), max_length=self.max_length, multiline=self.multiline)
        except TextError as refusal:
            raise ValidationError(str(refusal), code="text") from None


class CleanTextField(CleanCharField):
    """Several lines of text."""

    widget = forms.Textarea
    multiline = True


class ClockField(forms.TimeField):
    """A time of day as it is said: 14:30, 10時, 午後2時半."""

    def to_python(self, value: str | time | None) -> time | None:
        said = CLOCK.fullmatch(plain_words(value)) if isinstance(value, str) else None
        if said is not None:
            hour = int(said["hour"]) + (
                12 if said["half"] == "午後" and said["hour"] != "12" else 0
            )
            value = f"{hour}:{'30' if said['late'] else said['minute'] or '00'}"
        return super().to_python(value)


class AmountField(forms.IntegerField):
    """A whole number as it is said: 70,000円, 7万円くらい."""

    def to_python(self, value: object) -> int | None:
        said = AMOUNT.fullmatch(plain_words(value)) if isinstance(value, str) else None
        if said is not None:
            value = int(said["man"] or 0) * 10_000 + int(said["rest"] or 0)
        found: int | None = super().to_python(value)
        return found


CLOCK = re.compile(
    r"(?P<half>午前|午後)?(?P<hour>\d{1,2})(?:時|:)(?:(?P<late>半)|(?P<minute>\d{1,2})分?)?(?:ごろ|頃)?"
)
AMOUNT = re.compile(
    r"(?:約|およそ)?(?=\d)(?:(?P<man>\d{1,5})万)?(?P<rest>\d{1,9})?円?(?:くらい|ぐらい|ほど|程度)?"
)


def plain_words(text: str) -> str:
    """Full width and half width as one, without blanks and the commas of thousands."""
    return re.sub(r"[\s,、]", "", unicodedata.normalize("NFKC", text))


class WarekiDateField(forms.Field):
    """A legal date typed in any usual Japanese form; きのう and the like need the form's `at`."""

    widget = forms.TextInput
    today: date | None = None

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "例：令和8年4月1日、r8.4.1、2026-04-01、きのう")
        super().__init__(**options)
        self.widget.attrs.setdefault("size", "18")

    def prepare_value(self, value: object) -> object:
        return format_wareki(value) if isinstance(value, date) else value

    def to_python(self, value: object) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        if self.today is None:
            raise RuntimeError("a form with a WarekiDateField must be given `at`")
        try:
            return parse_date(str(value), today=self.today)
        except DateError as refusal:
            raise ValidationError(str(refusal), code="date") from None

    def understood(self, value: object) -> str:
        """The date as it was read, to be shown under what was typed."""
        try:
            day = self.to_python(value)
        except ValidationError:
            return ""
        return format_both(day) if day else ""


class BaseForm(forms.Form):
    """Every form of the house. `at` is the moment of the door, for fields that read a calendar."""

    def __init__(self, *args: Any, at: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label = str(field.label or name)
            speak(field, label)
            plain_number(field)
            silence_browser(field)
            if isinstance(field, WarekiDateField) and at is not None:
                field.today = today(at)


def speak(field: forms.Field, label: str) -> None:
    """Replace the framework's default messages by ours; messages given to the field stay."""
    defaults = default_messages(type(field))
    for code, sentence in sentences_for(field).items():
        if code in defaults and field.error_messages.get(code) is defaults[code]:
            field.error_messages[code] = sentence.replace("{label}", label)
    for code, sentence in LIMITS.items():
        field.error_messages.setdefault(code, sentence.replace("{label}", label))


def sentences_for(field: forms.Field) -> dict[str, str]:
    invalid = next((said for kind, said in INVALID.items() if isinstance(field, kind)), UNREADABLE)
    return SENTENCES | {"required": required_sentence(field), "invalid": invalid}


def required_sentence(field: forms.Field) -> str:
    if isinstance(field.widget, forms.CheckboxInput):
        return TICK
    chosen = forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple | forms.FileInput
    return CHOOSE if isinstance(field.widget, chosen) else WRITE


def default_messages(kind: type[forms.Field]) -> Mapping[str, Any]:
    messages: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        messages |= getattr(base, "default_error_messages", {}) if base is not object else {}
    return messages


def plain_number(field: forms.Field) -> None:
    """A number box throws away what it cannot read; a text box shows it again to be mended."""
    if isinstance(field.widget, forms.NumberInput):
        kept = {k: v for k, v in field.widget.attrs.items() if k not in ("min", "max", "step")}
        field.widget = forms.TextInput({"inputmode": "decimal", "size": "8"} | kept)


def silence_browser(field: forms.Field) -> None:
    """The browser must not remember what was typed about a person on a shared terminal."""
    if not isinstance(field.widget, forms.CheckboxInput | forms.RadioSelect):
        field.widget.attrs.setdefault("autocomplete", "off")
