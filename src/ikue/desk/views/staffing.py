"""異動と利用停止: for the window's manager, stopping also for the administrator."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

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
from ikue.desk.views.common import page, restored, sent
from ikue.directory.models import Appointment
from ikue.directory.viewers import Viewer, viewer_of
from ikue.kernel.expected import Expected


@door.read()
def staff(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    if viewer.is_manager:
        return page(request, "staff", {"viewer": viewer, "loads": loads(viewer)})
    return page(request, "staff", {"viewer": viewer, "everybody": everybody(viewer)})


@door.read()
def show_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    leaving = one_of_staff(viewer, pk)
    return _move_page(request, leaving, _move_form(viewer, leaving, None))


@door.write()
def act_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    leaving = one_of_staff(viewer, pk)
    form = _move_form(viewer, leaving, request)
    if form.is_valid():
        try:
            load = move_staff(
                leaving=leaving, to=form.chosen, books=form.to_books(), by=viewer, at=viewer.at
            )
        except Expected as failure:
            form.add_error(None, str(failure))
        else:
            sent(viewer, "staff_move", pk)
            told = f"ケース{load.cases}件と相談受付{load.receptions}件を引き継ぎました。"
            messages.success(request, f"{leaving.account.name}さんの所属を解き、{told}")
            return redirect("desk:staff")
    return _move_page(request, leaving, form, status=422)


move = door.screen(show=show_move, act=act_move)


def _move_form(viewer: Viewer, leaving: Appointment, request: HttpRequest | None) -> MoveForm:
    others = [one for one in staff_of(viewer) if one.pk != leaving.pk]
    return MoveForm(
        request.POST if request else None, at=viewer.at, staff=others,
        cases=move_rows(viewer, open_cases_of(leaving)),
        initial=restored(viewer, "staff_move", leaving.pk),
    )  # fmt: skip


def _move_page(
    request: HttpRequest, leaving: Appointment, form: MoveForm, status: int = 200
) -> HttpResponse:
    context = {"leaving": leaving, "load": load_of(leaving), "form": form}
    return page(request, "move", context, status=status)


@door.read()
def show_stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    context = {"account": stoppable(viewer, pk), "form": StopForm(at=viewer.at)}
    return page(request, "stop", context)


@door.write()
def act_stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    account = stoppable(viewer, pk)
    form = StopForm(request.POST, at=viewer.at)
    if form.is_valid():
        try:
            stop_account(account=account, by=viewer, at=viewer.at)
        except Expected as failure:
            form.add_error(None, str(failure))
        else:
            told = "担当していたものは、窓口の課長が引き受けています。"
            messages.success(request, f"{account.name}さんのアカウントを止めました。{told}")
            return redirect("desk:staff")
    return page(request, "stop", {"account": account, "form": form}, status=422)


stop = door.screen(show=show_stop, act=act_stop)
