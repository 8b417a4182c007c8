"""差し戻す・手を離す・支援を決定する: forms that clean to the domain's dataclasses."""

from collections.abc import Iterable
from typing import Any

from django import forms

from ikue.casework.domain.cases import HandOverBook
from ikue.casework.forms.answers import DeclineForm
from ikue.directory.models import Appointment
from ikue.programmes.multi_agency.domain.coordinations import HandBack
from ikue.ui.forms import BaseForm, CleanCharField, CleanTextField, WarekiDateField

AHEAD = "例：r8.4.1、2026-04-01"


class ReturnForm(DeclineForm):
    """A request goes back with what the requester can do next; another window is optional."""

    reason = CleanTextField(label="差し戻す理由", max_length=300)
    proposed_note = CleanTextField(
        label="助言", max_length=200,
        help_text="依頼した窓口が、これを読んで次に進みます。何から始め、何があればまた受けられるか。",
    )  # fmt: skip
    field_order = ("reason", "proposed_note", "proposed")

    def said(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "reason": typed["reason"],
            "advice": typed["proposed_note"],
            "proposed_window": self.windows.get(typed["proposed"]),
        }


class StepOutForm(BaseForm):
    """`staff`: who may take the lead, where 多機関協働 still leads; empty where another does."""

    to = forms.ChoiceField(label="主担当に戻す相手")
    promise = CleanTextField(
        label="約束していること・気をつけること", max_length=4000, required=False,
        help_text="引継ぎ簿に残り、次の主担当だけが読みます。",
    )  # fmt: skip
    words = CleanTextField(
        label="依頼した窓口に伝える結果", max_length=2000,
        help_text="決まった役割分担と、これからどの窓口が何をするか。",
    )  # fmt: skip
    follow_up_on = WarekiDateField(
        label="フォローの日", help_text=f"主担当に様子をたずねる日です。{AHEAD}"
    )

    def __init__(self, *args: Any, staff: Iterable[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = {str(one.pk): one for one in staff}
        if not self.staff:
            del self.fields["to"], self.fields["promise"]
            return
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", "選んでください"),
            *((pk, f"{one.window.name}　{one.account.name}") for pk, one in self.staff.items()),
        ]

    def to_hand_back(self) -> HandBack:
        typed = self.cleaned_data
        return HandBack(
            words=typed["words"],
            follow_up_on=typed["follow_up_on"],
            to=self.staff.get(typed.get("to", "")),
            book=HandOverBook(promise=typed.get("promise", "")),
        )


class FollowUpForm(BaseForm):
    next_on = WarekiDateField(
        label="次にたずねる日", required=False,
        help_text="空のままにすると、フォローはこれで終わります。聞いたことは主担当の記録に残します。",
    )  # fmt: skip


class DecideForm(BaseForm):
    decided_on = WarekiDateField(label="支援決定日", help_text="例：きょう、r8.4.1、2026-04-01")
    reason = CleanTextField(label="支援を決定する理由", max_length=2000)


class AdoptForm(BaseForm):
    decided_on = WarekiDateField(label="プラン決定日", help_text="例：きょう、r8.4.1、2026-04-01")


class EndDecisionForm(BaseForm):
    ended_on = WarekiDateField(label="支援決定を終える日", help_text="例：きょう、r8.4.1")
    reason = CleanCharField(label="終える理由", max_length=300)
