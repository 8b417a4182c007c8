"""スクリーニング: one small form for each outcome that stays at this window."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from ikue.casework.domain.cases import Next
from ikue.directory.models import Appointment
from ikue.programmes.consultation.forms.reception import text
from ikue.ui.forms import BaseForm, CleanCharField, WarekiDateField

LATER = "例：あした、11/30、r9.1.15。「来週の月曜」は日付で書いてください。"


class InformForm(BaseForm):
    told = text("伝えたこと（制度・窓口・助言）", 4_000, 4)


class StopForm(BaseForm):
    reason = text("中断の理由", 2_000, 3)


class MisregisteredForm(BaseForm):
    reason = text("どうして誤登録なのか", 2_000, 3)


class TowardConsentForm(BaseForm):
    next_what = CleanCharField(
        label="次にすること", max_length=300, help_text="例：来週また電話で様子をうかがう"
    )
    next_on = WarekiDateField(label="いつまでに", help_text=LATER)


class SupportForm(BaseForm):
    responsible = forms.ChoiceField(label="担当者")
    next_what = CleanCharField(label="次にすること", max_length=300)
    next_on = WarekiDateField(label="いつまでに", help_text=LATER)
    reason = text("この窓口で支援する理由", 2_000, 3)

    def __init__(self, *args: Any, colleagues: Sequence[Appointment] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {str(one.pk): one for one in colleagues}
        chosen = self.fields["responsible"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [
            (key, f"{one.account.name}（{one.get_role_display()}）")
            for key, one in self.colleagues.items()
        ]

    def to_responsible(self) -> Appointment:
        return self.colleagues[self.cleaned_data["responsible"]]

    def to_next(self) -> Next:
        due_on: date = self.cleaned_data["next_on"]
        return Next(what=self.cleaned_data["next_what"], due_on=due_on)
