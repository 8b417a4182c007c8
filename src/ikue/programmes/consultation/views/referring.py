"""つなぐ・多機関協働へつなぐ from a reception: casework's one form, what is known filled in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from ikue.audit import door
from ikue.casework.domain.packets import sent_before
from ikue.casework.forms.sending import SendingForm
from ikue.casework.views.send import sending_context, status_of
from ikue.directory.viewers import Viewer, viewer_of
from ikue.drafts.restoring import kept, put_back, sent
from ikue.kernel import clock
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed, Transition
from ikue.programmes.consultation.domain.queries import (
    ShownConsultation,
    coordinators_window,
    show_consultation,
)
from ikue.programmes.consultation.domain.screening import refer
from ikue.programmes.consultation.rules import received_it
from ikue.programmes.consultation.states import CONSULTATION


@door.read()
def show(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    viewer, shown = _asked(request, pk)
    if _row(shown, viewer, name) is None:
        return redirect("consultation:detail", pk=pk)
    form = _form(viewer, shown, name, initial=_known(viewer, shown))
    put_back(form, kept(viewer, _draft(name), pk))
    if asked_for := request.GET.get("to", ""):
        form.initial["to"] = asked_for
    return _page(request, viewer, shown, name, form)


@door.write()
def act(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    viewer, shown = _asked(request, pk)
    form = _form(viewer, shown, name, request.POST)
    if form.is_confirmed():
        try:
            with transaction.atomic():
                refer(consultation=shown.record, sending=form.to_sending(), by=viewer, at=viewer.at)
        except Expected as failure:
            form.add_error(None, str(failure))
        else:
            sent(viewer, _draft(name), pk)
            messages.success(request, _said(form))
            return redirect("consultation:detail", pk=pk)
    return _page(request, viewer, shown, name, form)


screen = door.screen(show=show, act=act)


def _asked(request: HttpRequest, pk: UUID) -> tuple[Viewer, ShownConsultation]:
    viewer = viewer_of(request)
    shown = show_consultation(viewer, pk)
    if not received_it(viewer, shown.record):
        raise NotAllowed("refer")
    return viewer, shown


def _row(shown: ShownConsultation, viewer: Viewer, name: str) -> Transition | None:
    rows = CONSULTATION.open_to(record=shown.record, viewer=viewer)
    return next((row for row in rows if row.name == name), None)


def _form(
    viewer: Viewer, shown: ShownConsultation, name: str, *data: Any, **options: Any
) -> SendingForm:
    to_many = name == "request_multi_agency"
    return SendingForm(
        *data,
        by=viewer,
        circle_id=shown.record.circle_id,
        at=viewer.at,
        only=coordinators_window(clock.today(viewer.at)) if to_many else None,
        **options,
    )


def _known(viewer: Viewer, shown: ShownConsultation) -> dict[str, Any]:
    """The reception's words, then those of a referral that came back."""
    record = shown.record
    known: dict[str, Any] = {"complaint": record.complaint, "persons": [str(record.person_id)]}
    if record.referral_id is not None:
        referral_id = str(record.referral_id)
        known |= sent_before(viewer, circle_id=record.circle_id, referral_id=referral_id)
    return known


def _said(form: SendingForm) -> str:
    return (
        f"{form.destination.name}へつなぎました。返事が来るまで、この相談はこちらの一覧に残ります。"
        f"{form.call_too}"
    )


def _draft(name: str) -> str:
    return f"screen-{name}"


def _page(
    request: HttpRequest, viewer: Viewer, shown: ShownConsultation, name: str, form: SendingForm
) -> HttpResponse:
    consent = reverse("consultation:screen", args=[shown.record.pk, "work_toward_consent"])
    context = {
        "shown": shown,
        "record": shown.record,
        "row": next(row for row in CONSULTATION if row.name == name),
        "draft_form": _draft(name),
        "draft_subject": str(shown.record.pk),
        "ways_out": [
            ("名前を出さずに助言を求める", reverse("consultation:ask_advice")),
            ("同意に向けて関わる", consent),
        ],
        **sending_context(viewer, form, draft=_draft(name), subject=shown.record.pk),
    }
    return TemplateResponse(request, "consultation/refer.html", context, status=status_of(form))
