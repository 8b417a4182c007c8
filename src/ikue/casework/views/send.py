"""つなぐ from a case: choose, look at what the receiver will read, send."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from ikue.audit import door
from ikue.casework.domain.packets import first_told, sent_before
from ikue.casework.domain.referrals import send_referral
from ikue.casework.forms.sending import SendingForm
from ikue.casework.models import Case
from ikue.directory.models import Window
from ikue.directory.viewers import Viewer, viewer_of
from ikue.drafts.restoring import kept, put_back, sent
from ikue.kernel.expected import Expected
from ikue.sharing.domain.deciding import rights_of

DRAFT = "case-refer"


@door.read()
def show_send(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    case = _case(viewer, pk)
    draft = kept(viewer, DRAFT, pk)
    initial = {} if draft else _came_back(request, viewer, case)
    form = SendingForm(by=viewer, circle_id=case.circle_id, at=viewer.at, initial=initial)
    put_back(form, draft)
    return _page(request, viewer, case, form)


@door.write()
def act_send(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    case = _case(viewer, pk)
    form = SendingForm(request.POST, by=viewer, circle_id=case.circle_id, at=viewer.at)
    if form.is_confirmed():
        try:
            with transaction.atomic():
                referral = send_referral(
                    circle_id=case.circle_id, sending=form.to_sending(), by=viewer, at=viewer.at
                )
        except Expected as failure:
            form.add_error(None, str(failure))
        else:
            sent(viewer, DRAFT, pk)
            messages.success(request, f"{form.destination.name}へつなぎました。{form.call_too}")
            return redirect("casework:referral", pk=referral.pk)
    return _page(request, viewer, case, form)


send = door.screen(show=show_send, act=act_send)


def _case(viewer: Viewer, pk: UUID) -> Case:
    """The case, for those whose window works in it; for all others it is not there."""
    case = Case.objects.get(pk=pk)
    if not rights_of(viewer, [case.circle_id]).on_duty_in(case.circle_id):
        raise Http404
    return case


def _came_back(request: HttpRequest, viewer: Viewer, case: Case) -> dict[str, Any]:
    """The words of the referral that came back, and where it was to go next; at first, what was
    told at the reception."""
    after = request.GET.get("after", "")
    again = sent_before(viewer, circle_id=case.circle_id, referral_id=after) if after else {}
    words = again or first_told(viewer, circle_id=case.circle_id)
    return words | {"to": request.GET.get("to", "")}


def _page(request: HttpRequest, viewer: Viewer, case: Case, form: SendingForm) -> HttpResponse:
    context = {"case": case, **sending_context(viewer, form, draft=DRAFT, subject=case.pk)}
    return TemplateResponse(request, "casework/send.html", context, status=status_of(form))


def sending_context(
    viewer: Viewer, form: SendingForm, *, draft: str, subject: UUID
) -> dict[str, Any]:
    """What `casework/_sending.html` names, wherever the form stands."""
    window = Window.objects.get(pk=viewer.window_id)
    typed = kept(viewer, draft, subject)
    form.kept = typed.content if typed else {}
    return {
        "form": form,
        "preview": form.preview(),
        "sender": window.name,
        "phone": window.phone,
        "saved_at": typed.saved_at if typed and not form.is_bound else None,
    }


def status_of(form: SendingForm) -> int:
    """422 where 「送る」 was pressed and nothing was sent, or a field is not in order."""
    return 422 if form.is_bound and (form.errors or form.is_sent) else 200
