"""世帯の手入れ: a member more, another name, a tie, a departure."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from ikue.desk.domain.household import NewMember, Tie
from ikue.kernel.wareki import DateError, parse_partial_date
from ikue.people.domain.persons import PersonFacts
from ikue.people.enums import ContactKind, LifeEventKind, NameKind, RelationKind, Relationship, Sex
from ikue.ui.forms import LATER, BaseForm, CleanCharField, WarekiDateField

PICK = [("", "選んでください")]


class MemberForm(BaseForm):
    """Whatever is known; a name is not needed (呼び名・特徴)."""

    household = forms.ChoiceField(label="世帯")
    family_name = CleanCharField(label="姓", max_length=80, required=False)
    given_name = CleanCharField(label="名", max_length=80, required=False)
    family_kana = CleanCharField(label="せい（ふりがな）", max_length=120, required=False)
    given_kana = CleanCharField(label="めい（ふりがな）", max_length=120, required=False)
    known_as = CleanCharField(
        label="呼び名・特徴",
        max_length=200,
        required=False,
        help_text="名前がわからないときに書きます。例：長男、二階の人",
    )
    sex = forms.ChoiceField(label="性別", choices=Sex.choices, initial=Sex.UNKNOWN)
    birth = CleanCharField(
        label="生年月日",
        max_length=40,
        required=False,
        help_text="わかるところまで。例：昭和15年3月2日、s15、1940-03",
    )
    relationship = forms.ChoiceField(label="続柄", choices=PICK + Relationship.choices)
    lives_there = forms.BooleanField(label="同居している", required=False, initial=True)
    since = WarekiDateField(label="いつから（わかれば）", required=False)
    supported = forms.BooleanField(
        label="この窓口で支援する方である",
        required=False,
        help_text="印を付けると、この窓口が氏名などを読めるようになります。",
    )

    def __init__(self, *args: Any, households: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["household"].choices = [(str(pk), label) for pk, label in households]  # type: ignore[attr-defined]

    def clean_birth(self) -> Any:
        typed = self.cleaned_data["birth"]
        if not typed:
            return None
        try:
            return parse_partial_date(typed)
        except DateError as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def to_member(self) -> NewMember:
        typed = self.cleaned_data
        names = ("family_name", "given_name", "family_kana", "given_kana", "known_as", "sex")
        return NewMember(
            facts=PersonFacts(birth=typed["birth"], **{name: typed[name] for name in names}),
            **{name: typed[name] for name in ("relationship", "lives_there", "since", "supported")},
        )


class MembersForm(BaseForm):
    """A form that chooses among the members whom the viewer knows by name."""

    def __init__(self, *args: Any, members: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = PICK + [(str(pk), label) for pk, label in members]
        for name in ("person", "other"):
            if name in self.fields:
                self.fields[name].choices = choices  # type: ignore[attr-defined]

    def person_id(self, name: str = "person") -> UUID:
        return UUID(self.cleaned_data[name])


class NameForm(MembersForm):
    person = forms.ChoiceField(label="だれの")
    kind = forms.ChoiceField(label="種類", choices=PICK + NameKind.choices)
    name = CleanCharField(label="別の名前", max_length=160)
    kana = CleanCharField(label="ふりがな", max_length=240, required=False)


class RelationForm(MembersForm):
    person = forms.ChoiceField(label="だれが")
    other = forms.ChoiceField(label="だれの")
    kind = forms.ChoiceField(label="関係", choices=PICK + RelationKind.choices)
    scope = CleanCharField(
        label="代理の範囲",
        max_length=200,
        required=False,
        help_text="代理人のときに書きます。例：成年後見（財産管理と身上保護）、預金の払い戻しだけ",
    )
    since = WarekiDateField(label="いつから（わかれば）", required=False)
    until = WarekiDateField(label="いつまで（決まっていれば）", required=False, help_text=LATER)

    def to_tie(self) -> Tie:
        names = ("kind", "since", "until", "scope")
        return Tie(**{name: self.cleaned_data[name] for name in names})


class WhereaboutsForm(MembersForm):
    person = forms.ChoiceField(label="だれの")
    kind = forms.ChoiceField(label="種類", choices=PICK + ContactKind.choices)
    value = CleanCharField(label="住所・電話など", max_length=200)
    note = CleanCharField(
        label="補足", max_length=200, required=False, help_text="例：姉の家、昼は留守"
    )


class LifeEventForm(MembersForm):
    person = forms.ChoiceField(label="だれの")
    kind = forms.ChoiceField(label="節目", choices=PICK + LifeEventKind.choices)
    on = WarekiDateField(label="日付", help_text="例：令和9年3月31日、r9.3.31、2027-03-31")
    note = CleanCharField(
        label="補足",
        max_length=200,
        required=False,
        help_text="次にどの窓口へつながるとよいか。例：卒業後は若者サポートへ",
    )


class LeaveForm(MembersForm):
    person = forms.ChoiceField(label="だれが")
    on = WarekiDateField(label="世帯を離れた日")


class DeathForm(MembersForm):
    person = forms.ChoiceField(label="亡くなった方")
    on = WarekiDateField(
        label="亡くなった日",
        help_text="例：きのう、r8.4.1。この方への通知と節目のお知らせが止まり、同意が終わります。記録は残ります。",
    )


class DeathTakenBackForm(MembersForm):
    person = forms.ChoiceField(label="どなたの記録")
    reason = CleanCharField(
        label="どのように誤りとわかったか",
        max_length=150,
        help_text="死亡により終わった同意は、そのまま残り、元に戻りません。"
        "必要なものは、あらためてご本人にお願いしてください。",
    )
