"""Ways on from a half-written 相談受付: the hints beside it, and wherever else its words go."""

import re
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from ikue.audit import door
from ikue.directory.viewers import Viewer
from ikue.drafts.keeping import move_words, save_draft
from ikue.drafts.restoring import Typed, one_of, typed_in
from ikue.kernel.identifiers import identifier
from ikue.programmes.consultation.domain.advice import without_names
from ikue.programmes.consultation.domain.candidates import case_to_go_on
from ikue.programmes.consultation.models import Consultation
from ikue.programmes.consultation.phrases import ADDITION_FORM, ADVICE_FORM, DRAFT_FORM, NEW_ADVICE
from ikue.programmes.consultation.views.pages import (
    beside,
    drop,
    half_read,
    page,
    shown_again,
    worker,
)

CASE_ENTRY = {"form": "entry", "field": "body"}
"""The box of the case page that goes on with words typed here."""


@door.read(methods=("POST",))
def hints(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """While one types: who this may be, which issues the words suggest, who serves the address."""
    viewer = worker(request)
    typed = typed_in(request.POST)
    found = beside(viewer, half_read(viewer, typed))
    if getattr(request, "htmx", False):
        context = {**found, "draft_id": draft_id, "in_place": True}
        return TemplateResponse(request, "consultation/_hints.html", context)
    return page(request, viewer, shown_again(viewer, typed, complete=True), **found)


@door.write()
def carry(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """続きを書く: the caller is known; what was typed goes on in the open case, typed once."""
    viewer = worker(request)
    case = case_to_go_on(viewer, request.POST.get("case", ""))
    words = one_of(typed_in(request.POST), "complaint")
    move_words(by=viewer, words=words, subject=str(case.pk), **CASE_ENTRY)
    drop(viewer, draft_id)
    messages.info(request, "書いた内容を、このケースの経過に移しました。続けて記録してください。")
    return redirect("desk:case", pk=case.pk)


@door.write()
def to_addition(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """追記する: this page was sent before; the words go below those of the reception."""
    viewer = worker(request)
    record = Consultation.objects.get(pk=draft_id)
    words = one_of(typed_in(request.POST), "complaint")
    move_words(by=viewer, words=words, form=ADDITION_FORM, subject=str(record.pk), field="body")
    for page_id in (draft_id, identifier(request.POST.get("_page", ""))):
        if page_id is not None:
            drop(viewer, page_id)
    return redirect("consultation:add", pk=record.pk)


@door.write(keyed=False)
def keep(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """書きかけとして保存する, as autosave does: also what Enter does without JavaScript."""
    viewer = worker(request)
    _save(viewer, draft_id, typed_in(request.POST))
    messages.info(request, "書きかけを保存しました。まだ受け付けていません。")
    return redirect("consultation:reception", draft_id=draft_id)


@door.write(keyed=False)
def to_advice(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """助言だけ: the page stays a draft, and its words go along without the names typed beside."""
    viewer = worker(request)
    typed = typed_in(request.POST)
    _save(viewer, draft_id, typed)
    words = without_names(one_of(typed, "complaint"), _names_in(typed))
    if words:
        move_words(by=viewer, words=words, form=ADVICE_FORM, subject=NEW_ADVICE, field="question")
    return redirect(f"{reverse('consultation:ask_advice')}?from={draft_id}")


@door.write()
def throw_away(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    viewer = worker(request)
    drop(viewer, draft_id)
    messages.info(request, "書きかけを捨てました。新しく書き始められます。")
    return redirect("consultation:receive")


NAMING = re.compile(
    r"(m\d+-)?(family|given)_(name|kana)|known_as|latin_name|caller_name|address|phone|mobile|mail"
)


def _names_in(typed: Typed) -> list[str]:
    return [one_of(typed, name) for name in typed if NAMING.fullmatch(name)]


def _save(viewer: Viewer, draft_id: UUID, typed: Typed) -> None:
    """As the autosave keeps it; a page on which nothing stands leaves no draft."""
    kept = {name: list(found) for name, found in typed.items() if name not in CONTROLS}
    kept = {name: found for name, found in kept.items() if not name.startswith("_")}
    if one_of(typed, "complaint") or half_read(viewer, typed).facts_so_far().is_somebody:
        save_draft(by=viewer, form=DRAFT_FORM, subject=str(draft_id), content=kept)


CONTROLS = ("csrfmiddlewaretoken", "act", "known", "apart", "case")
