"""相談受付・申込票 as one page: the caller's own words first, everything else can wait."""

from datetime import datetime, time
from typing import Any

from django import forms

from ikue.kernel import clock
from ikue.people.domain.persons import NobodyDescribed, PersonFacts, SafeContactFacts
from ikue.people.enums import ContactKind
from ikue.programmes.consultation.domain.receiving import (
    NOT_BEFORE_TODAY,
    NOT_YET,
    WHY_TODAY,
    ConsentGiven,
    MemberFacts,
    Principal,
    Reception,
)
from ikue.programmes.consultation.enums import (
    OFFICIAL_ISSUES,
    Caller,
    Channel,
    ConsentVariant,
    HealthInsurance,
    Housing,
    Issue,
    Pension,
    Route,
    Urgency,
    Work,
)
from ikue.programmes.consultation.forms.fields import asked, line
from ikue.programmes.consultation.forms.members import MemberForm, prefix_of
from ikue.programmes.consultation.forms.person import NAMES, IdentityForm
from ikue.sharing.domain.consents import ConsentAnswer, ConsentScope, usual_end
from ikue.sharing.enums import ConsentGiver, ConsentMethod
from ikue.sharing.forms.consents import Groups
from ikue.ui.forms import CleanCharField, CleanTextField, ClockField, WarekiDateField

NOON = time(12)
CONSENT_PURPOSE = "支援に必要な窓口どうしの相談と情報の共有"
CONTACTS = {
    "address": ContactKind.ADDRESS,
    "phone": ContactKind.PHONE,
    "mobile": ContactKind.MOBILE,
    "mail": ContactKind.MAIL,
}


def text(
    label: str, max_length: int, rows: int, *, autofocus: bool = False, **options: Any
) -> CleanTextField:
    widget = forms.Textarea(attrs={"rows": rows, "autofocus": autofocus})
    return CleanTextField(label=label, max_length=max_length, widget=widget, **options)


def day(label: str) -> WarekiDateField:
    return WarekiDateField(label=label, required=False, help_text="")


class ReceptionForm(IdentityForm):
    """Six answers are asked for, five of them answered beforehand; a name may be anything."""

    complaint = text("相談の内容（話されたことばで）", 20_000, 4, autofocus=True)
    urgency = forms.ChoiceField(
        label="緊急度",
        choices=Urgency.choices,
        initial=Urgency.ORDINARY,
        widget=forms.RadioSelect,
    )
    urgency_reason = CleanCharField(
        **line("「今日中」の理由", 200), help_text="「今日中」のときは、必ず書きます。"
    )
    safe_hours = CleanCharField(**line("連絡してよい時間", 120))
    safe_secret = forms.BooleanField(label="家族に知られてはいけない", required=False)
    safe_no_message = forms.BooleanField(label="留守番電話に残さない", required=False)
    safe_written = forms.BooleanField(label="筆談・文字だけ", required=False)
    safe_note = CleanCharField(**line("そのほかの約束", 300))
    caller = forms.ChoiceField(
        label="だれから", choices=Caller.choices, initial=Caller.PERSON, widget=forms.RadioSelect
    )
    channel = forms.ChoiceField(
        label="相談方法",
        choices=[row for row in Channel.choices if row[0] != Channel.PORTAL],
        initial=Channel.PHONE,
        widget=forms.RadioSelect,
    )
    caller_name = CleanCharField(**line("来談者の氏名（本人でないとき）", 80))
    caller_relation = CleanCharField(**line("本人との関係", 80))
    unnamed = forms.BooleanField(label="名前は聞いていない", required=False)
    address = CleanCharField(**line("住所", 300))
    phone = CleanCharField(**line("電話（自宅）", 300, inputmode="tel"))
    mobile = CleanCharField(**line("電話（携帯）", 300, inputmode="tel"))
    mail = CleanCharField(**line("電子メール", 300, inputmode="email"))
    issues = forms.MultipleChoiceField(
        label="相談内容",
        choices=Issue.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    worst_issue = forms.ChoiceField(
        label="◎ 一番困っていること",
        choices=[("", "（まだ決めない）"), *Issue.choices],
        required=False,
    )
    wish = text("どうなりたいか・希望", 4_000, 2, required=False)
    route = forms.ChoiceField(label="相談経路", choices=asked(Route.choices), required=False)
    known_by = CleanCharField(**line("ほかに知っている人・機関", 200))
    work = forms.ChoiceField(label="仕事", choices=asked(Work.choices), required=False)
    housing = forms.ChoiceField(label="住居", choices=asked(Housing.choices), required=False)
    health_insurance = forms.ChoiceField(
        label="健康保険", choices=asked(HealthInsurance.choices), required=False
    )
    pension = forms.ChoiceField(label="年金", choices=asked(Pension.choices), required=False)
    other_system_number = CleanCharField(**line("他システムの番号", 40))
    consent_variant = forms.ChoiceField(
        label="情報を伝えることへの同意",
        choices=ConsentVariant.choices,
        initial=ConsentVariant.NOT_ASKED,
        widget=forms.RadioSelect,
    )
    no_consent_reason = CleanCharField(**line("同意がない理由", 300))
    consent_method = forms.ChoiceField(
        label="方法", choices=ConsentMethod.choices, initial=ConsentMethod.ORAL, required=False
    )
    consent_words = text("ご本人の言葉・様子", 2_000, 2, required=False)
    consent_giver = forms.ChoiceField(
        label="同意した人",
        choices=ConsentGiver.choices,
        initial=ConsentGiver.PERSON,
        required=False,
    )
    consent_giver_name = CleanCharField(**line("同意した人の氏名（本人以外）", 80))
    consent_language = CleanCharField(**line("説明に使った言葉", 40))
    consent_interpreted_by = CleanCharField(**line("通訳した人", 80))
    consent_windows = forms.MultipleChoiceField(
        label="伝えてよい窓口・機関", required=False, widget=forms.CheckboxSelectMultiple
    )
    consent_purpose = CleanCharField(**line("目的", 200))
    consent_until = day("いつまで")
    next_on = day("次の期日")
    next_what = CleanCharField(**line("次にすること", 300))
    received_on = day("受け付けた日")
    received_time = ClockField(label="受け付けた時刻", required=False)

    def __init__(
        self,
        *args: Any,
        at: datetime,
        windows: Groups = (),
        rows: int = 0,
        about_known: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, at=at, **kwargs)
        self.at = at
        self.about_known = about_known
        self.members = [
            MemberForm(self.data if self.is_bound else None, at=at, prefix=prefix_of(row))
            for row in range(rows)
        ]
        choices = self.fields["consent_windows"]
        assert isinstance(choices, forms.MultipleChoiceField)
        choices.choices = list(windows)
        self.initial.setdefault("consent_purpose", CONSENT_PURPOSE)
        self.initial.setdefault("consent_until", usual_end(at))

    @property
    def official_issues(self) -> list[Any]:
        return list(self["issues"])[:OFFICIAL_ISSUES]

    @property
    def further_issues(self) -> list[Any]:
        return list(self["issues"])[OFFICIAL_ISSUES:]

    def clean(self) -> dict[str, Any]:
        super().clean()
        for number, row in enumerate(self.members, start=1):
            for name, errors in row.errors.items():
                label = row.fields[name].label
                self.add_error(
                    None, f"世帯員{number}人目の「{label}」：{' '.join(map(str, errors))}"
                )
        self._require_why_today()
        self._require_somebody()
        self._require_no_future()
        self._require_no_past()
        if self.cleaned_data.get("consent_variant") == ConsentVariant.GIVEN:
            self._require_scope()
        return self.cleaned_data

    def _require_why_today(self) -> None:
        today = self.cleaned_data.get("urgency") == Urgency.TODAY
        if today and not self.cleaned_data.get("urgency_reason", "wrong"):
            self.add_error("urgency_reason", WHY_TODAY)

    def _require_somebody(self) -> None:
        """Somebody known is described already."""
        unread = any(name in self.errors for name in NAMES)
        named = self.cleaned_data.get("unnamed") or self.facts_so_far().is_somebody
        if not (unread or named or self.cleaned_data.get("latin_name") or self.about_known):
            self.add_error("known_as", str(NobodyDescribed()))

    def _require_no_future(self) -> None:
        if {"received_on", "received_time"} & self.errors.keys():
            return
        if self._received_at() > self.at:
            late = "received_on" if self.cleaned_data.get("received_on") else "received_time"
            self.add_error(late, NOT_YET)

    def _require_no_past(self) -> None:
        next_on = self.cleaned_data.get("next_on")
        if next_on is not None and next_on < clock.today(self.at):
            self.add_error("next_on", NOT_BEFORE_TODAY)

    def _require_scope(self) -> None:
        """A consent cannot even be built without a day on which it ends and somebody to be told."""
        if not self.cleaned_data.get("consent_until") and "consent_until" not in self.errors:
            self.add_error("consent_until", "同意をいつまでにするか、日付を書いてください。")
        if not self.cleaned_data.get("consent_windows") and "consent_windows" not in self.errors:
            self.add_error("consent_windows", "伝えてよい窓口・機関を、一つ以上選んでください。")

    def to_reception(self, *, town_code: str) -> Reception:
        typed = self.cleaned_data
        plain = {name: typed[name] for name in PLAIN}
        worst = typed["worst_issue"]
        ticked = {*typed["issues"], worst} - {""}
        return Reception(
            **plain,
            received_at=self._received_at(),
            issues=tuple(issue for issue in Issue.values if issue in ticked),
            town_code=town_code,
        )

    def to_principal(self) -> Principal:
        typed = self.cleaned_data
        return Principal(
            facts=self.to_facts(),
            safe_contact=SafeContactFacts(
                hours=typed["safe_hours"],
                secret_from_family=typed["safe_secret"],
                no_message=typed["safe_no_message"],
                written_only=typed["safe_written"],
                note=typed["safe_note"],
            ),
            contact_points=tuple(
                (kind.value, typed[name]) for name, kind in CONTACTS.items() if typed[name]
            ),
        )

    def to_facts(self) -> PersonFacts:
        """「名前は聞いていない」 fills the 呼び名, unless something else was typed."""
        facts = super().to_facts()
        if facts.is_somebody or not self.cleaned_data["unnamed"]:
            return facts
        return PersonFacts(
            known_as=anonymous(self._received_at()),
            sex=facts.sex,
            birth=facts.birth,
            birth_is_approximate=facts.birth_is_approximate,
            language=facts.language,
            interpreter=facts.interpreter,
        )

    def to_members(self) -> tuple[MemberFacts, ...]:
        return tuple(row.to_member() for row in self.members if row.is_somebody)

    def to_consent(self) -> ConsentGiven | None:
        typed = self.cleaned_data
        if typed["consent_variant"] != ConsentVariant.GIVEN:
            return None
        return ConsentGiven(
            answer=ConsentAnswer(
                giver=typed["consent_giver"] or ConsentGiver.PERSON,
                giver_name=typed["consent_giver_name"],
                method=typed["consent_method"] or ConsentMethod.ORAL,
                words=typed["consent_words"],
                language=typed["consent_language"],
                interpreted_by=typed["consent_interpreted_by"],
            ),
            scope=ConsentScope(
                window_codes=tuple(typed["consent_windows"]),
                purpose=typed["consent_purpose"],
                until=typed["consent_until"],
            ),
        )

    def _received_at(self) -> datetime:
        """Now, unless another day or time was typed (a paper form, a call of yesterday)."""
        on, clock_time = self.cleaned_data["received_on"], self.cleaned_data["received_time"]
        if on is None and clock_time is None:
            return self.at
        today = clock.today(self.at)
        if clock_time is None and on == today:
            return self.at
        return datetime.combine(on or today, clock_time or NOON, clock.TOKYO)


PLAIN = (
    "complaint", "channel", "caller", "urgency", "urgency_reason", "caller_name",
    "caller_relation", "route", "wish", "worst_issue", "consent_variant", "no_consent_reason",
    "known_by", "work", "housing", "health_insurance", "pension", "other_system_number",
    "next_on", "next_what",
)  # fmt: skip


def anonymous(at: datetime) -> str:
    """「匿名の方 11月24日 9:30」: enough to recognise the call, nothing about the person."""
    local = at.astimezone(clock.TOKYO)
    return f"匿名の方 {local.month}月{local.day}日 {local.hour}:{local:%M}"
