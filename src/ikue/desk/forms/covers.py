"""不在代理: who is away, who acts meanwhile, from when until when, why."""

from collections.abc import Iterable
from typing import Any

from django import forms

from ikue.desk.domain.covers import Absence
from ikue.desk.forms.cases import staff_choices
from ikue.directory.models import Appointment
from ikue.ui.forms import LATER, BaseForm, CleanCharField, WarekiDateField


class CoverForm(BaseForm):
    absent = forms.ChoiceField(label="不在になる職員")
    deputy = forms.ChoiceField(label="代理をする職員")
    from_on = WarekiDateField(label="初日", help_text=LATER)
    to_on = WarekiDateField(label="末日", help_text="この日の終わりまで代理ができます。")
    reason = CleanCharField(label="理由", max_length=200, help_text="例：夏季休暇、研修、病気休暇")

    def __init__(self, *args: Any, staff: Iterable[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = {str(one.pk): one for one in staff}
        for name in ("absent", "deputy"):
            self.fields[name].choices = staff_choices(self.staff.values())  # type: ignore[attr-defined]

    def to_absence(self) -> Absence:
        typed = self.cleaned_data
        return Absence(
            absent=self.staff[typed["absent"]],
            deputy=self.staff[typed["deputy"]],
            **{name: typed[name] for name in ("from_on", "to_on", "reason")},
        )


class EndCoverForm(BaseForm):
    """Nothing is typed: the act is confirmed on a page of its own."""
