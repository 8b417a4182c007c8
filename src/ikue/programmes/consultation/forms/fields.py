"""Fields of one app: a birth date as far as it is known."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ikue.kernel.wareki import (
    DateError,
    PartialDate,
    check_birth,
    format_partial,
    parse_partial_date,
)

NOT_ASKED = ("", "（聞いていない）")


class BirthField(forms.Field):
    """生年月日 in any Japanese form, also 「昭和15年ごろ」; `today` is set by the form."""

    widget = forms.TextInput
    today: date | None = None

    def prepare_value(self, value: object) -> object:
        return format_partial(value) if isinstance(value, PartialDate) else value

    def to_python(self, value: object) -> PartialDate | None:
        if value in self.empty_values:
            return None
        if self.today is None:
            raise RuntimeError("a form with a BirthField must be given `at`")
        try:
            birth = parse_partial_date(str(value))
            check_birth(birth, today=self.today)
        except DateError as refusal:
            raise ValidationError(str(refusal), code="date") from None
        return birth

    def understood(self, value: object) -> str:
        try:
            birth = self.to_python(value)
        except ValidationError:
            return ""
        return f"{format_partial(birth)}（{birth.year}年生まれ）" if birth else ""


def asked(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The choices of something that need not be asked."""
    return [NOT_ASKED, *choices]


def line(label: str, max_length: int, **attrs: Any) -> dict[str, Any]:
    """Options of a one-line field that may stay empty."""
    return {
        "label": label,
        "max_length": max_length,
        "required": False,
        "widget": forms.TextInput(attrs=attrs),
    }
