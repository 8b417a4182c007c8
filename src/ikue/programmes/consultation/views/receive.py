"""相談受付: the page and the verb, and what it asks before it carries the verb out."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ikue.audit import door
from ikue.directory.viewers import Viewer
from ikue.drafts.keeping import draft_of
from ikue.drafts.restoring import Typed, one_of, typed_in
from ikue.kernel import clock
from ikue.kernel.expected import Expected
from ikue.kernel.identifiers import identifier
from ikue.people.domain.persons import NobodyDescribed
from ikue.people.models import Person
from ikue.programmes.consultation.domain.candidates import same_named
from ikue.programmes.consultation.domain.joining import known_person
from ikue.programmes.consultation.domain.queries import (
    ShownConsultation,
    show_consultation,
    town_of,
)
from ikue.programmes.consultation.domain.receiving import AlreadyReceived, receive
from ikue.programmes.consultation.forms.members import rows_in
from ikue.programmes.consultation.forms.reception import ReceptionForm
from ikue.programmes.consultation.models import Consultation
from ikue.programmes.consultation.phrases import DRAFT_FORM
from ikue.programmes.consultation.views.pages import (
    beside,
    drop,
    half_read,
    page,
    shown_again,
    windows,
    worker,
)

MORE = 2


@door.read()
def begin(request: HttpRequest) -> HttpResponse:
    """Every call gets a page, and so a draft, of its own: the telephone may ring again."""
    worker(request)
    return redirect("consultation:reception", draft_id=uuid4())


@door.read()
def show(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    viewer = worker(request)
    draft = draft_of(account_id=viewer.account_id, form=DRAFT_FORM, subject=str(draft_id))
    typed = draft.content if draft else {}
    if Consultation.objects.filter(pk=draft_id).exists():
        return _sent_already(request, viewer, draft_id, typed)
    known = beside(viewer, half_read(viewer, typed)) if draft else {}
    return page(request, viewer, shown_again(viewer, typed), draft=draft, **known)


@door.write()
def act(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    viewer = worker(request)
    if request.POST.get("act") == "more":
        form = shown_again(viewer, typed_in(request.POST), more=MORE, complete=True)
        return page(request, viewer, form)
    if Consultation.objects.filter(pk=draft_id).exists():
        return _sent_already(request, viewer, draft_id, typed_in(request.POST))
    known = known_person(viewer, request.POST["known"]) if "known" in request.POST else None
    form = ReceptionForm(
        request.POST, at=viewer.at, windows=windows(viewer), rows=rows_in(request.POST),
        about_known=known is not None,
    )  # fmt: skip
    if not form.is_valid():
        return page(request, viewer, form, status=422, **beside(viewer, form))
    alike = _to_ask_about(request, viewer, form, known)
    if alike:
        return page(request, viewer, form, status=422, alike=alike, **beside(viewer, form))
    try:
        received = _receive(form, viewer, known, draft_id)
    except AlreadyReceived:
        return _sent_already(request, viewer, draft_id, typed_in(request.POST))
    if received is None:
        return page(request, viewer, form, status=422, **beside(viewer, form))
    return _done(request, viewer, received)


receive_screen = door.screen(show=show, act=act)


def _to_ask_about(
    request: HttpRequest, viewer: Viewer, form: ReceptionForm, known: Person | None
) -> list[Any]:
    """Of the same name and not chosen: asked once, answered by 「別の方として」 or by choosing."""
    if known is not None or "apart" in request.POST:
        return []
    return list(same_named(viewer, form.to_facts()))


def _receive(
    form: ReceptionForm, viewer: Viewer, known: Person | None, draft_id: UUID
) -> Consultation | None:
    address = form.cleaned_data["address"]
    try:
        return receive(
            reception=form.to_reception(town_code=town_of(address, clock.today(viewer.at))),
            principal=form.to_principal(),
            members=form.to_members(),
            consent=form.to_consent(),
            known=known,
            page_id=draft_id,
            by=viewer,
            at=viewer.at,
        )
    except AlreadyReceived:
        raise
    except NobodyDescribed as failure:
        form.add_error("known_as", str(failure))
    except Expected as failure:
        form.add_error(None, str(failure))
    return None


def _done(request: HttpRequest, viewer: Viewer, received: Consultation) -> HttpResponse:
    drop(viewer, received.pk)
    before = identifier(request.POST.get("_instead_of", ""))
    if before is not None:
        drop(viewer, before)
    messages.success(
        request, f"相談 {received.number} を受け付けました。次にどうするかを選んでください。"
    )
    return redirect("consultation:detail", pk=received.pk)


def _sent_already(
    request: HttpRequest, viewer: Viewer, draft_id: UUID, typed: Typed
) -> HttpResponse:
    """受け付け済み: both texts (409). What was typed goes to that reception, or becomes another."""
    shown = show_consultation(viewer, draft_id)
    if not one_of(typed, "complaint"):
        return redirect("consultation:detail", pk=draft_id)
    form = shown_again(viewer, typed, complete=True)
    return page(
        request, viewer, form, status=409, sent=_sent(shown, one_of(typed, "complaint")),
        draft_id=uuid4(), instead_of=draft_id,
    )  # fmt: skip


def _sent(shown: ShownConsultation, mine: str) -> dict[str, object]:
    record = shown.record
    return {
        "record": record,
        "theirs": record.complaint,
        "mine": mine,
        "who": shown.responsible.name,
        "at": record.recorded_at,
    }
