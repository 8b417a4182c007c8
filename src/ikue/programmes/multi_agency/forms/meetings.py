"""会議を予定する: when, where, who leads it."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms

from ikue.directory.models import Appointment
from ikue.kernel import clock
from ikue.programmes.multi_agency.domain.meetings import Sitting
from ikue.programmes.multi_agency.models import Meeting
from ikue.ui.forms import BaseForm, CleanCharField, WarekiDateField

AHEAD = "例：r8.12.1、2026-12-01"


class SittingForm(BaseForm):
    on = WarekiDateField(label="会議の日", help_text=AHEAD)
    clock = forms.TimeField(
        label="始まる時刻", help_text="例：14:00", widget=forms.TimeInput(attrs={"size": "8"})
    )
    place = CleanCharField(label="場所", max_length=120)
    chair = forms.ChoiceField(label="座長", help_text="会議を進め、案件ごとに構成員を招く方です。")
    deputy_chair = forms.ChoiceField(
        label="座長代理", required=False, help_text="座長が不在のとき、代わりに招けます。"
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, staff: Iterable[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = {str(row.pk): row for row in staff}
        named = [
            (pk, f"{row.account.name}（{row.get_role_display()}）")
            for pk, row in self.staff.items()
        ]
        choose(self, "chair", [("", "選んでください"), *named])
        choose(self, "deputy_chair", [("", "決めない"), *named])

    def to_sitting(self) -> Sitting:
        on: date = self.cleaned_data["on"]
        hour: time = self.cleaned_data["clock"]
        return Sitting(
            starts_at=datetime.combine(on, hour, clock.TOKYO),
            place=self.cleaned_data["place"],
            chair=self.staff[self.cleaned_data["chair"]],
            deputy_chair=self.staff.get(self.cleaned_data["deputy_chair"]),
        )


class CloseForm(BaseForm):
    """Nothing is typed: closing is asked once."""


def initial_of(meeting: Meeting) -> dict[str, Any]:
    local = meeting.starts_at.astimezone(clock.TOKYO)
    return {
        "on": local.date(), "clock": f"{local:%H:%M}", "place": meeting.place,
        "chair": str(meeting.chair_id), "deputy_chair": str(meeting.deputy_chair_id or ""),
        "seen_version": meeting.version,
    }  # fmt: skip


def choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(name)
    field.choices = choices
