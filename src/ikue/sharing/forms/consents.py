"""同意の用紙: who gave it and how, to whom, what, until when; or why not, and when again."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms

from ikue.directory.enums import AgencyKind
from ikue.directory.models import Agency, Appointment, Window
from ikue.sharing.domain.consenting import Heard, Refused
from ikue.sharing.domain.consents import ConsentAnswer, ConsentScope, usual_end
from ikue.sharing.domain.standing import purpose_of, said_of
from ikue.sharing.enums import ConsentGiver, ConsentMethod, FieldClass
from ikue.sharing.models import Consent
from ikue.ui.forms import LATER, BaseForm, CleanCharField, CleanTextField, WarekiDateField

GIVEN, REFUSED, ASKED = "given", "refused", "asked"
OUTCOMES = [
    (GIVEN, "同意を得た"),
    (REFUSED, "得られなかった"),
    (ASKED, "お願いした（返事はこれから）"),
]
CLASSES = [
    ("F1", "氏名など：名前、ふりがな、生年月日、性別、使う言葉"),
    ("F3", "支援の内容：相談の内容、支援の経過"),
    ("F2", "所在・連絡先：住所、電話、学校、勤務先、通院先"),
]
"""The classes that a consent can open, in plain words; what is graver needs a basis of its own."""
PURPOSE = "支援に必要な機関が一緒に考えるため"
GIVERS = (
    "家族は代わりに同意できません。未成年でも、説明がわかる方（めやすは12〜15歳から）は、"
    "ご本人に聞きます。"
)


class AnswerForm(BaseForm):
    """How it was given, and how far it reaches."""

    giver = forms.ChoiceField(
        label="同意した人", choices=ConsentGiver.choices, initial=ConsentGiver.PERSON,
        help_text=GIVERS, required=False,
    )  # fmt: skip
    giver_name = CleanCharField(
        label="同意した人の氏名（本人以外のとき）", max_length=80, required=False
    )
    method = forms.ChoiceField(
        label="方法", choices=ConsentMethod.choices, initial=ConsentMethod.ORAL, required=False
    )
    words = CleanTextField(
        label="ご本人の言葉・様子", max_length=2000, required=False,
        help_text="口頭のときは必ず書きます。例：「包括さんには話していいよ」",
    )  # fmt: skip
    explained_by = forms.ChoiceField(label="説明した職員", required=False)
    language = CleanCharField(
        label="説明に使った言葉", max_length=40, required=False,
        help_text="日本語のほか。例：中国語、手話、やさしい日本語",
    )  # fmt: skip
    interpreted_by = CleanCharField(
        label="通訳した人", max_length=80, required=False,
        help_text="子どもに通訳させてはいけません。派遣や電話の通訳を頼めます。",
    )  # fmt: skip
    windows = forms.MultipleChoiceField(
        label="伝えてよい窓口・機関", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="会議でほかの機関の話も聞くなら、自分の窓口にも印を付けてください。",
    )  # fmt: skip
    agency_kinds = forms.MultipleChoiceField(
        label="伝えてよい機関の種類", required=False, widget=forms.CheckboxSelectMultiple,
        choices=AgencyKind.choices,
        help_text="種類だけでは、まだどこも読めません。窓口を一つ加えるごとに開き、ご本人に知らせます。",
    )  # fmt: skip
    classes = forms.MultipleChoiceField(
        label="伝えてよい情報", required=False, widget=forms.CheckboxSelectMultiple,
        choices=CLASSES, initial=["F1", "F3"],
        help_text="どこの窓口が関わっているかは、伝える相手に必ず見えます。",
    )  # fmt: skip
    purpose = CleanCharField(label="目的", max_length=200, required=False, initial=PURPOSE)
    until = WarekiDateField(label="いつまで", required=False, help_text=LATER)

    def __init__(
        self,
        *args: Any,
        at: datetime,
        staff: Iterable[Appointment],
        windows: Iterable[Window],
        agencies: Iterable[Agency],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, at=at, **kwargs)
        self.fields["explained_by"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), one.account.name) for one in staff
        ]
        self.fields["windows"].choices = receivers_by_field(windows, agencies)  # type: ignore[attr-defined]
        self.initial.setdefault("until", usual_end(at))

    def to_answer(self) -> ConsentAnswer:
        typed = self.cleaned_data
        explained_by = typed["explained_by"]
        return ConsentAnswer(
            giver=typed["giver"] or ConsentGiver.PERSON,
            method=typed["method"] or ConsentMethod.ORAL,
            explained_by_id=UUID(explained_by) if explained_by else None,
            **{name: typed[name] for name in ("giver_name", "words", "language", "interpreted_by")},
        )

    def to_scope(self) -> ConsentScope:
        typed = self.cleaned_data
        return ConsentScope(
            purpose=typed["purpose"],
            until=typed["until"],
            window_codes=tuple(typed["windows"]),
            agency_kinds=tuple(typed["agency_kinds"]),
            classes=FieldClass(sum(FieldClass[name] for name in typed["classes"])),
        )

    def _require_end(self) -> None:
        if self.cleaned_data.get("until") is None and "until" not in self.errors:
            self.add_error("until", "同意をいつまでにするか、日付を書いてください。")


class RecordForm(AnswerForm):
    """同意を聞いた: one form for asking and for recording the answer."""

    outcome = forms.ChoiceField(label="お返事", choices=OUTCOMES, widget=forms.RadioSelect)
    refused_reason = CleanCharField(
        label="同意しない理由（話されたことばで）", max_length=300, required=False,
        help_text="責める欄ではありません。会えない、判断がむずかしい、聞くと危険がある、もここに書きます。",
    )  # fmt: skip
    ask_again_on = WarekiDateField(label="次にお願いする日", required=False, help_text=LATER)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        outcome = cleaned.get("outcome")
        if outcome == GIVEN:
            self._require_end()
        elif outcome and not cleaned.get("ask_again_on") and not self.errors:
            self.add_error("ask_again_on", "次にお願いする日を書いてください。")
        return cleaned

    def to_heard(self) -> Heard:
        typed = self.cleaned_data
        if typed["outcome"] == GIVEN:
            return Heard(answer=self.to_answer(), scope=self.to_scope())
        again: date = typed["ask_again_on"]
        if typed["outcome"] == ASKED:
            return Heard(ask_again_on=again)
        return Heard(refused=Refused(reason=typed["refused_reason"], ask_again_on=again))


class ChangeForm(AnswerForm):
    """範囲を変える: the person says it anew, and the old consent ends in the same instant."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._require_end()
        return cleaned


def standing_values(consent: Consent) -> dict[str, Any]:
    """What stands now, for a form that changes it; the words are asked for anew."""
    said = said_of(consent)
    return {
        "giver": consent.giver, "giver_name": said.giver_name, "method": consent.method,
        "language": said.language, "interpreted_by": said.interpreted_by,
        "windows": consent.window_codes, "agency_kinds": consent.agency_kinds,
        "classes": consent.class_names, "purpose": purpose_of(consent),
    }  # fmt: skip


class WithdrawForm(BaseForm):
    said_by = forms.ChoiceField(
        label="だれが取り消すと言いましたか", choices=ConsentGiver.choices,
        widget=forms.RadioSelect, initial=ConsentGiver.PERSON,
        help_text="ご本人が自分で決めた同意は、保護者からは取り消せません。",
    )  # fmt: skip


class AddReceiverForm(BaseForm):
    window = forms.ChoiceField(label="加える窓口", widget=forms.RadioSelect)

    def __init__(self, *args: Any, windows: Iterable[Window], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.windows = {row.code: row for row in windows}
        self.fields["window"].choices = [  # type: ignore[attr-defined]
            (code, f"{row.name}（{row.agency.get_kind_display()}）")
            for code, row in self.windows.items()
        ]

    @property
    def chosen(self) -> Window:
        return self.windows[self.cleaned_data["window"]]


class ToldForm(BaseForm):
    how = CleanCharField(
        label="どのように知らせましたか", max_length=120, help_text="例：電話、面談、手紙"
    )


Groups = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""Choices under headings: (heading, [(code, name)])."""


def receivers_by_field(windows: Iterable[Window], agencies: Iterable[Agency]) -> Groups:
    """Who can be named, wherever a consent is written down: by field, as the seed's list, partners
    without accounts last."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in windows:
        group = row.field.name if row.field else "重層的支援体制整備事業"
        groups.setdefault(group, []).append((row.code, row.name))
    partners = [(row.code, row.name) for row in agencies]
    return [*groups.items(), *([("アカウントのない機関", partners)] if partners else [])]
