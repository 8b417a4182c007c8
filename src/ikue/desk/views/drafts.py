"""書きかけ: saved as one types, listed to be opened again, thrown away on wish."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from ikue.audit import door
from ikue.desk.domain.left_drafts import left_drafts
from ikue.desk.domain.unsent import find_unsent, unsent_by_household
from ikue.desk.views.common import page
from ikue.directory.viewers import viewer_of
from ikue.drafts.keeping import (
    DraftTooLarge,
    Page,
    WrittenElsewhere,
    drop_draft,
    save_draft,
)
from ikue.ui.forms import BaseForm
from ikue.ui.static_pages import static_page

NAME_LONGEST = 60
SUBJECT_LONGEST = 64
PAGE_LONGEST = 36


@door.write(keyed=False)
def draft(request: HttpRequest, form: str, subject: str) -> HttpResponse:
    """Autosave: nothing is shown, so nothing is recorded as seen."""
    viewer = viewer_of(request)
    if len(form) > NAME_LONGEST or len(subject) > SUBJECT_LONGEST:
        return static_page(413)
    try:
        save_draft(
            by=viewer, form=form, subject=subject, content=typed(request),
            page=saving_page(request),
        )  # fmt: skip
    except DraftTooLarge:
        return static_page(413)
    except WrittenElsewhere:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


def saving_page(request: HttpRequest) -> Page | None:
    """Which rendering saves, as drafts.js says in two headers; nothing where they make no sense."""
    token = request.headers.get("X-Draft-Page", "")
    try:
        opened_at = datetime.fromisoformat(request.headers.get("X-Draft-Opened", ""))
    except ValueError:
        return None
    return Page(token=token[:PAGE_LONGEST], opened_at=opened_at) if opened_at.tzinfo else None


def typed(request: HttpRequest) -> dict[str, object]:
    """One value as text, several as a list; control fields are not the clerk's words."""
    fields = {name: values for name, values in request.POST.lists() if not name.startswith("_")}
    fields.pop("csrfmiddlewaretoken", None)
    return {
        name.replace("\x00", ""): values[0] if len(values) == 1 else values
        for name, values in fields.items()
        if name
    }


@door.read()
def unsent(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    return page(request, "unsent", {"viewer": viewer, "drafts": unsent_by_household(viewer)})


@door.read()
def left(request: HttpRequest) -> HttpResponse:
    return page(request, "left_drafts", {"drafts": left_drafts(viewer_of(request))})


@door.read()
def ask_drop(request: HttpRequest, form: str, subject: str) -> HttpResponse:
    """What was typed is lost by this alone: it is asked once."""
    viewer = viewer_of(request)
    found = find_unsent(viewer, form=form, subject=subject)
    if found is None:
        raise Http404
    return page(request, "unsent_drop", {"draft": found, "form": BaseForm(at=viewer.at)})


@door.write()
def carry_out_drop(request: HttpRequest, form: str, subject: str) -> HttpResponse:
    viewer = viewer_of(request)
    drop_draft(account_id=viewer.account_id, form=form, subject=subject)
    messages.success(request, "書きかけを捨てました。")
    return redirect("desk:unsent")


drop = door.screen(show=ask_drop, act=carry_out_drop)
