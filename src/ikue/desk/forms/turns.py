"""Forms of how a case ends or turns: 終える, 転出, 世帯を分ける, フォロー."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from ikue.casework.domain.cases import Next
from ikue.casework.domain.ending import Completion, FollowUp
from ikue.casework.domain.splitting import Leaving, Split
from ikue.casework.enums import CompleteReason, Counterpart, EntryMethod
from ikue.desk.forms.cases import PICK, StaffedForm
from ikue.people.enums import Relationship
from ikue.ui.forms import LATER, BaseForm, CleanCharField, CleanTextField, WarekiDateField

WHERE_THEY_MOVED = "転出先の自治体"


class CompleteForm(BaseForm):
    reason = forms.ChoiceField(label="終結の理由", choices=PICK + CompleteReason.choices)
    lead_afterwards = CleanCharField(
        label="終えた後に見守るところ",
        max_length=120,
        required=False,
        help_text="窓口や機関の名前。死亡・転出・誤登録・辞退のときは要りません。",
    )
    follow_up_on = WarekiDateField(
        label="フォローの日",
        required=False,
        help_text="3か月後と6か月後が目安です。死亡・転出・誤登録・辞退のときは要りません。",
    )

    def to_completion(self) -> Completion:
        return Completion(**self.cleaned_data)


class MoveAwayForm(BaseForm):
    """転出: passed on to where they went, or said why not."""

    how = forms.ChoiceField(
        label="転出先の自治体への引継ぎ",
        widget=forms.RadioSelect,
        choices=[("sent", "つないだ（本人同意か、法令にもとづく提供）"), ("not", "引き継がない")],
    )
    not_transferred = CleanCharField(
        label="引き継がない理由", max_length=100, required=False,
        help_text="「引き継がない」のときに書きます。例：ご本人が望まない、転出先が分からない",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("how") == "not" and not cleaned.get("not_transferred"):
            self.add_error("not_transferred", "引き継がない理由を書いてください。")
        return cleaned

    def to_completion(self) -> Completion:
        if self.cleaned_data["how"] == "not":
            why = self.cleaned_data["not_transferred"]
            return Completion(reason=CompleteReason.MOVED, not_transferred=why)
        return Completion(reason=CompleteReason.MOVED, lead_afterwards=WHERE_THEY_MOVED)


class FollowUpForm(BaseForm):
    found = CleanTextField(label="分かったこと", max_length=4000)
    method = forms.ChoiceField(label="方法", choices=EntryMethod.choices)
    counterpart = forms.ChoiceField(label="相手", choices=Counterpart.choices)
    next_on = WarekiDateField(
        label="次のフォローの日",
        required=False,
        help_text="空のままにすると、フォローはこれで終わります。"
        "もう一度支援が要るときは、記録してから「再開する」を使います。",
    )

    def to_follow_up(self) -> FollowUp:
        return FollowUp(**self.cleaned_data)


STAYS = [("", "残る")]


class SplitForm(StaffedForm):
    """For each member: stays, or leaves as what in the new household."""

    staffed = "responsible"
    on = WarekiDateField(label="世帯が分かれた日")
    reason = CleanTextField(
        label="世帯を分ける理由", max_length=2000, help_text="出る側の記録だけに残ります。"
    )
    responsible = forms.ChoiceField(
        label="出る側の担当者",
        help_text="いまの担当者は残る側を続けます。出る側を続けるときは、先に「担当を引き継ぐ」で、"
        "このケースをほかの人に渡してください。二人は、互いに相手の側を見られなくなります。",
    )
    what = CleanCharField(label="出る側で次にすること", max_length=300)
    due_on = WarekiDateField(label="いつまでに", help_text=LATER)

    def __init__(self, *args: Any, members: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {f"role_{pk}": pk for pk, _ in members}
        for pk, label in members:
            self.fields[f"role_{pk}"] = forms.ChoiceField(
                label=f"{label}さん", required=False, choices=STAYS + Relationship.choices,
                help_text="世帯を出る方は、新しい世帯での続柄を選びます。",
            )  # fmt: skip
        self.order_fields([*self.members, "on", "reason", "responsible", "what", "due_on"])

    def to_split(self) -> Split:
        typed = self.cleaned_data
        return Split(
            leaving=tuple(
                Leaving(person_id=pk, relationship=typed[name])
                for name, pk in self.members.items()
                if typed[name]
            ),
            on=typed["on"],
            reason=typed["reason"],
            responsible=self.chosen,
            next_action=Next(what=typed["what"], due_on=typed["due_on"]),
        )
