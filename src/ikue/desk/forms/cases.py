"""Forms of the case verbs: they clean to the domain's dataclasses and hold no rule."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from ikue.casework.domain.cases import HandOverBook, Next
from ikue.casework.enums import SuspendReason
from ikue.desk.domain.papers import MoveRow
from ikue.directory.models import Appointment
from ikue.ui.forms import LATER, BaseForm, CleanCharField, CleanTextField, WarekiDateField

PICK = [("", "選んでください")]


def staff_choices(staff: Iterable[Appointment]) -> list[tuple[str, str]]:
    return PICK + [
        (str(one.pk), f"{one.account.name}（{one.window.short_name}・{one.get_role_display()}）")
        for one in staff
    ]


class NextForm(BaseForm):
    what = CleanCharField(label="次にすること", max_length=300)
    due_on = WarekiDateField(label="いつまでに", help_text=LATER)
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def to_next(self) -> Next:
        return Next(what=self.cleaned_data["what"], due_on=self.cleaned_data["due_on"])


class SuspendForm(BaseForm):
    reason = forms.ChoiceField(label="中断の理由", choices=PICK + SuspendReason.choices)
    look_again_on = WarekiDateField(
        label="次に見直す日", help_text="中断していても、月に一度は様子を見ます。"
    )


class StaffedForm(BaseForm):
    """A form in which somebody is chosen from the staff passed in."""

    staffed = ""

    def __init__(self, *args: Any, staff: Iterable[Appointment] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = {str(one.pk): one for one in staff}
        self.fields[self.staffed].choices = staff_choices(self.staff.values())  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Appointment:
        return self.staff[self.cleaned_data[self.staffed]]


class ReopenForm(StaffedForm):
    staffed = "responsible"
    responsible = forms.ChoiceField(label="担当者")
    what = CleanCharField(label="次にすること", max_length=300)
    due_on = WarekiDateField(label="いつまでに", help_text=LATER)

    def to_next(self) -> Next:
        return Next(what=self.cleaned_data["what"], due_on=self.cleaned_data["due_on"])


class NoteForm(BaseForm):
    """引継ぎ簿 of one case."""

    promise = CleanTextField(
        label="約束していること",
        max_length=4000,
        required=False,
        help_text="ご本人・ご家族・ほかの窓口との約束。次に会う日、渡すもの。",
    )
    danger = CleanTextField(
        label="気をつけること",
        max_length=4000,
        required=False,
        help_text="訪問のときの注意、言わない方がよいこと、急に変わりやすいこと。",
    )
    unwritten = CleanTextField(
        label="記録に書いていないこと",
        max_length=4000,
        required=False,
        help_text="人柄、好きな話題、鍵になる人など、会って話すなら伝えること。",
    )

    def to_book(self) -> HandOverBook:
        return HandOverBook(**{name: self.cleaned_data[name] for name in BOOK})


BOOK = ("promise", "danger", "unwritten")


class HandOverForm(StaffedForm, NoteForm):
    staffed = "to"
    to = forms.ChoiceField(label="だれに引き継ぐか")
    reason = CleanCharField(label="引き継ぐ理由", max_length=200)
    field_order = ("to", "reason", *BOOK)


class MoveForm(StaffedForm):
    """To whom, and a 引継ぎ簿 for each case of whoever leaves."""

    staffed = "to"
    to = forms.ChoiceField(label="だれに引き継ぐか")
    agreed = forms.BooleanField(
        label="開いている担当をすべて引き継ぎ、この所属を今日で解くことを確かめました"
    )

    def __init__(self, *args: Any, cases: Iterable[MoveRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = tuple(cases)
        for row in self.cases:
            for name, label in zip(BOOK, BOOK_LABELS, strict=True):
                field = CleanTextField(
                    label=f"{label}（{row.number}）", max_length=4000, required=False,
                    initial=getattr(row.book, name), widget=forms.Textarea({"rows": "3"}),
                )  # fmt: skip
                self.fields[f"{name}_{row.case_id}"] = field

    @property
    def rows(self) -> list[tuple[MoveRow, list[forms.BoundField]]]:
        return [(row, [self[f"{name}_{row.case_id}"] for name in BOOK]) for row in self.cases]

    def to_books(self) -> dict[UUID, HandOverBook]:
        return {
            row.case_id: HandOverBook(
                **{name: self.cleaned_data[f"{name}_{row.case_id}"] for name in BOOK}
            )
            for row in self.cases
        }


BOOK_LABELS = tuple(str(NoteForm.base_fields[name].label) for name in BOOK)


class StopForm(BaseForm):
    agreed = forms.BooleanField(
        label="このアカウントをすぐに止め、担当は窓口の課長が引き受けることを確かめました"
    )


class PromiseForm(BaseForm):
    client = CleanCharField(
        label="お渡しする相手", max_length=80, help_text="紙に印刷する呼び方です。例：髙橋さん"
    )
    what = CleanTextField(
        label="約束の内容",
        max_length=400,
        help_text="短い文で、やさしい言葉で書きます。例：火曜日に、家に行きます。",
    )
    on = WarekiDateField(label="いつ", required=False, help_text=LATER)
