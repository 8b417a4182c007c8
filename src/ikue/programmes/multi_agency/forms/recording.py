"""話し合いの記録: the fields of what this conference may decide, and no others."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms

from ikue.casework.forms.plans import ROLE_CONTENT_MAX
from ikue.kernel import clock
from ikue.programmes.multi_agency.domain.agreeing import AGREED, Agreed
from ikue.programmes.multi_agency.domain.recording import Discussion
from ikue.programmes.multi_agency.enums import CompletionOpinion, Conference, Matter, PlanOpinion
from ikue.programmes.multi_agency.forms.meetings import AHEAD, choose
from ikue.programmes.multi_agency.models import AgendaItem
from ikue.ui.forms import BaseForm, CleanCharField, CleanTextField, WarekiDateField

NOT_YET = ("", "まだ・今回は扱わない")


class RecordForm(BaseForm):
    """What both conferences write down. `members`: (id, words) of those who were invited."""

    on = WarekiDateField(label="話し合った日", help_text="例：きょう、r8.12.1")
    clock = forms.TimeField(
        label="時刻", help_text="例：14:30", widget=forms.TimeInput(attrs={"size": "8"})
    )
    attended = forms.MultipleChoiceField(
        label="出席した構成員", widget=forms.CheckboxSelectMultiple, required=False
    )
    minutes = CleanTextField(label="話し合いの記録", max_length=8000)
    direction = CleanTextField(label="決めた方向", max_length=4000, required=False)
    listed = CleanCharField(widget=forms.HiddenInput, max_length=4000, required=False)
    """Who stood on this page: of a member added since, nobody has said whether they came."""
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, members: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = list(members)
        choose(self, "attended", self.members)

    def to_discussion(self) -> Discussion:
        typed = dict(self.cleaned_data)
        on: date = typed.pop("on")
        hour: time = typed.pop("clock")
        typed.pop("seen_version")
        attended = frozenset(UUID(pk) for pk in typed.pop("attended"))
        listed = typed.pop("listed").split()
        unseen = frozenset(UUID(pk) for pk, _ in self.members if listed and pk not in listed)
        return Discussion(
            discussed_at=datetime.combine(on, hour, clock.TOKYO), attended=attended,
            unseen=unseen - attended, **typed,
        )  # fmt: skip


class SupportRecordForm(RecordForm):
    next_step = CleanCharField(label="次の一歩", max_length=300, required=False)
    next_on = WarekiDateField(label="次の一歩の期日", required=False, help_text=AHEAD)


class MultilayerRecordForm(RecordForm):
    plan_opinion = forms.ChoiceField(
        label="支援プランの適否", choices=[NOT_YET, *PlanOpinion.choices], required=False,
        help_text="会議の意見です。プランの決定は、区が別の日に行えます。",
    )  # fmt: skip
    progress = CleanTextField(label="経過・成果の評価", max_length=4000, required=False)
    completion_opinion = forms.ChoiceField(
        label="終結・中断の判断", choices=[NOT_YET, *CompletionOpinion.choices], required=False
    )
    resource_gap = CleanTextField(
        label="社会資源の不足", max_length=2000, required=False,
        help_text="足りなかったもの、あればよかったもの。世帯のことは書かないでください。",
    )  # fmt: skip


class RoleForm(BaseForm):
    """役割: who of the members takes on what."""

    member = forms.ChoiceField(
        label="引き受けた構成員",
        help_text="出席した方です。欠席した方へは、支援プランの役割としてお願いできます。",
    )
    matter = forms.ChoiceField(
        label="種類", choices=[(one.value, one.label) for one in AGREED],
        initial=Matter.ROLES.value,
    )  # fmt: skip
    what = CleanCharField(label="役割", max_length=120, help_text="例：受診の同行")
    content = CleanTextField(label="役割の中身", max_length=ROLE_CONTENT_MAX, required=False)
    frequency = CleanCharField(
        label="頻度", max_length=60, required=False, help_text="例：週に一度"
    )
    limit_on = WarekiDateField(label="いつまで", required=False, help_text=AHEAD)

    def __init__(self, *args: Any, members: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "member", [("", "選んでください"), *members])

    def to_agreed(self) -> Agreed:
        words = ("what", "content", "frequency", "limit_on")
        return Agreed(
            matter=Matter(self.cleaned_data["matter"]),
            **{name: self.cleaned_data[name] for name in words},
        )


RECORD_FORMS: dict[str, type[RecordForm]] = {
    Conference.SUPPORT.value: SupportRecordForm,
    Conference.MULTILAYER.value: MultilayerRecordForm,
}


def initial_of(item: AgendaItem, at: datetime) -> dict[str, Any]:
    """What stands there; the first time, the hour at which the meeting began."""
    starts_at = item.meeting.starts_at if item.meeting else at
    moment = (item.discussed_at or starts_at).astimezone(clock.TOKYO)
    words = (
        "minutes", "direction", "next_step", "next_on", "plan_opinion", "progress",
        "completion_opinion", "resource_gap",
    )  # fmt: skip
    members = dict(item.members.filter(left_at=None).values_list("pk", "attended"))
    return {
        "on": moment.date(), "clock": f"{moment:%H:%M}", "seen_version": item.text_version,
        "attended": [str(pk) for pk, came in members.items() if came is not False],
        "listed": " ".join(str(pk) for pk in members),
        **{name: getattr(item, name) for name in words},
    }  # fmt: skip
