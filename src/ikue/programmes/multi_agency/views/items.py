"""案件: its page for whoever keeps it and for its members, its first preparation, its minutes."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from ikue.audit import door, looking
from ikue.casework.models import Case
from ikue.directory.viewers import Viewer, viewer_of
from ikue.directory.views.acting import Act, screen
from ikue.drafts.restoring import kept, put_back
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.multi_agency.domain.agenda import (
    ItemPage,
    find_item,
    item_page,
    open_meetings,
)
from ikue.programmes.multi_agency.domain.first_words import words_of_request
from ikue.programmes.multi_agency.domain.items import prepare_item
from ikue.programmes.multi_agency.forms.items import AnswerForm, NewItemForm
from ikue.programmes.multi_agency.models import AgendaItem, MemberAnswer
from ikue.programmes.multi_agency.phrases import BADGES, MAY_DECIDE, WITHIN
from ikue.programmes.multi_agency.rules import keeps_conferences
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.domain.showing import nameable

ANSWER = "item_answer"


@door.read()
def item(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    found = find_item(pk)
    looking.seen(found.pk)
    context = page_context(viewer, found)
    mine = context["page"].mine
    if mine is not None and mine.may_answer:
        form = AnswerForm(at=viewer.at, initial=answered(mine.answer))
        put_back(form, kept(viewer, ANSWER, mine.member.pk))
        context |= {"answer_form": form}
    return TemplateResponse(request, "multi_agency/item.html", context)


@door.read()
def minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """議事録 on paper."""
    viewer = viewer_of(request)
    found = find_item(pk)
    looking.act("print")
    return TemplateResponse(request, "multi_agency/minutes.html", page_context(viewer, found))


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


def find_coordinated(viewer: Viewer, pk: UUID) -> Case:
    """The case, for the window that hosts conferences and is on duty there; else no case at all."""
    case = Case.objects.get(pk=pk)
    on_duty = rights_of(viewer, [case.circle_id]).on_duty_in(case.circle_id)
    if not (keeps_conferences(viewer, case) and on_duty):
        raise NotAllowed("prepare")
    return case


def persons_and_meetings(viewer: Viewer, subject: Case | AgendaItem) -> dict[str, Any]:
    """Persons of the household and meetings of the own window."""
    return {"members": nameable(viewer, subject.circle_id), "meetings": open_meetings(viewer)}


def carry_prepare(case: Case, form: NewItemForm, viewer: Viewer) -> AgendaItem:
    return prepare_item(
        case=case, conference=form.to_conference(), preparation=form.to_preparation(),
        meeting=form.to_meeting(), by=viewer, at=viewer.at,
    )  # fmt: skip


prepare = screen(
    Act(
        name="prepare", title="案件を準備する", button="案件を準備する", form=NewItemForm,
        find=find_coordinated, options=persons_and_meetings, carry_out=carry_prepare,
        asked=lambda query: {"meeting": query.get("meeting", "")}, family="item_",
        back=lambda case: reverse("desk:case", args=[case.pk]),
        leads_to=lambda viewer, case, made: reverse("multi_agency:item", args=[made.pk]),
        first=words_of_request,
        lead="依頼に書かれていた言葉を写しています。この案件に載せない方のことが書かれていれば、"
        "消してください。",
        done="案件を準備しました。構成員を招くまで、ほかの窓口からは見えません。",
        template="multi_agency/prepare.html",
    )
)  # fmt: skip
