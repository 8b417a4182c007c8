"""世帯の手入れ as small form pages."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ikue.audit import door, looking
from ikue.desk.domain.casefile import find_case, known_members
from ikue.desk.domain.household import (
    add_household_member,
    add_life_event,
    add_other_name,
    add_relation,
    add_whereabouts,
    circle_on_duty,
    let_leave,
    note_death,
    undo_death,
)
from ikue.desk.forms.households import (
    DeathForm,
    DeathTakenBackForm,
    LeaveForm,
    LifeEventForm,
    MemberForm,
    NameForm,
    RelationForm,
    WhereaboutsForm,
)
from ikue.desk.views.common import page
from ikue.directory.viewers import Viewer, viewer_of
from ikue.directory.views.acting import Act
from ikue.sharing.domain.showing import ShownHousehold, ShownPerson, show_households
from ikue.sharing.domain.whereabouts import reveal_whereabouts


@dataclass(frozen=True, kw_only=True)
class Home:
    """The households of a case, for a window on duty there."""

    pk: UUID
    """Of the case."""
    households: tuple[ShownHousehold, ...]

    @property
    def called(self) -> str:
        return "、".join(one.label for one in self.households)


@door.read(methods=("POST",))
def reveal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """住所・電話 of everybody this viewer may know in the household, on a page of their own."""
    viewer = viewer_of(request)
    case = find_case(pk)
    names = dict(known_members(show_households(viewer, case.circle_id)))
    looking.act("reveal")
    opened = [
        (names[point.person_id], point)
        for point in reveal_whereabouts(viewer, case.circle_id, names)
    ]
    return page(request, "whereabouts", {"case": case, "opened": opened})


def find_home(viewer: Viewer, pk: UUID) -> Home:
    """Only for a window on duty in the circle; for the others there is no such page."""
    circle_on_duty(viewer, pk)
    return Home(pk=pk, households=show_households(viewer, find_case(pk).circle_id))


def households_of(viewer: Viewer, home: Home) -> dict[str, Any]:
    return {"households": [(one.household_id, one.label) for one in home.households]}


def those_there(viewer: Viewer, home: Home) -> dict[str, Any]:
    return {"members": _named(home, lambda member: not member.has_left)}


def those_who_died(viewer: Viewer, home: Home) -> dict[str, Any]:
    return {"members": _named(home, lambda member: member.has_died)}


def _named(home: Home, asked: Callable[[ShownPerson], bool]) -> list[tuple[UUID, str]]:
    return [
        (member.person_id, member.label)
        for one in home.households
        for member in one.members
        if member.person is not None and asked(member)
    ]


def to_case(home: Home) -> str:
    return reverse("desk:case", args=[home.pk])


def to_household(viewer: Viewer, home: Home, made: object) -> str:
    return f"{to_case(home)}?tab=household"


on_household = partial(
    Act, find=find_home, options=those_there, back=to_case, leads_to=to_household,
    template="desk/household_act.html",
)  # fmt: skip


def _member(home: Home, form: MemberForm, viewer: Viewer) -> None:
    household = UUID(form.cleaned_data["household"])
    add_household_member(
        case_id=home.pk, household_id=household, member=form.to_member(), by=viewer, at=viewer.at
    )


def _name(home: Home, form: NameForm, viewer: Viewer) -> None:
    typed = form.cleaned_data
    add_other_name(
        case_id=home.pk, person_id=form.person_id(), kind=typed["kind"], name=typed["name"],
        kana=typed["kana"], by=viewer,
    )  # fmt: skip


def _whereabouts(home: Home, form: WhereaboutsForm, viewer: Viewer) -> None:
    typed = form.cleaned_data
    add_whereabouts(
        case_id=home.pk, person_id=form.person_id(), kind=typed["kind"], value=typed["value"],
        note=typed["note"], by=viewer,
    )  # fmt: skip


def _relation(home: Home, form: RelationForm, viewer: Viewer) -> None:
    add_relation(
        case_id=home.pk, person_id=form.person_id(), other_id=form.person_id("other"),
        tie=form.to_tie(), by=viewer,
    )  # fmt: skip


def _life_event(home: Home, form: LifeEventForm, viewer: Viewer) -> None:
    typed = form.cleaned_data
    add_life_event(
        case_id=home.pk, person_id=form.person_id(), kind=typed["kind"], on=typed["on"],
        note=typed["note"], by=viewer,
    )  # fmt: skip


def _leave(home: Home, form: LeaveForm, viewer: Viewer) -> None:
    let_leave(case_id=home.pk, person_id=form.person_id(), on=form.cleaned_data["on"], by=viewer)


def _death(home: Home, form: DeathForm, viewer: Viewer) -> None:
    on = form.cleaned_data["on"]
    note_death(case_id=home.pk, person_id=form.person_id(), on=on, by=viewer, at=viewer.at)


def _death_taken_back(home: Home, form: DeathTakenBackForm, viewer: Viewer) -> None:
    reason = form.cleaned_data["reason"]
    undo_death(case_id=home.pk, person_id=form.person_id(), reason=reason, by=viewer, at=viewer.at)


CHANGES = (
    on_household(
        name="member", title="世帯員を加える", button="加える", form=MemberForm,
        options=households_of, carry_out=_member, done="世帯員を加えました。",
    ),
    on_household(
        name="other_name", title="別の名前を加える", button="加える", form=NameForm,
        carry_out=_name, done="別の名前を加えました。この名前でもさがせます。",
    ),
    on_household(
        name="whereabouts", title="住所・電話を書く", button="書く", form=WhereaboutsForm,
        carry_out=_whereabouts, done="住所・電話を書きました。この窓口だけが開けます。",
    ),
    on_household(
        name="relation", title="関係を書く", button="書く", form=RelationForm,
        carry_out=_relation, done="関係を書きました。",
    ),
    on_household(
        name="life_event", title="節目を書く", button="書く", form=LifeEventForm,
        carry_out=_life_event, done="節目を書きました。90日前からお知らせします。",
    ),
    on_household(
        name="leave", title="世帯を離れた人を記録する", button="記録する", form=LeaveForm,
        carry_out=_leave, done="世帯を離れた日を記録しました。これまでの記録は残っています。",
    ),
    on_household(
        name="death", title="死亡を記録する", button="記録する", form=DeathForm,
        carry_out=_death, done="死亡を記録しました。この方への通知と節目のお知らせを止め、"
        "同意は終わりました。",
    ),
    on_household(
        name="death_taken_back", title="死亡の記録を取り消す（誤って記録）",
        button="取り消す", form=DeathTakenBackForm, options=those_who_died,
        carry_out=_death_taken_back,
        done="死亡の記録を取り消しました。終わった同意は戻りません。"
        "必要なものは、あらためてお願いしてください。",
    ),
)  # fmt: skip
