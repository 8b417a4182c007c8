"""会議: the list, one meeting with its agenda, planning, moving and closing it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from ikue.audit import door, looking
from ikue.casework.views.keeping import drop, kept
from ikue.directory.domain.queries import staff_at
from ikue.directory.viewers import Viewer, viewer_of
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.multi_agency.domain.agenda import board, item_page, meeting_line
from ikue.programmes.multi_agency.domain.meetings import (
    close_meeting,
    move_meeting,
    plan_meeting,
)
from ikue.programmes.multi_agency.forms.meetings import CloseForm, SittingForm, initial_of
from ikue.programmes.multi_agency.models import Meeting
from ikue.programmes.multi_agency.phrases import BADGES
from ikue.programmes.multi_agency.rules import keeps_conferences, keeps_it
from ikue.ui.forms import BaseForm

DRAFT = "meeting_plan"


@door.read()
def meetings(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "board": board(viewer), "keeps": keeps_conferences(viewer, None), "badges": BADGES,
        "at": viewer.at,
    }  # fmt: skip
    return TemplateResponse(request, "multi_agency/meetings.html", context)


@door.read()
def meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    line = meeting_line(viewer, Meeting.objects.get(pk=pk))
    context = {"line": line, "meeting": line.meeting, "badges": BADGES, "at": viewer.at}
    return TemplateResponse(request, "multi_agency/meeting.html", context)


@door.read()
def agenda(request: HttpRequest, pk: UUID) -> HttpResponse:
    """会議資料 on paper: every item of the meeting that this viewer may read."""
    viewer = viewer_of(request)
    found = Meeting.objects.get(pk=pk)
    looking.act("print")
    pages = [item_page(viewer, item) for item in found.items.select_related("meeting", "ground")]
    context = {"meeting": found, "pages": pages, "badges": BADGES, "at": viewer.at}
    return TemplateResponse(request, "multi_agency/agenda.html", context)


@door.read()
def show_plan(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    require_keeper(viewer)
    first = {"chair": str(viewer.appointment_id)}
    typed = kept(viewer, form=DRAFT, subject=viewer.window_id, kind=SittingForm)
    return _plan_page(request, viewer, _sitting(viewer, initial=first | typed))


@door.write()
def act_plan(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    require_keeper(viewer)
    form = _sitting(viewer, data=request.POST)
    if form.is_valid():
        try:
            made = plan_meeting(sitting=form.to_sitting(), by=viewer, at=viewer.at)
        except Expected as failure:
            form.add_error(None, str(failure))
        else:
            drop(viewer, form=DRAFT, subject=viewer.window_id)
            messages.success(
                request, f"{made.number}を予定しました。次に、話し合う案件を載せます。"
            )
            return redirect("multi_agency:meeting", made.pk)
    return _plan_page(request, viewer, form, status=422)


plan = door.screen(show=show_plan, act=act_plan)


def _plan_page(
    request: HttpRequest, viewer: Viewer, form: SittingForm, status: int = 200
) -> HttpResponse:
    context = {"form": form, "window_id": viewer.window_id}
    return TemplateResponse(request, "multi_agency/plan_meeting.html", context, status=status)


@door.read()
def show_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    found = own_meeting(viewer, pk)
    return _meeting_act(request, found, _sitting(viewer, initial=initial_of(found)), "move")


@door.write()
def act_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    found = own_meeting(viewer, pk)
    form = _sitting(viewer, data=request.POST)
    if form.is_valid():
        try:
            move_meeting(
                meeting=found, sitting=form.to_sitting(), by=viewer, at=viewer.at,
                seen_version=form.cleaned_data["seen_version"] or 0,
            )  # fmt: skip
        except Expected as failure:
            form.add_error(None, str(failure))
        else:
            messages.success(
                request, "会議の予定を変えました。招いた構成員は、そのまま招かれています。"
            )
            return redirect("multi_agency:meeting", pk)
    return _meeting_act(request, found, form, "move", status=422)


move = door.screen(show=show_move, act=act_move)


@door.read()
def show_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    return _meeting_act(request, own_meeting(viewer, pk), CloseForm(at=viewer.at), "close")


@door.write()
def act_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    found = own_meeting(viewer, pk)
    form = CloseForm(request.POST, at=viewer.at)
    try:
        close_meeting(meeting=found, by=viewer, at=viewer.at)
    except Expected as failure:
        form.add_error(None, str(failure))
        return _meeting_act(request, found, form, "close", status=422)
    messages.success(request, "会議を閉じました。議事録は、案件ごとに残っています。")
    return redirect("multi_agency:meeting", pk)


close = door.screen(show=show_close, act=act_close)

ACTS = {
    "move": (
        "会議の予定を変える", "予定を変える",
        "日時や場所を変えても、招いた構成員と案件はそのままです。",
    ),
    "close": (
        "会議を閉じる", "会議を閉じる",
        "話し合いの記録が済むか、延期・取下げにした案件だけになったら、閉じられます。",
    ),
}  # fmt: skip


def _meeting_act(
    request: HttpRequest, found: Meeting, form: BaseForm, name: str, status: int = 200
) -> HttpResponse:
    title, button, lead = ACTS[name]
    context = {"meeting": found, "form": form, "title": title, "button": button, "lead": lead}
    return TemplateResponse(request, "multi_agency/meeting_act.html", context, status=status)


def _sitting(viewer: Viewer, **options: Any) -> SittingForm:
    return SittingForm(at=viewer.at, staff=staff_at(viewer.window_id, viewer.at), **options)


def require_keeper(viewer: Viewer) -> None:
    if not keeps_conferences(viewer, None):
        raise NotAllowed("meetings")


def own_meeting(viewer: Viewer, pk: UUID) -> Meeting:
    found = Meeting.objects.get(pk=pk)
    if not keeps_it(viewer, found):
        raise NotAllowed("meeting")
    return found
