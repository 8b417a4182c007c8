"""名前がわかった: the anonymous caller gives a name; two editors see each other's text (409)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from ikue.audit import door
from ikue.directory.viewers import Viewer, viewer_of
from ikue.drafts.keeping import draft_of, drop_draft
from ikue.drafts.restoring import restore
from ikue.kernel.expected import EditedMeanwhile, Expected
from ikue.kernel.transitions import NotAllowed
from ikue.people.models import Person
from ikue.programmes.consultation.domain.naming import name_caller
from ikue.programmes.consultation.domain.queries import (
    LastChange,
    ShownConsultation,
    last_change,
    show_consultation,
)
from ikue.programmes.consultation.exports import identity_text
from ikue.programmes.consultation.forms.person import PersonForm, facts_of
from ikue.programmes.consultation.rules import received_it, wrote_down

PAGE = "consultation/person.html"


@door.read()
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer, shown, person = _asked(request, pk)
    form = PersonForm(at=viewer.at, initial=facts_of(person))
    draft = draft_of(account_id=viewer.account_id, **_draft(pk))
    restore(form, draft.content if draft else {})
    return _page(request, shown, form)


@door.write()
def act(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer, shown, person = _asked(request, pk)
    form = PersonForm(request.POST, at=viewer.at)
    if not form.is_valid():
        return _page(request, shown, form, status=422)
    try:
        named = name_caller(
            consultation=shown.record,
            facts=form.to_facts(),
            seen_version=form.cleaned_data["seen_version"],
            by=viewer,
            at=viewer.at,
        )
    except EditedMeanwhile:
        return _both_texts(request, shown, form, person, viewer)
    except Expected as failure:
        form.add_error(None, str(failure))
        return _page(request, shown, form, status=422)
    drop_draft(account_id=viewer.account_id, **_draft(pk))
    messages.success(request, f"{named.name} さんとして登録を直しました。前の呼び名でも探せます。")
    return redirect("consultation:detail", pk=pk)


screen = door.screen(show=show, act=act)


def _draft(pk: UUID) -> dict[str, str]:
    return {"form": "name-caller", "subject": str(pk)}


def _asked(request: HttpRequest, pk: UUID) -> tuple[Viewer, ShownConsultation, Person]:
    viewer = viewer_of(request)
    shown = show_consultation(viewer, pk)
    person = shown.principal.person if shown.principal else None
    allowed = person is not None and wrote_down(viewer, person)
    if person is None or not allowed or not received_it(viewer, shown.record):
        raise NotAllowed("name_caller")
    return viewer, shown, person


def _both_texts(
    request: HttpRequest,
    shown: ShownConsultation,
    form: PersonForm,
    person: Person,
    viewer: Viewer,
) -> HttpResponse:
    """409: both texts, and the same form carrying the version that now stands."""
    changed = last_change(person.pk) or LastChange(who="ほかの職員", at=viewer.at)
    again = PersonForm({**request.POST.dict(), "seen_version": person.version}, at=viewer.at)
    conflict = {
        "theirs": identity_text(**facts_of(person)),
        "mine": identity_text(**form.cleaned_data),
        "who": changed.who,
        "at": changed.at,
    }
    return _page(request, shown, again, conflict=conflict, status=409)


def _page(
    request: HttpRequest,
    shown: ShownConsultation,
    form: PersonForm,
    *,
    conflict: dict[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    draft = _draft(shown.record.pk)
    context = {
        "shown": shown,
        "record": shown.record,
        "form": form,
        "conflict": conflict,
        "draft_form": draft["form"],
        "draft_subject": draft["subject"],
    }
    return TemplateResponse(request, PAGE, context, status=status)
