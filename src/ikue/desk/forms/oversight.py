"""The filter of 閲覧記録."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from ikue.desk.domain.looks import Wanted
from ikue.ui.forms import BaseForm, WarekiDateField


class LooksForm(BaseForm):
    staff = forms.ChoiceField(label="職員", required=False)
    on = WarekiDateField(label="日", required=False, help_text="例：きのう、r8.4.1、2026-04-01")

    def __init__(self, *args: Any, staff: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = [("", "全員"), *staff]  # type: ignore[attr-defined]

    def to_wanted(self) -> Wanted:
        chosen = self.cleaned_data["staff"]
        return Wanted(account_id=UUID(chosen) if chosen else None, on=self.cleaned_data["on"])
