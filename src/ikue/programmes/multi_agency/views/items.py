"""案件: its page for whoever keeps it and for its members, its first preparation, its minutes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from ikue.audit import door, looking
from ikue.casework.models import Case
from ikue.casework.views.keeping import drop, kept
from ikue.directory.viewers import Viewer, viewer_of
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.multi_agency.domain.agenda import (
    ItemPage,
    find_item,
    item_page,
    open_meetings,
)
from ikue.programmes.multi_agency.domain.items import prepare_item
from ikue.programmes.multi_agency.forms.items import AnswerForm, NewItemForm
from ikue.programmes.multi_agency.models import AgendaItem, MemberAnswer
from ikue.programmes.multi_agency.phrases import BADGES, MAY_DECIDE, WITHIN
from ikue.programmes.multi_agency.rules import keeps_conferences
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.domain.showing import nameable

PREPARE = "item_prepare"
ANSWER = "item_answer"


@door.read()
def item(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    found = find_item(pk)
    looking.seen(found.pk)
    context = page_context(viewer, found)
    mine = context["page"].mine
    if mine is not None and mine.may_answer:
        typed = kept(viewer, form=ANSWER, subject=mine.member.pk, kind=AnswerForm)
        form = AnswerForm(at=viewer.at, initial=answered(mine.answer) | typed)
        context |= {"answer_form": form}
    return TemplateResponse(request, "multi_agency/item.html", context)


@door.read()
def minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """議事録 on paper."""
    viewer = viewer_of(request)
    found = find_item(pk)
    looking.act("print")
    return TemplateResponse(request, "multi_agency/minutes.html", page_context(viewer, found))


@door.read()
def show_prepare(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    case = _coordinated(viewer, pk)
    typed = kept(viewer, form=PREPARE, subject=pk, kind=NewItemForm)
    wanted = {"meeting": request.GET.get("meeting", "")}
    return _prepare_page(request, case, _new(viewer, case, initial=wanted | typed))


@door.write()
def act_prepare(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    case = _coordinated(viewer, pk)
    form = _new(viewer, case, data=request.POST)
    if form.is_valid():
        try:
            made = prepare_item(
                case=case, conference=form.to_conference(), preparation=form.to_preparation(),
                meeting=form.to_meeting(), by=viewer, at=viewer.at,
            )  # fmt: skip
        except Expected as failure:
            form.add_error(None, str(failure))
        else:
            drop(viewer, form=PREPARE, subject=pk)
            messages.success(
                request, "案件を準備しました。構成員を招くまで、ほかの窓口からは見えません。"
            )
            return redirect("multi_agency:item", made.pk)
    return _prepare_page(request, case, form, status=422)


prepare = door.screen(show=show_prepare, act=act_prepare)


def page_context(viewer: Viewer, found: AgendaItem) -> dict[str, Any]:
    """What the pages of one item name, whoever reads them."""
    page: ItemPage = item_page(viewer, found)
    return {
        "page": page, "item": found, "viewer": viewer, "at": viewer.at, "badges": BADGES,
        "may_decide": MAY_DECIDE[found.conference], "within": WITHIN, "answer_form": None,
    }  # fmt: skip


def answered(answer: MemberAnswer | None) -> dict[str, Any]:
    names = ("knows", "doing", "can_do", "worries")
    return {name: getattr(answer, name) for name in names} if answer else {}


def _coordinated(viewer: Viewer, pk: UUID) -> Case:
    """The case, for the window that hosts conferences and is on duty there; else no case at all."""
    case = Case.objects.get(pk=pk)
    on_duty = rights_of(viewer, [case.circle_id]).on_duty_in(case.circle_id)
    if not (keeps_conferences(viewer, case) and on_duty):
        raise NotAllowed("prepare")
    return case


def _new(viewer: Viewer, case: Case, **options: Any) -> NewItemForm:
    return NewItemForm(
        at=viewer.at, members=nameable(viewer, case.circle_id), meetings=open_meetings(viewer),
        **options,
    )  # fmt: skip


def _prepare_page(
    request: HttpRequest, case: Case, form: NewItemForm, status: int = 200
) -> HttpResponse:
    context = {"case": case, "form": form, "draft": PREPARE}
    return TemplateResponse(request, "multi_agency/prepare.html", context, status=status)
