"""世帯の手入れ as small form pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
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
from ikue.desk.views.common import page, restored, sent
from ikue.directory.viewers import Viewer, viewer_of
from ikue.kernel.expected import Expected
from ikue.sharing.domain.showing import ShownHousehold, ShownPerson, show_households
from ikue.sharing.domain.whereabouts import reveal_whereabouts
from ikue.ui.forms import BaseForm


@dataclass(frozen=True, kw_only=True)
class Change:
    name: str
    title: str
    button: str
    form: Callable[..., BaseForm]
    carry_out: Callable[[UUID, Any, Viewer], None]
    done: str


def screen(change: Change) -> Callable[..., HttpResponse]:
    @door.read()
    def show(request: HttpRequest, pk: UUID) -> HttpResponse:
        viewer = viewer_of(request)
        households = _households(viewer, pk)
        form = change.form(
            at=viewer.at, initial=restored(viewer, change.name, pk), **_choices(change, households)
        )
        return _page(request, change, pk, form)

    @door.write()
    def act(request: HttpRequest, pk: UUID) -> HttpResponse:
        viewer = viewer_of(request)
        choices = _choices(change, _households(viewer, pk))
        form = change.form(request.POST, at=viewer.at, **choices)
        if form.is_valid():
            try:
                change.carry_out(pk, form, viewer)
            except Expected as failure:
                form.add_error(None, str(failure))
            else:
                sent(viewer, change.name, pk)
                messages.success(request, change.done)
                return redirect(f"{reverse('desk:case', args=[pk])}?tab=household")
        return _page(request, change, pk, form, status=422)

    return door.screen(show=show, act=act)


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


def _households(viewer: Viewer, pk: UUID) -> tuple[ShownHousehold, ...]:
    """Only for a window on duty in the circle; for the others there is no such page."""
    circle_on_duty(viewer, pk)
    return show_households(viewer, find_case(pk).circle_id)


def _choices(change: Change, households: tuple[ShownHousehold, ...]) -> dict[str, Any]:
    if change.form is MemberForm:
        return {"households": [(one.household_id, one.label) for one in households]}
    members = [
        (member.person_id, member.label)
        for one in households
        for member in one.members
        if member.person is not None and _is_asked_about(change, member)
    ]
    return {"members": members}


def _is_asked_about(change: Change, member: ShownPerson) -> bool:
    if change.form is DeathTakenBackForm:
        return member.has_died
    return not member.has_left


def _page(
    request: HttpRequest, change: Change, pk: UUID, form: BaseForm, status: int = 200
) -> HttpResponse:
    context = {"change": change, "form": form, "pk": pk}
    return page(request, "household_act", context, status=status)


def _member(pk: UUID, form: MemberForm, viewer: Viewer) -> None:
    household = UUID(form.cleaned_data["household"])
    add_household_member(
        case_id=pk, household_id=household, member=form.to_member(), by=viewer, at=viewer.at
    )


def _name(pk: UUID, form: NameForm, viewer: Viewer) -> None:
    typed = form.cleaned_data
    add_other_name(
        case_id=pk, person_id=form.person_id(), kind=typed["kind"], name=typed["name"],
        kana=typed["kana"], by=viewer,
    )  # fmt: skip


def _whereabouts(pk: UUID, form: WhereaboutsForm, viewer: Viewer) -> None:
    typed = form.cleaned_data
    add_whereabouts(
        case_id=pk, person_id=form.person_id(), kind=typed["kind"], value=typed["value"],
        note=typed["note"], by=viewer,
    )  # fmt: skip


def _relation(pk: UUID, form: RelationForm, viewer: Viewer) -> None:
    add_relation(
        case_id=pk, person_id=form.person_id(), other_id=form.person_id("other"),
        tie=form.to_tie(), by=viewer,
    )  # fmt: skip


def _life_event(pk: UUID, form: LifeEventForm, viewer: Viewer) -> None:
    typed = form.cleaned_data
    add_life_event(
        case_id=pk, person_id=form.person_id(), kind=typed["kind"], on=typed["on"],
        note=typed["note"], by=viewer,
    )  # fmt: skip


def _leave(pk: UUID, form: LeaveForm, viewer: Viewer) -> None:
    let_leave(case_id=pk, person_id=form.person_id(), on=form.cleaned_data["on"], by=viewer)


def _death(pk: UUID, form: DeathForm, viewer: Viewer) -> None:
    on = form.cleaned_data["on"]
    note_death(case_id=pk, person_id=form.person_id(), on=on, by=viewer, at=viewer.at)


def _death_taken_back(pk: UUID, form: DeathTakenBackForm, viewer: Viewer) -> None:
    reason = form.cleaned_data["reason"]
    undo_death(case_id=pk, person_id=form.person_id(), reason=reason, by=viewer, at=viewer.at)


CHANGES = (
    Change(name="member", title="世帯員を加える", button="加える", form=MemberForm,
           carry_out=_member, done="世帯員を加えました。"),
    Change(name="other_name", title="別の名前を加える", button="加える", form=NameForm,
           carry_out=_name, done="別の名前を加えました。この名前でもさがせます。"),
    Change(name="whereabouts", title="住所・電話を書く", button="書く", form=WhereaboutsForm,
           carry_out=_whereabouts, done="住所・電話を書きました。この窓口だけが開けます。"),
    Change(name="relation", title="関係を書く", button="書く", form=RelationForm,
           carry_out=_relation, done="関係を書きました。"),
    Change(name="life_event", title="節目を書く", button="書く", form=LifeEventForm,
           carry_out=_life_event, done="節目を書きました。90日前からお知らせします。"),
    Change(name="leave", title="世帯を離れた人を記録する", button="記録する", form=LeaveForm,
           carry_out=_leave, done="世帯を離れた日を記録しました。これまでの記録は残っています。"),
    Change(name="death", title="死亡を記録する", button="記録する", form=DeathForm,
           carry_out=_death, done="死亡を記録しました。この方への通知と節目のお知らせを止め、"
           "同意は終わりました。"),
    Change(name="death_taken_back", title="死亡の記録を取り消す（誤って記録）",
           button="取り消す", form=DeathTakenBackForm, carry_out=_death_taken_back,
           done="死亡の記録を取り消しました。終わった同意は戻りません。"
           "必要なものは、あらためてお願いしてください。"),
)  # fmt: skip
