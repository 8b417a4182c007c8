"""会議: the list, one meeting with its agenda, planning, moving and closing it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from ikue.audit import door, looking
from ikue.directory.domain.queries import staff_at
from ikue.directory.viewers import Viewer, viewer_of
from ikue.directory.views.acting import Act, Visit, screen
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.multi_agency.domain.agenda import board, item_page, meeting_line
from ikue.programmes.multi_agency.domain.failures import MeetingChanged
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


def own_window(viewer: Viewer) -> UUID:
    if not keeps_conferences(viewer, None):
        raise NotAllowed("meetings")
    return viewer.window_id


def own_meeting(viewer: Viewer, pk: UUID) -> Meeting:
    found = Meeting.objects.get(pk=pk)
    if not keeps_it(viewer, found):
        raise NotAllowed("meeting")
    return found


def colleagues(viewer: Viewer, subject: object) -> dict[str, Any]:
    return {"staff": staff_at(viewer.window_id, viewer.at)}


def carry_plan(window_id: UUID, form: SittingForm, viewer: Viewer) -> Meeting:
    return plan_meeting(sitting=form.to_sitting(), by=viewer, at=viewer.at)


def planned(made: Meeting) -> str:
    return f"{made.number}を予定しました。次に、話し合う案件を載せます。"


def carry_move(found: Meeting, form: SittingForm, viewer: Viewer) -> object:
    return move_meeting(
        meeting=found, sitting=form.to_sitting(), by=viewer, at=viewer.at,
        seen_version=form.cleaned_data["seen_version"] or 0,
    )  # fmt: skip


def as_it_stands(visit: Visit, form: BaseForm, changed: MeetingChanged) -> dict[str, Any]:
    """The sitting as somebody else saved it meanwhile, with who leads it by name."""
    now: Meeting = changed.current
    staff = staff_at(visit.viewer.window_id, visit.viewer.at)
    names = {row.pk: row.account.name for row in staff}
    deputy = names.get(now.deputy_chair_id) if now.deputy_chair_id else None
    return {"meeting": now, "chair": names.get(now.chair_id), "deputy_chair": deputy}


def carry_close(found: Meeting, form: CloseForm, viewer: Viewer) -> object:
    return close_meeting(meeting=found, by=viewer, at=viewer.at)


def to_meeting(found: Meeting) -> str:
    return reverse("multi_agency:meeting", args=[found.pk])


plan = screen(
    Act(
        name="meeting_plan", title="会議を予定する", button="会議を予定する", form=SittingForm,
        find=own_window, key=lambda viewer, window_id: window_id, options=colleagues,
        first=lambda viewer, window_id: {"chair": str(viewer.appointment_id)},
        carry_out=carry_plan, done=planned,
        back=lambda window_id: reverse("multi_agency:meetings"),
        leads_to=lambda viewer, window_id, made: to_meeting(made),
        template="multi_agency/plan_meeting.html",
    )
)  # fmt: skip
move = screen(
    Act(
        name="meeting_move", title="会議の予定を変える", button="予定を変える", form=SittingForm,
        lead="日時や場所を変えても、招いた構成員と案件はそのままです。",
        find=own_meeting, options=colleagues, first=lambda viewer, found: initial_of(found),
        carry_out=carry_move, compare=as_it_stands, back=to_meeting,
        template="multi_agency/meeting_act.html",
        done="会議の予定を変えました。招いた構成員は、そのまま招かれています。",
    )
)  # fmt: skip
close = screen(
    Act(
        name="meeting_close", title="会議を閉じる", button="会議を閉じる", form=CloseForm,
        lead="話し合いの記録が済むか、延期・取下げにした案件だけになったら、閉じられます。",
        find=own_meeting, carry_out=carry_close, compare=as_it_stands, back=to_meeting,
        keeps_draft=False,
        done="会議を閉じました。議事録は、案件ごとに残っています。",
        template="multi_agency/meeting_act.html",
    )
)  # fmt: skip
