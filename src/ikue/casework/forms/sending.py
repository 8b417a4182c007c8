"""つなぐ: one form for a consultation and for a case, with what the receiver will read."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from ikue.casework.domain.clocks import answer_limit
from ikue.casework.domain.destinations import (
    Destination,
    Group,
    destination_groups,
    flat,
    kind_for,
    suggested_groups,
)
from ikue.casework.domain.origins import origin_of
from ikue.casework.domain.packets import PacketView, preview_packet
from ikue.casework.domain.referrals import Sending, Words, words_lacking
from ikue.casework.domain.speaking import Spoken
from ikue.casework.enums import ReferralClock
from ikue.casework.forms.spoken import SpokenForm
from ikue.directory.models import Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.sharing.domain.bases import Passage, bases_for, lacking_consent
from ikue.sharing.domain.showing import nameable
from ikue.sharing.enums import Basis
from ikue.sharing.models import LegalBasis
from ikue.ui.forms import BaseForm, CleanCharField, CleanTextField

BASIS_SENTENCES: dict[str, str] = {
    Basis.CONSENT: "載せる方の全員が、この相手に伝えることに同意しています。",
    Basis.WARD_PURPOSE: "区の取決めにより、同意を待たずにこの窓口へつなげます。"
    "ご本人には、つないだことを後で伝えてください。",
    Basis.OTHER_PUBLIC_BODY: "相手の法令の仕事に必要で、渡す理由があるとき。一回かぎりです。",
    Basis.SPECIAL_REASON: "明らかにご本人のためになるとき。相手の約束（守秘）を確かめてください。",
    Basis.ABUSE_CHILD: "児童虐待の通告・対応に必要なとき。同意は要りません。",
    Basis.ABUSE_ELDER: "高齢者虐待の通報・対応に必要なとき。同意は要りません。",
    Basis.ABUSE_DISABLED: "障害者虐待の通報・対応に必要なとき。同意は要りません。",
    Basis.EMERGENCY_DISCLOSURE: "命や体に危険が迫っているとき。個人情報管理者が後で確かめます。",
}
"""The law in the clerk's words; the rows themselves are master data."""

URGENT = "「今日中」は、送ったらすぐ電話もかけてください。1時間で返事がないと課長に知らせます。"


@dataclass(frozen=True, kw_only=True)
class OfferedBasis:
    code: str
    name: str
    law: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Step two: what will be read, by whom, until when an answer is owed, and on which basis."""

    destination: Destination
    packet: PacketView
    bases: tuple[OfferedBasis, ...]
    chosen: str
    limit_at: datetime
    digest: str
    has_changed: bool
    """The fields were edited after the preview before: it must be looked at once more."""
    spoken: tuple[SpokenForm, ...]
    """Of those who have not agreed yet; empty where everybody has, or nobody is named."""


class SendingForm(BaseForm):
    """`by` sends from the circle `circle_id`; the choices are what is possible for them now.

    `only`: the window is settled beforehand (多機関協働), the rest is the same form.
    """

    to = forms.ChoiceField(label="つなぐ先")
    persons = forms.MultipleChoiceField(
        label="だれについて",
        widget=forms.CheckboxSelectMultiple,
        help_text="相手に名前などを伝える方だけに印を付けてください。同意は一人ずつです。",
    )
    question = CleanTextField(
        label="お願いしたいこと", max_length=2000, help_text="相手がいちばん先に読みます。"
    )
    complaint = CleanTextField(
        label="困りごと（主訴）といまの様子", max_length=4000, required=False
    )
    done_already = CleanTextField(
        label="こちらでしたこと", max_length=2000, required=False,
        help_text="まだ何もしていないときは、その訳を書いてください。",
    )  # fmt: skip
    keep_doing = CleanTextField(
        label="こちらで続けること", max_length=2000, required=False,
        help_text="つないでも、手は離れません。何を続けるかを書いてください。",
    )  # fmt: skip
    clock = forms.ChoiceField(
        label="返事の期限", widget=forms.RadioSelect, choices=ReferralClock.choices,
        initial=ReferralClock.ORDINARY.value, help_text=URGENT,
    )  # fmt: skip
    basis = CleanCharField(label="根拠", max_length=40, required=False)
    purpose = CleanCharField(
        label="この根拠を選ぶ理由・目的", max_length=200, required=False,
        help_text="ご本人に「なぜ伝えたのか」と尋ねられたときの答えになります。",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        by: Viewer,
        circle_id: UUID,
        at: datetime,
        only: Window | None = None,
        **kwargs: Any,
    ):
        super().__init__(*args, at=at, **kwargs)
        self.by, self.circle_id, self.moment = by, circle_id, at
        self.kept: Mapping[str, Any] = {}
        """What the draft holds of the words of consent, which belong to no field of this form."""
        groups = destination_groups(from_window_id=by.window_id, at=at)
        self.destinations = {one.key: one for one in flat(groups)}
        self.settled = next((one for one in flat(groups) if only and one.window == only), None)
        self.suggested = () if only else suggested_groups(circle_id=circle_id, by=by, at=at)
        self._choices("to").choices = self._offered_destinations(groups)
        self._choices("persons").choices = nameable(by, circle_id)
        self._mark_what_is_asked()
        if not self.is_bound:
            self.initial.setdefault("clock", _inherited_clock(circle_id))

    def _mark_what_is_asked(self) -> None:
        """必須 stands beside what this receiver asks for, where it is settled who that is."""
        if self.settled is None:
            return
        for name, sentence in words_lacking(kind_for(self.settled.window), Words(question="")):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = sentence

    def _offered_destinations(self, groups: tuple[Group, ...]) -> list[Any]:
        if self.settled is not None:
            return [(self.settled.key, self.settled.name)]
        return [
            ("", "選んでください"),
            *(
                (group.label, [(one.key, one.name) for one in group.destinations])
                for group in (*self.suggested, *groups)
            ),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_sent and not cleaned.get("basis") and not self.errors:
            self.add_error("basis", "根拠を一つ選んでください。")
        for name, sentence in self._lacking():
            self.add_error(name, sentence)
        if self.is_sent and cleaned.get("basis") == Basis.CONSENT and not self.errors:
            self._check_spoken()
        return cleaned

    def _lacking(self) -> list[tuple[str, str]]:
        """What this kind of request asks of the sender besides, beside the field it belongs to."""
        if set(self.errors) & {"to", "question", "done_already", "keep_doing"}:
            return []
        return words_lacking(kind_for(self.destination.window), self._words())

    def _check_spoken(self) -> None:
        for one in self.spoken_forms():
            if not one.is_valid() or not one.cleaned_data["words"]:
                said = f"{one.called}：口頭の同意は、ご本人の言葉をひとこと書いてください。"
                self.add_error("basis", said)

    @property
    def call_too(self) -> str:
        """What is said after an urgent one was sent: a page is not enough, with the number."""
        if self.cleaned_data["clock"] == ReferralClock.ORDINARY:
            return ""
        phone = self.destination.phone
        return f"電話でも伝えてください：{phone}" if phone else "電話でも伝えてください。"

    @property
    def is_sent(self) -> bool:
        """「送る」 was pressed, and not 「相手に見える内容を確かめる」."""
        return bool(self.data.get("act") == "send")

    def is_confirmed(self) -> bool:
        """Valid, 「送る」 pressed, and what is sent is what the sender had looked at."""
        return self.is_sent and self.is_valid() and self.data.get("_confirmed") == self._digest()

    @property
    def destination(self) -> Destination:
        return self.destinations[self.cleaned_data["to"]]

    def to_sending(self) -> Sending:
        return Sending(
            person_ids=tuple(UUID(pk) for pk in self.cleaned_data["persons"]),
            basis=self.cleaned_data["basis"],
            words=self._words(),
            to_window=self.destination.window,
            to_agency=self.destination.agency,
            kind=kind_for(self.destination.window),
            clock=self.cleaned_data["clock"],
            purpose=self.cleaned_data["purpose"],
            spoken=self._spoken(),
        )

    def _spoken(self) -> tuple[Spoken, ...]:
        """Recorded only where the つなぎ is to stand on consent."""
        if not self.is_sent or self.cleaned_data["basis"] != Basis.CONSENT:
            return ()
        return tuple(one.to_spoken() for one in self.spoken_forms() if one.is_valid())

    def spoken_forms(self) -> tuple[SpokenForm, ...]:
        """One for each person chosen who has not agreed that this receiver is told."""
        labels = dict(self._choices("persons").choices)  # type: ignore[arg-type]
        lacking = lacking_consent(self._passage())
        return tuple(self._spoken_form(pk, str(labels[str(pk)])) for pk in lacking)

    def _kept(self, key: str) -> Any:
        """A draft holds a list for each name that was sent."""
        stored = self.kept[key]
        return (stored or [""])[-1] if isinstance(stored, list) else stored

    def _passage(self) -> Passage:
        return Passage(
            from_window=Window.objects.get(pk=self.by.window_id),
            to_window=self.destination.window, to_agency=self.destination.agency,
            person_ids=tuple(UUID(pk) for pk in self.cleaned_data["persons"]),
            on=clock.today(self.moment),
        )  # fmt: skip

    def _spoken_form(self, person_id: UUID, called: str) -> SpokenForm:
        form = SpokenForm(self.data, person_id=person_id, called=called)
        if form.is_written:
            return form
        names = {name: form.add_prefix(name) for name in form.fields}
        before = {name: self._kept(key) for name, key in names.items() if key in self.kept}
        return SpokenForm(person_id=person_id, called=called, initial=before)

    def preview(self) -> Preview | None:
        """None while the fields themselves are not yet in order."""
        if not self.is_bound or set(self.errors) - {"basis", "__all__"}:
            return None
        sending = self.to_sending_so_far()
        bases = bases_for(self._passage())
        return Preview(
            destination=self.destination,
            packet=preview_packet(
                circle_id=self.circle_id, person_ids=sending.person_ids,
                words=asdict(sending.words), by=self.by,
            ),
            bases=tuple(_offered(basis) for basis in bases),
            chosen=sending.basis or _ordinary(bases),
            limit_at=answer_limit(sending.clock, self.moment, asked=sending.kind),
            digest=self._digest(),
            has_changed=self.is_sent and self.data.get("_confirmed") != self._digest(),
            spoken=self.spoken_forms(),
        )  # fmt: skip

    def to_sending_so_far(self) -> Sending:
        """As `to_sending`, while the basis may still be open."""
        self.cleaned_data.setdefault("basis", "")
        return self.to_sending()

    def _words(self) -> Words:
        names = ("question", "done_already", "keep_doing", "complaint")
        return Words(**{name: self.cleaned_data[name] for name in names})

    def _digest(self) -> str:
        names = ("to", "persons", "question", "complaint", "done_already", "keep_doing", "clock")
        seen = "\0".join(str(self.cleaned_data[name]) for name in names)
        return hashlib.sha256(seen.encode()).hexdigest()[:32]

    def _choices(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(name)
        return field


def _inherited_clock(circle_id: UUID) -> str:
    """What came in as 今日中 is passed on as 今日中, unless the sender says otherwise."""
    origin = origin_of(circle_id)
    is_today = origin is not None and origin.is_today
    return (ReferralClock.TODAY if is_today else ReferralClock.ORDINARY).value


def _ordinary(bases: list[LegalBasis]) -> str:
    """Ticked beforehand: consent or the standing decision. The graver ones are chosen by hand."""
    ordinary = (Basis.CONSENT.value, Basis.WARD_PURPOSE.value)
    return next((basis.code for basis in bases if basis.code in ordinary), "")


def _offered(basis: LegalBasis) -> OfferedBasis:
    return OfferedBasis(
        code=basis.code,
        name=basis.name,
        law=basis.law,
        sentence=BASIS_SENTENCES.get(basis.code, basis.to_whom),
    )
