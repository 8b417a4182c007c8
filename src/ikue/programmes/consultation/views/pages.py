"""What every way to the page of 相談受付 shares: who opens it, its form, what stands beside it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.datastructures import MultiValueDict

from ikue.directory.domain.queries import route
from ikue.directory.viewers import Viewer, viewer_of
from ikue.drafts.keeping import drafts_of, drop_draft
from ikue.drafts.models import Draft
from ikue.drafts.restoring import Typed, restore
from ikue.kernel import clock
from ikue.kernel.identifiers import identifier
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.consultation.domain.candidates import candidates
from ikue.programmes.consultation.domain.suggesting import danger_words, suggest_issues
from ikue.programmes.consultation.enums import Urgency
from ikue.programmes.consultation.forms.members import MOST_ROWS, rows_in
from ikue.programmes.consultation.forms.reception import ReceptionForm
from ikue.programmes.consultation.phrases import DRAFT_FORM
from ikue.programmes.consultation.rules import is_window_worker
from ikue.sharing.domain.consent_finding import possible_receivers
from ikue.sharing.forms.consents import Groups, receivers_by_field

PAGE = "consultation/receive.html"


def worker(request: HttpRequest) -> Viewer:
    viewer = viewer_of(request)
    if not is_window_worker(viewer, None):
        raise NotAllowed("receive")
    return viewer


def windows(viewer: Viewer) -> Groups:
    """Whom a consent may name: the same here as on the page of 同意, so that it holds there."""
    return receivers_by_field(*possible_receivers(viewer))


def shown_again(
    viewer: Viewer, typed: Typed, *, more: int = 0, complete: bool = False
) -> ReceptionForm:
    rows = min(rows_in(typed) + more, MOST_ROWS)
    form = ReceptionForm(at=viewer.at, windows=windows(viewer), rows=rows)
    for one in (form, *form.members):
        restore(one, typed, complete=complete)
    return form


def half_read(viewer: Viewer, typed: Typed) -> ReceptionForm:
    """Half-typed: whatever can already be read is in `cleaned_data`."""
    lists = {
        name: [found] if isinstance(found, str) else list(found) for name, found in typed.items()
    }
    form = ReceptionForm(MultiValueDict(lists), at=viewer.at)
    form.is_valid()
    return form


def beside(viewer: Viewer, form: ReceptionForm) -> dict[str, Any]:
    """Whom the words may mean, what they point to, who serves the address."""
    typed = form.cleaned_data
    address = typed.get("address", "")
    complaint = typed.get("complaint", "")
    ticked = typed.get("issues", [])
    facts = form.facts_so_far()
    calm = typed.get("urgency") != Urgency.TODAY
    return {
        "candidates": candidates(viewer, facts),
        "asked_for_persons": facts.is_somebody,
        "suggestions": [one for one in suggest_issues(complaint) if one.issue not in ticked],
        "danger": danger_words(complaint) if calm else (),
        "routing": route(address, clock.today(viewer.at)) if address else None,
    }


def page(
    request: HttpRequest,
    viewer: Viewer,
    form: ReceptionForm,
    *,
    draft: Draft | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    draft_id = request.resolver_match.kwargs["draft_id"]  # type: ignore[union-attr]
    context = {
        "form": form,
        "draft": draft,
        "draft_form": DRAFT_FORM,
        "draft_id": draft_id,
        "others": others(viewer, draft_id),
        "instead_of": identifier(request.POST.get("_instead_of", "")),
        "saved_at": draft.saved_at if draft else None,
        "at": viewer.at,
        **more,
    }
    return TemplateResponse(request, PAGE, context, status=status)


def others(viewer: Viewer, draft_id: UUID) -> list[tuple[str, datetime]]:
    """Receptions begun and not sent: address and when. Whoever stands at the counter sees this
    page too, so the words of other callers are no part of it."""
    return [
        (one.subject, one.saved_at)
        for one in drafts_of(account_id=viewer.account_id)
        if one.form == DRAFT_FORM and one.subject != str(draft_id)
    ]


def drop(viewer: Viewer, draft_id: UUID) -> None:
    drop_draft(account_id=viewer.account_id, form=DRAFT_FORM, subject=str(draft_id))
