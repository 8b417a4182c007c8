"""助言だけ: asked, answered, and the list of both."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from ikue.audit import door
from ikue.directory.models import Window
from ikue.directory.viewers import Viewer, viewer_of
from ikue.drafts.keeping import draft_of, drop_draft
from ikue.drafts.restoring import restore
from ikue.kernel import clock
from ikue.kernel.expected import Expected
from ikue.kernel.identifiers import identifier
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.consultation.domain.advice import ask_advice, give_advice
from ikue.programmes.consultation.domain.queries import advice_of, coordinators_window
from ikue.programmes.consultation.forms.advice import AnswerForm, AskForm
from ikue.programmes.consultation.models import Advice
from ikue.programmes.consultation.phrases import ADVICE_FORM, DRAFT_FORM, NEW_ADVICE
from ikue.programmes.consultation.rules import is_window_worker, was_asked
from ikue.ui.forms import BaseForm


@door.read()
def listed(request: HttpRequest) -> HttpResponse:
    viewer = _worker(request)
    rows = advice_of(viewer)
    ends = {one.to_window_id for one in rows} | {one.owner_window_id for one in rows}
    names = dict(Window.objects.filter(pk__in=ends).values_list("pk", "name"))
    context = {
        "rows": [
            (one, names[one.owner_window_id], names[one.to_window_id], was_asked(viewer, one))
            for one in rows
        ],
        "at": viewer.at,
    }
    return TemplateResponse(request, "consultation/advice_list.html", context)


@door.read()
def show_ask(request: HttpRequest) -> HttpResponse:
    viewer = _worker(request)
    form = AskForm(at=viewer.at)
    draft = draft_of(account_id=viewer.account_id, form=ADVICE_FORM, subject=NEW_ADVICE)
    restore(form, draft.content if draft else {})
    return _ask_page(request, viewer, form)


@door.write()
def act_ask(request: HttpRequest) -> HttpResponse:
    viewer = _worker(request)
    form = AskForm(request.POST, at=viewer.at)
    window = _coordinators(viewer)
    if form.is_valid():
        try:
            question = form.cleaned_data["question"]
            ask_advice(to_window=window, question=question, by=viewer, at=viewer.at)
        except Expected as failure:
            form.add_error(None, str(failure))
        else:
            drop_draft(account_id=viewer.account_id, form=ADVICE_FORM, subject=NEW_ADVICE)
            messages.success(request, f"{window.name}に尋ねました。答えはこの一覧に届きます。")
            return redirect("consultation:advice")
    return _ask_page(request, viewer, form, status=422)


@door.read()
def show_one(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = _worker(request)
    advice = Advice.objects.get(pk=pk)
    form = AnswerForm(at=viewer.at) if was_asked(viewer, advice) else None
    draft = draft_of(account_id=viewer.account_id, form="answer-advice", subject=str(pk))
    if form is not None and draft is not None:
        restore(form, draft.content)
    return _answer_page(request, advice, form)


@door.write()
def act_one(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = _worker(request)
    advice = Advice.objects.get(pk=pk)
    form = AnswerForm(request.POST, at=viewer.at)
    if form.is_valid():
        try:
            answer = form.cleaned_data["answer"]
            give_advice(advice=advice, answer=answer, by=viewer, at=viewer.at)
        except Expected as failure:
            form.add_error(None, str(failure))
        else:
            drop_draft(account_id=viewer.account_id, form="answer-advice", subject=str(pk))
            messages.success(request, "助言を返しました。尋ねた窓口の一覧に届きます。")
            return redirect("consultation:advice")
    return _answer_page(request, advice, form, status=422)


ask = door.screen(show=show_ask, act=act_ask)
one = door.screen(show=show_one, act=act_one)


def _worker(request: HttpRequest) -> Viewer:
    viewer = viewer_of(request)
    if not is_window_worker(viewer, None):
        raise NotAllowed("ask_advice")
    return viewer


def _coordinators(viewer: Viewer) -> Window:
    window = coordinators_window(clock.today(viewer.at))
    if window is None:
        raise NotAllowed("ask_advice")
    return window


def _ask_page(
    request: HttpRequest, viewer: Viewer, form: BaseForm, status: int = 200
) -> HttpResponse:
    subject = str(identifier(request.GET.get("from", "")) or "")
    reception = draft_of(account_id=viewer.account_id, form=DRAFT_FORM, subject=subject)
    context = {"form": form, "window": _coordinators(viewer), "reception": reception}
    return TemplateResponse(request, "consultation/advice_ask.html", context, status=status)


def _answer_page(
    request: HttpRequest, advice: Advice, form: BaseForm | None, status: int = 200
) -> HttpResponse:
    names = dict(Window.objects.values_list("pk", "name"))
    context = {
        "advice": advice,
        "form": form,
        "from_name": names[advice.owner_window_id],
        "to_name": names[advice.to_window_id],
    }
    return TemplateResponse(request, "consultation/advice_one.html", context, status=status)
