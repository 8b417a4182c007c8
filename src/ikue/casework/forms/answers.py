"""返事: what each verb of a referral asks of the one who answers."""

from datetime import date, datetime, time
from typing import Any

from django import forms

from ikue.casework.domain.calling import Call
from ikue.casework.domain.cases import Next
from ikue.casework.domain.clocks import first_contact_limit, urgent_until
from ikue.casework.domain.destinations import Group, destination_groups
from ikue.casework.domain.referrals import (
    Acceptance,
    PartnerAnswer,
    Refusal,
    case_before_contact,
    next_after_arrival,
)
from ikue.casework.models import Referral
from ikue.directory.domain.queries import staff_at
from ikue.directory.models import Appointment, Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.wareki import format_wareki
from ikue.ui.forms import BaseForm, CleanCharField, CleanTextField, WarekiDateField

NOON = time(12)
AHEAD = "例：r8.4.1、2026-04-01"


class AnswerForm(BaseForm):
    """Base: knows the referral and who answers, so that choices fit both."""

    def __init__(self, *args: Any, referral: Referral, by: Viewer, **kwargs: Any) -> None:
        self.referral, self.by = referral, by
        super().__init__(*args, at=by.at, **kwargs)

    def choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class AcceptForm(AnswerForm):
    named = forms.ChoiceField(label="担当する職員")
    first_contact_on = WarekiDateField(label="最初に連絡する日")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        window_id = self.referral.to_window_id
        staff = staff_at(window_id, self.by.at) if window_id else []
        self.staff: dict[str, Appointment] = {str(row.pk): row for row in staff}
        self.choose(
            "named",
            [(pk, f"{a.account.name}（{a.get_role_display()}）") for pk, a in self.staff.items()],
        )
        self.initial.setdefault("named", str(self.by.appointment_id))
        urgent = urgent_until(self.referral, self.by.at)
        latest = format_wareki(urgent or first_contact_limit(self.by.at))
        self.fields["first_contact_on"].help_text = f"{latest}までに。{AHEAD}"

    def to_acceptance(self) -> Acceptance:
        return Acceptance(
            named=self.staff[self.cleaned_data["named"]],
            first_contact_on=self.cleaned_data["first_contact_on"],
        )


class PartnerAcceptForm(AnswerForm):
    who = CleanCharField(
        label="先方のだれが引き受けたか", max_length=60, help_text="例：医療相談室 山本さん"
    )
    how = CleanCharField(
        label="どう聞いたか", max_length=40, required=False, help_text="例：電話で"
    )
    first_contact_on = WarekiDateField(label="先方が最初に連絡する日", help_text=AHEAD)

    def to_answer(self) -> PartnerAnswer:
        return PartnerAnswer(**self.cleaned_data)


class HoldForm(AnswerForm):
    reason = CleanCharField(
        label="保留の理由", max_length=300, help_text="例：担当を決める会議が水曜にある"
    )
    until = WarekiDateField(label="いつまでに返事をするか", help_text=AHEAD)


class DeclineForm(AnswerForm):
    reason = CleanCharField(label="引き受けられない理由", max_length=300)
    proposed = forms.ChoiceField(label="代わりにあたる窓口", required=False)
    proposed_note = CleanCharField(
        label="代わりの案", max_length=200, required=False,
        help_text="窓口を選べないときは、どこに・何をきけばよいかを書いてください。",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = destination_groups(from_window_id=self.by.window_id, at=self.by.at)
        self.windows: dict[str, Window] = {
            str(d.window.pk): d.window
            for group in groups
            for d in group.destinations
            if d.window is not None and d.window.pk != self.referral.owner_window_id
        }
        self.choose("proposed", [("", "選んでください"), *_grouped(groups, self.windows)])

    def to_refusal(self) -> Refusal:
        return Refusal(
            reason=self.cleaned_data["reason"],
            proposed_window=self.windows.get(self.cleaned_data["proposed"]),
            proposed_note=self.cleaned_data["proposed_note"],
        )


class RecallForm(AnswerForm):
    reason = CleanCharField(label="取り下げる理由", max_length=300)


class ArriveForm(AnswerForm):
    met_on = WarekiDateField(label="会えた日")
    met_time = forms.TimeField(label="時刻", required=False, help_text="例：14:30")
    how = CleanCharField(
        label="どのように会えたか", max_length=200, help_text="例：自宅を訪問し、ご本人と話せた"
    )
    next_what = CleanCharField(
        label="次にすること", max_length=300,
        help_text="「最初の連絡」は済みになります。ケースの次の行動を決めてください。",
    )  # fmt: skip
    next_on = WarekiDateField(label="次の期日", help_text=AHEAD)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if case_before_contact(self.referral, self.by) is None:
            del self.fields["next_what"], self.fields["next_on"]
            return
        proposed = next_after_arrival(self.by.at)
        self.initial.setdefault("next_what", proposed.what)
        self.initial.setdefault("next_on", proposed.due_on)

    def to_next(self) -> Next | None:
        """Asked for only where the case was waiting for the first contact."""
        if "next_what" not in self.fields:
            return None
        return Next(what=self.cleaned_data["next_what"], due_on=self.cleaned_data["next_on"])

    def met_at(self) -> datetime:
        """Without a time: noon of that day, or this moment when it was today."""
        on: date = self.cleaned_data["met_on"]
        hour: time | None = self.cleaned_data["met_time"]
        if hour is None and on == clock.today(self.by.at):
            return self.by.at
        return datetime.combine(on, hour or NOON, clock.TOKYO)


class FinishForm(AnswerForm):
    outcome = CleanTextField(label="送り元に伝える結果", max_length=2000)


class PartnerFinishForm(AnswerForm):
    outcome = CleanTextField(label="先方から聞いた結果", max_length=2000)


def _grouped(
    groups: tuple[Group, ...], windows: dict[str, Window]
) -> list[tuple[str, list[tuple[str, str]]]]:
    listed = [
        (
            group.label,
            [
                (str(d.window.pk), d.name)
                for d in group.destinations
                if d.window and str(d.window.pk) in windows
            ],
        )
        for group in groups
    ]
    return [(label, rows) for label, rows in listed if rows]


class CallForm(AnswerForm):
    """電話で確かめた: the clock goes on; a promise is shown to both ends."""

    spoke_with = CleanCharField(label="話した相手", max_length=120, required=False)
    text = CleanTextField(label="電話で聞いたこと", max_length=2000)
    promised_on = WarekiDateField(
        label="返事の約束の日", required=False,
        help_text=f"約束があれば。期限そのものは変わりません。{AHEAD}",
    )  # fmt: skip

    def to_call(self) -> Call:
        return Call(**{name: self.cleaned_data[name] for name in self.fields})
