"""相談受付: the page, what appears beside it while one types, and the verb."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from ikue.audit import door
from ikue.directory.domain.queries import listed_windows, route
from ikue.directory.viewers import Viewer, viewer_of
from ikue.drafts.keeping import (
    draft_of,
    drafts_of,
    drop_draft,
    first_words,
    move_words,
)
from ikue.drafts.models import Draft
from ikue.kernel import clock
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.people.domain.persons import NobodyDescribed
from ikue.programmes.consultation.domain.candidates import candidates, case_to_go_on
from ikue.programmes.consultation.domain.queries import town_of
from ikue.programmes.consultation.domain.receiving import receive
from ikue.programmes.consultation.domain.suggesting import suggest_issues
from ikue.programmes.consultation.forms.members import MOST_ROWS, rows_in
from ikue.programmes.consultation.forms.reception import Groups, ReceptionForm
from ikue.programmes.consultation.forms.restoring import Typed, one_of, restore, typed_in
from ikue.programmes.consultation.models import Consultation
from ikue.programmes.consultation.phrases import DRAFT_FORM
from ikue.programmes.consultation.rules import is_window_worker

PAGE = "consultation/receive.html"
MORE = 2
CASE_ENTRY = {"form": "entry", "field": "body"}
"""The box of the case page that goes on with words typed here."""


@door.read()
def begin(request: HttpRequest) -> HttpResponse:
    """Every call gets a page, and so a draft, of its own: the telephone may ring again."""
    _worker(request)
    return redirect("consultation:reception", draft_id=uuid4())


@door.read()
def show(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    viewer = _worker(request)
    draft = draft_of(account_id=viewer.account_id, form=DRAFT_FORM, subject=str(draft_id))
    form = _shown_again(viewer, draft.content if draft else {})
    return _page(request, viewer, form, draft=draft)


@door.write()
def act(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    viewer = _worker(request)
    if request.POST.get("act") == "more":
        form = _shown_again(viewer, typed_in(request.POST), more=MORE, complete=True)
        return _page(request, viewer, form)
    form = ReceptionForm(
        request.POST, at=viewer.at, windows=_windows(viewer), rows=rows_in(request.POST)
    )
    received = _received(form, viewer) if form.is_valid() else None
    if received is None:
        return _page(request, viewer, form, beside=_beside(viewer, form), status=422)
    _drop(viewer, draft_id)
    messages.success(
        request, f"相談 {received.number} を受け付けました。次にどうするかを選んでください。"
    )
    return redirect("consultation:detail", pk=received.pk)


@door.read(methods=("POST",))
def hints(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """While one types: who this may be, which issues the words suggest, who serves the address."""
    viewer = _worker(request)
    form = _shown_again(viewer, typed_in(request.POST), complete=True)
    beside = _beside(viewer, _read(viewer, request)) | {"draft_id": draft_id}
    if getattr(request, "htmx", False):
        return TemplateResponse(request, "consultation/_hints.html", beside)
    return _page(request, viewer, form, beside=beside)


@door.write()
def carry(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """この方です: the caller is known; what was typed goes on in the open case, typed once."""
    viewer = _worker(request)
    case = case_to_go_on(viewer, request.POST.get("case", ""))
    words = one_of(typed_in(request.POST), "complaint")
    move_words(by=viewer, words=words, subject=str(case.pk), **CASE_ENTRY)
    _drop(viewer, draft_id)
    messages.info(request, "書いた内容を、このケースの経過に移しました。続けて記録してください。")
    return redirect("desk:case", pk=case.pk)


@door.write()
def throw_away(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    viewer = _worker(request)
    _drop(viewer, draft_id)
    messages.info(request, "書きかけを捨てました。新しく書き始められます。")
    return redirect("consultation:receive")


receive_screen = door.screen(show=show, act=act)


def _drop(viewer: Viewer, draft_id: UUID) -> None:
    drop_draft(account_id=viewer.account_id, form=DRAFT_FORM, subject=str(draft_id))


def _worker(request: HttpRequest) -> Viewer:
    viewer = viewer_of(request)
    if not is_window_worker(viewer, None):
        raise NotAllowed("receive")
    return viewer


def _received(form: ReceptionForm, viewer: Viewer) -> Consultation | None:
    address = form.cleaned_data["address"]
    try:
        return receive(
            reception=form.to_reception(town_code=town_of(address, clock.today(viewer.at))),
            principal=form.to_principal(),
            members=form.to_members(),
            consent=form.to_consent(),
            by=viewer,
            at=viewer.at,
        )
    except NobodyDescribed as failure:
        form.add_error("known_as", str(failure))
    except Expected as failure:
        form.add_error(None, str(failure))
    return None


def _shown_again(
    viewer: Viewer, typed: Typed, *, more: int = 0, complete: bool = False
) -> ReceptionForm:
    rows = min(rows_in(typed) + more, MOST_ROWS)
    form = ReceptionForm(at=viewer.at, windows=_windows(viewer), rows=rows)
    for one in (form, *form.members):
        restore(one, typed, complete=complete)
    return form


def _windows(viewer: Viewer) -> Groups:
    """The seed's windows by field, as 「伝えてよい窓口」 of a consent names them."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for window in listed_windows(clock.today(viewer.at)):
        name = window.field.name if window.field else ""
        groups.setdefault(name, []).append((window.code, window.short_name))
    return list(groups.items())


def _read(viewer: Viewer, request: HttpRequest) -> ReceptionForm:
    """Half-typed: whatever can already be read is in `cleaned_data`."""
    form = ReceptionForm(request.POST, at=viewer.at)
    form.is_valid()
    return form


def _beside(viewer: Viewer, form: ReceptionForm) -> dict[str, Any]:
    typed = form.cleaned_data
    address = typed.get("address", "")
    ticked = typed.get("issues", [])
    facts = form.facts_so_far()
    return {
        "candidates": candidates(viewer, facts),
        "asked_for_persons": facts.is_somebody,
        "suggestions": [
            one for one in suggest_issues(typed.get("complaint", "")) if one.issue not in ticked
        ],
        "routing": route(address, clock.today(viewer.at)) if address else None,
    }


def _page(
    request: HttpRequest,
    viewer: Viewer,
    form: ReceptionForm,
    *,
    draft: Draft | None = None,
    beside: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    draft_id = request.resolver_match.kwargs["draft_id"]  # type: ignore[union-attr]
    context = {
        "form": form,
        "draft": draft,
        "draft_form": DRAFT_FORM,
        "draft_id": draft_id,
        "others": _others(viewer, draft_id),
        "saved_at": draft.saved_at if draft else None,
        "at": viewer.at,
        **(beside or {}),
    }
    return TemplateResponse(request, PAGE, context, status=status)


def _others(viewer: Viewer, draft_id: UUID) -> list[tuple[str, datetime, str]]:
    """Receptions begun and not sent: address, when, the first words."""
    return [
        (one.subject, one.saved_at, first_words(one))
        for one in drafts_of(account_id=viewer.account_id)
        if one.form == DRAFT_FORM and one.subject != str(draft_id)
    ]
