"""案件を準備する: what it is about, whom it names, which papers lie in it, who is invited to it."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms

from ikue.directory.models import Agency, Appointment
from ikue.kernel import clock
from ikue.kernel.wareki import format_wareki
from ikue.programmes.multi_agency.domain.answers import Answers
from ikue.programmes.multi_agency.domain.items import Preparation
from ikue.programmes.multi_agency.domain.papers import Paper
from ikue.programmes.multi_agency.enums import Conference
from ikue.programmes.multi_agency.forms.meetings import choose
from ikue.programmes.multi_agency.models import AgendaItem, Meeting
from ikue.sharing.enums import StrictTag
from ikue.ui.forms import BaseForm, CleanCharField, CleanTextField

NO_PAPERS = (
    "入れられる資料は、まだありません。多機関協働が経過や支援プランを書くと、ここで選べます。"
)

ASK_THE_LEAD = "主担当の窓口に、その方のことも多機関協働へつないでもらうと、選べるようになります。"
NOBODY = (
    "いま、載せられる方がいません。あらためて同意を聞くか、案件を取り下げてください。"
    f"支援会議の案件では、{ASK_THE_LEAD}"
)
LATER = ("", "まだ決めない")
EXCERPT = 60


class NamingForm(BaseForm):
    """Whom an item names, and the meeting it goes to. `members`: (id, words) of the household."""

    persons = forms.MultipleChoiceField(
        label="だれについて", widget=forms.CheckboxSelectMultiple,
        help_text="印を付けた方の氏名・年齢・続柄が、構成員に伝わります。ほかの方は載りません。"
        f"ここに出ない方は、{ASK_THE_LEAD}",
    )  # fmt: skip
    meeting = forms.ChoiceField(label="話し合う会議", required=False)

    def __init__(
        self, *args: Any, members: Iterable[tuple[str, str]], meetings: Iterable[Meeting], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.meetings = {str(one.pk): one for one in meetings}
        named = list(members)
        choose(self, "persons", named)
        if not named:
            self.fields["persons"].help_text = NOBODY
        choose(self, "meeting", [LATER, *((pk, _sits(one)) for pk, one in self.meetings.items())])

    def to_persons(self) -> tuple[UUID, ...]:
        return tuple(UUID(pk) for pk in self.cleaned_data["persons"])

    def to_meeting(self) -> Meeting | None:
        return self.meetings.get(self.cleaned_data["meeting"])


WORDS = ("persons", "purpose", "household_image", "done_now", "points", "meeting")


class PreparationForm(NamingForm):
    """準備シート."""

    purpose = CleanCharField(
        label="この案件の目的", max_length=200,
        help_text="構成員がいちばん先に読みます。例：受診の同行と、見守りの役割を決める",
    )  # fmt: skip
    household_image = CleanTextField(label="世帯像", max_length=4000, required=False)
    done_now = CleanTextField(label="いましていること", max_length=4000, required=False)
    points = CleanTextField(
        label="話し合いたいこと・各機関に聞きたいこと", max_length=4000, required=False
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order: tuple[str, ...] = WORDS

    def to_preparation(self) -> Preparation:
        words = ("purpose", "household_image", "done_now", "points")
        return Preparation(
            person_ids=self.to_persons(), **{name: self.cleaned_data[name] for name in words}
        )


class NewItemForm(PreparationForm):
    conference = forms.ChoiceField(
        label="会議の根拠", widget=forms.RadioSelect,
        choices=[
            (Conference.SUPPORT.value, "支援会議（106条の6）　同意がなくても、話し合えます。"),
            (
                Conference.MULTILAYER.value,
                "重層的支援会議（106条の4）　同意のある方だけを、同意した相手と話し合います。",
            ),
        ],
    )  # fmt: skip
    field_order = ("conference", *WORDS)

    def to_conference(self) -> Conference:
        return Conference(self.cleaned_data["conference"])


class AgainForm(NamingForm):
    """あらためて準備する: without whoever no longer agrees."""


class PapersForm(BaseForm):
    chosen = forms.MultipleChoiceField(
        label="案件に入れる資料", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="印を付けたものの写しを、構成員が読みます。付けないものは読めません。",
    )  # fmt: skip

    def __init__(self, *args: Any, offered: Iterable[Paper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = [(paper.id, _paper_words(paper)) for paper in offered]
        choose(self, "chosen", papers)
        if not papers:
            self.fields["chosen"].help_text = NO_PAPERS


class MemberForm(BaseForm):
    appointment = forms.ChoiceField(label="招く職員")

    def __init__(self, *args: Any, staff: Iterable[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(staff)
        self.staff = {str(row.pk): row for row in rows}
        grouped = [
            (
                window,
                [(str(row.pk), _staff_words(row)) for row in own],
            )
            for window, own in groupby(rows, key=lambda row: row.window.name)
        ]
        choose(self, "appointment", [("", "選んでください"), *grouped])

    @property
    def chosen(self) -> Appointment:
        return self.staff[self.cleaned_data["appointment"]]


class SuccessorForm(MemberForm):
    reason = CleanCharField(label="交代の理由", max_length=200)


class PartnerForm(BaseForm):
    agency = forms.ChoiceField(label="アカウントのない機関")
    name = CleanCharField(label="出る方の氏名", max_length=80)
    secrecy = CleanCharField(
        label="守秘の確認", max_length=120, help_text="どう確かめたか。例：口頭、11月24日"
    )

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {one.code: one for one in agencies}
        named = [(code, one.name) for code, one in self.agencies.items()]
        choose(self, "agency", [("", "選んでください"), *named])

    @property
    def chosen(self) -> Agency:
        return self.agencies[self.cleaned_data["agency"]]


class AnswerForm(BaseForm):
    knows = CleanTextField(label="知っていること", max_length=4000, required=False)
    doing = CleanTextField(label="いま関わっていること", max_length=4000, required=False)
    can_do = CleanTextField(label="これからできること", max_length=4000, required=False)
    worries = CleanTextField(label="心配なこと・聞きたいこと", max_length=4000, required=False)

    def to_answers(self) -> Answers:
        return Answers(**self.cleaned_data)


class ReasonForm(BaseForm):
    reason = CleanCharField(label="理由", max_length=200)


class InviteForm(BaseForm):
    """構成員を招く. `unheard`: members whose 守秘の確認 is not noted yet."""

    heard = forms.MultipleChoiceField(
        label="守秘を確認した方", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="口頭でもかまいません。きょうの日付で、その方の所属に一度だけ記録します。",
    )  # fmt: skip

    custodian = forms.ChoiceField(
        label="議事録を保管する人",
        required=False,
        help_text="招いた時から、保存期間が終わって廃棄するまで。去ったあとは課長が引き継ぎます。",
    )

    def __init__(
        self,
        *args: Any,
        unheard: Iterable[tuple[str, str]],
        custodians: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "heard", list(unheard))
        choose(self, "custodian", list(custodians))

    def to_custodian(self) -> UUID | None:
        """Nobody chosen: whoever invites."""
        chosen = self.cleaned_data["custodian"]
        return UUID(chosen) if chosen else None

    def to_heard(self) -> frozenset[UUID]:
        return frozenset(UUID(pk) for pk in self.cleaned_data["heard"])


class SureForm(BaseForm):
    """Nothing is typed: the page says what will happen, and asks once."""


def initial_of(item: AgendaItem) -> dict[str, Any]:
    words = ("purpose", "household_image", "done_now", "points")
    return {
        "persons": [str(identity["id"]) for identity in item.persons],
        "meeting": str(item.meeting_id or ""), "seen_version": item.text_version,
        **{name: getattr(item, name) for name in words},
    }  # fmt: skip


def _staff_words(row: Appointment) -> str:
    """With the window: a closed select shows the chosen line without the heading above it."""
    return f"{row.account.name}（{row.window.short_name}・{row.get_role_display()}）"


def _sits(meeting: Meeting) -> str:
    local = meeting.starts_at.astimezone(clock.TOKYO)
    return f"{format_wareki(local.date())} {local:%H:%M}　{meeting.place}（{meeting.number}）"


def _paper_words(paper: Paper) -> str:
    """What will be read, in one line: enough to tell it from the next."""
    day = format_wareki(paper.day) if paper.day else ""
    text = paper.text.replace("\n", " ")
    excerpt = f"{text[:EXCERPT]}…" if len(text) > EXCERPT else text
    mark = f"【特に慎重：{StrictTag(paper.tag).label}】" if paper.tag else ""
    told = excerpt or "（あることだけを伝えます。中身は載りません）"
    return "　".join(part for part in (day, paper.title, f"{mark}{told}") if part)
