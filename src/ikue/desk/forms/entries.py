"""The entry box of the case page, corrections, holds and marks."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms

from ikue.casework.domain.cases import Next
from ikue.casework.domain.entries import EntryFacts
from ikue.casework.enums import Counterpart, EntryKind, EntryMethod, Mark
from ikue.casework.models import PlanGoal
from ikue.desk.domain.entries import Writing
from ikue.kernel import clock
from ikue.sharing.enums import StrictTag
from ikue.ui.forms import BaseForm, CleanCharField, CleanTextField, ClockField, WarekiDateField

WRITTEN_KINDS = [(one.value, one.label) for one in (EntryKind.ORDINARY, EntryKind.SAFETY_PLAN)]
NOON = time(12)
BOTH = "次の行動は、「次にすること」と「いつまでに」の両方を書いてください。"


class EntryForm(BaseForm):
    """One 支援経過記録 as typed, with the next action beside it where there is one."""

    body = CleanTextField(label="内容", max_length=20_000)
    outcome = CleanTextField(label="結果・決まったこと", max_length=4_000, required=False)
    person = forms.ChoiceField(label="だれについて", required=False)
    goal = forms.ChoiceField(
        label="どの目標の様子か",
        required=False,
        help_text="実施中のプランの目標を選ぶと、モニタリングの記録になります。",
    )
    kind = forms.ChoiceField(
        label="記録の種類",
        choices=WRITTEN_KINDS,
        initial=EntryKind.ORDINARY,
        required=False,
        help_text="安全計画カードは、書いたあとで大きな字で印刷できます。",
    )
    method = forms.ChoiceField(label="方法", choices=EntryMethod.choices)
    counterpart = forms.ChoiceField(label="相手", choices=Counterpart.choices)
    counterpart_name = CleanCharField(label="相手の名前など", max_length=120, required=False)
    on = WarekiDateField(label="日付", help_text="例：きのう、r8.4.1")
    clock = ClockField(label="時刻", required=False, widget=forms.TextInput({"size": "6"}))
    tag = forms.ChoiceField(
        label="特に慎重な内容の印",
        required=False,
        choices=[("", "付けない"), *StrictTag.choices],
        help_text="付けると、この窓口だけが読めます。",
    )
    interpreter_present = forms.BooleanField(label="通訳が同席した", required=False)
    next_what = CleanCharField(label="次にすること", max_length=300, required=False)
    next_on = WarekiDateField(label="いつまでに", required=False, help_text="例：あした、r8.4.1")
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        members: Iterable[tuple[UUID, str]],
        leads: bool,
        goals: Iterable[PlanGoal] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(pk), label) for pk, label in members]
        self.fields["person"].choices = [*known, ("", "世帯全体")]  # type: ignore[attr-defined]
        known_goals = [(str(goal.pk), goal.text) for goal in goals]
        self.fields["goal"].choices = [("", "（選ばない）"), *known_goals]  # type: ignore[attr-defined]
        if not known_goals:
            del self.fields["goal"]
        if not leads:
            del self.fields["next_what"], self.fields["next_on"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("next_what")) != bool(cleaned.get("next_on")):
            self.add_error("next_what" if cleaned.get("next_on") else "next_on", BOTH)
        return cleaned

    def to_writing(self, at: datetime) -> Writing:
        typed = self.cleaned_data
        what, due_on = typed.get("next_what"), typed.get("next_on")
        return Writing(
            facts=EntryFacts(
                at=self.moment(at),
                person_id=UUID(typed["person"]) if typed["person"] else None,
                kind=typed["kind"] or EntryKind.ORDINARY,
                goal_id=UUID(typed["goal"]) if typed.get("goal") else None,
                **{name: typed[name] for name in FACTS},
            ),
            next_action=Next(what=what, due_on=due_on) if what and due_on else None,
        )

    def moment(self, at: datetime) -> datetime:
        """Without a time: now for today, noon for a day before."""
        on, typed = self.cleaned_data["on"], self.cleaned_data["clock"]
        if typed is None and on == clock.today(at):
            return at
        return datetime.combine(on, typed or NOON, clock.TOKYO)


FACTS = (
    "method", "counterpart", "counterpart_name", "body", "outcome", "tag", "interpreter_present",
)  # fmt: skip


class CorrectForm(BaseForm):
    text = CleanTextField(
        label="訂正の内容",
        max_length=20_000,
        help_text="前に書いたものは消えません。その下に、訂正として並びます。",
    )


class HoldForm(BaseForm):
    reason = CleanCharField(label="保留にする理由", max_length=200)


class MarksForm(BaseForm):
    """One choice per paragraph."""

    def __init__(self, *args: Any, paragraphs: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, text in enumerate(paragraphs):
            field = forms.ChoiceField(
                label=text, required=False, choices=[("", "付けない"), *Mark.choices],
                widget=forms.RadioSelect,
            )  # fmt: skip
            self.fields[f"mark_{place}"] = field

    def to_marks(self) -> dict[int, str]:
        return {
            int(name.removeprefix("mark_")): value
            for name, value in self.cleaned_data.items()
            if value
        }
