"""追記: a page on which words are added below those of a reception; nothing there is replaced."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from ikue.audit import door
from ikue.directory.viewers import Viewer, viewer_of
from ikue.drafts.keeping import draft_of, drop_draft
from ikue.drafts.restoring import restore
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.consultation.domain.adding import add_to_reception
from ikue.programmes.consultation.domain.queries import ShownConsultation, show_consultation
from ikue.programmes.consultation.forms.adding import AdditionForm
from ikue.programmes.consultation.phrases import ADDITION_FORM
from ikue.programmes.consultation.rules import received_it


@door.read()
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer, shown = _asked(request, pk)
    form = AdditionForm(at=viewer.at)
    draft = draft_of(account_id=viewer.account_id, form=ADDITION_FORM, subject=str(pk))
    restore(form, draft.content if draft else {})
    return _page(request, shown, form)


@door.write()
def act(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer, shown = _asked(request, pk)
    form = AdditionForm(request.POST, at=viewer.at)
    if not form.is_valid():
        return _page(request, shown, form, status=422)
    try:
        body = form.cleaned_data["body"]
        add_to_reception(consultation=shown.record, body=body, by=viewer, at=viewer.at)
    except Expected as failure:
        form.add_error(None, str(failure))
        return _page(request, shown, form, status=422)
    drop_draft(account_id=viewer.account_id, form=ADDITION_FORM, subject=str(pk))
    messages.success(request, "追記しました。前に書いたものは、そのまま残っています。")
    return redirect("consultation:detail", pk=pk)


screen = door.screen(show=show, act=act)


def _asked(request: HttpRequest, pk: UUID) -> tuple[Viewer, ShownConsultation]:
    viewer = viewer_of(request)
    shown = show_consultation(viewer, pk)
    if not received_it(viewer, shown.record):
        raise NotAllowed("add_to_reception")
    return viewer, shown


def _page(
    request: HttpRequest, shown: ShownConsultation, form: AdditionForm, status: int = 200
) -> HttpResponse:
    context = {
        "shown": shown,
        "record": shown.record,
        "form": form,
        "draft_form": ADDITION_FORM,
        "draft_subject": str(shown.record.pk),
    }
    return TemplateResponse(request, "consultation/add.html", context, status=status)
