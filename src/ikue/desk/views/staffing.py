"""異動と利用停止: for the window's manager, stopping also for the administrator."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ikue.accounts.models import Account
from ikue.audit import door
from ikue.desk.domain.papers import move_rows
from ikue.desk.domain.staffing import (
    everybody,
    load_of,
    loads,
    move_staff,
    one_of_staff,
    open_cases_of,
    staff_of,
    stop_account,
    stoppable,
)
from ikue.desk.forms.cases import MoveForm, StopForm
from ikue.desk.views.common import page
from ikue.directory.models import Appointment
from ikue.directory.viewers import Viewer, viewer_of
from ikue.directory.views.acting import Act, as_told, screen


@door.read()
def staff(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    if viewer.is_manager:
        return page(request, "staff", {"viewer": viewer, "loads": loads(viewer)})
    return page(request, "staff", {"viewer": viewer, "everybody": everybody(viewer)})


def successors_and_cases(viewer: Viewer, leaving: Appointment) -> dict[str, Any]:
    others = [one for one in staff_of(viewer) if one.pk != leaving.pk]
    return {"staff": others, "cases": move_rows(viewer, open_cases_of(leaving))}


def carry_move(leaving: Appointment, form: MoveForm, viewer: Viewer) -> str:
    load = move_staff(
        leaving=leaving, to=form.chosen, books=form.to_books(), by=viewer, at=viewer.at
    )
    told = f"ケース{load.cases}件と相談受付{load.receptions}件を引き継ぎました。"
    return f"{leaving.account.name}さんの所属を解き、{told}"


def carry_stop(account: Account, form: StopForm, viewer: Viewer) -> str:
    stop_account(account=account, by=viewer, at=viewer.at)
    told = "担当していたものは、窓口の課長が引き受けています。"
    return f"{account.name}さんのアカウントを止めました。{told}"


def to_staff(subject: object) -> str:
    return reverse("desk:staff")


move = screen(
    Act(
        name="staff_move", title="異動の引継ぎ", button="引き継いで所属を解く", form=MoveForm,
        find=one_of_staff, options=successors_and_cases, carry_out=carry_move, done=as_told,
        back=to_staff, template="desk/move.html",
        beside=lambda visit, form: {"load": load_of(visit.subject)},
    )
)  # fmt: skip
stop = screen(
    Act(
        name="stop", title="利用を止める", button="利用を止める", form=StopForm, find=stoppable,
        carry_out=carry_stop, done=as_told, back=to_staff, keeps_draft=False,
        template="desk/stop.html",
    )
)  # fmt: skip
