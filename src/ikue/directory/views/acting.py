"""A page of one form that carries out one verb: one engine, the verbs are tables of their rooms.

The subject is found, or nothing is there. Where the act is closed just now, a sentence says so and
leads back. Else the form stands there with the choices of this moment, its first values, and over
them what was typed here before. Sent, it comes back with what is wrong (422), or with both texts
where somebody was faster (409), and nothing typed is lost; or the verb is carried out, the draft
goes, and one is told what happened.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse

from ikue.audit import door
from ikue.directory.viewers import Viewer, viewer_of
from ikue.drafts.restoring import kept, put_back, sent
from ikue.kernel.expected import EditedMeanwhile, Expected
from ikue.kernel.transitions import NotAllowed
from ikue.ui.forms import BaseForm

Subject = Any
"""What the act is about, as its room finds it: a record, or a page that knows several."""
Made = Any
"""What the verb of the domain gave back."""
Values = dict[str, Any]


class NotNow(Expected):
    """The act is closed just now; the message tells the clerk."""


def nothing(viewer: Viewer, subject: Subject) -> Values:
    return {}


def as_told(made: str) -> str:
    """Of a verb that says itself what has come of it."""
    return made


def everybody_may(viewer: Viewer, subject: Subject) -> None:
    """Whoever finds the subject may act on it."""


def only(allowed: Callable[[Viewer, Any], bool]) -> Callable[[Viewer, Subject], None]:
    """To whom this does not say yes there is nothing at this address."""

    def may(viewer: Viewer, subject: Subject) -> None:
        if not allowed(viewer, subject):
            raise NotAllowed(allowed.__name__)

    return may


def its_key(viewer: Viewer, subject: Subject) -> object:
    return subject.pk


@dataclass(frozen=True, kw_only=True)
class Act:
    """One verb as a page: what the clerk calls it, what is typed, what it does and says.

    A room states once, with `partial`, what its acts share, and keeps a table of the rest.
    """

    name: str
    title: str
    button: str
    lead: str | Callable[[Subject], str] = ""
    form: Callable[..., BaseForm]
    """Called with the data sent or nothing, `at`, `initial` and the options of this moment."""
    carry_out: Callable[[Subject, Any, Viewer], Made]
    done: str | Callable[[Made], str]
    """What is said afterwards."""
    find: Callable[..., Subject]
    """(viewer, ids of the address) → the subject. Raises where there is nothing for this viewer."""
    back: Callable[[Subject], str]
    """The address of the page the act belongs to."""
    may: Callable[[Viewer, Subject], object] = everybody_may
    """Raises NotAllowed as for nothing at all, Expected with a sentence; the verb asks again."""
    options: Callable[[Viewer, Subject], Values] = nothing
    first: Callable[[Viewer, Subject], Values] = nothing
    asked: Callable[[QueryDict], Values] = lambda query: {}
    """Of the first values, what the address asks for behind its question mark."""
    leads_to: Callable[[Viewer, Subject, Made], str] | None = None
    """The address that is opened afterwards, where it is not the page the act belongs to."""
    warns: Callable[[Made], str] | None = None
    """What else one must be told, or nothing."""
    family: str = ""
    """Begins the name of the draft, where the act's own name would not tell it from others."""
    keeps_draft: bool = True
    key: Callable[[Viewer, Subject], object] = its_key
    """What the draft is kept under."""
    template: str = "ui/act.html"
    beside: Callable[["Visit", Any], Values] = lambda visit, form: {}
    """What the template shows beside the form."""
    compare: Callable[["Visit", Any, Any], object] = lambda visit, form, changed: changed
    """Both texts for the eye: of the form as it was sent, and of what stands there now."""

    @property
    def draft(self) -> str:
        return f"{self.family}{self.name}"


def is_open(act: Act, viewer: Viewer, subject: Subject) -> bool:
    """Whether the page of the subject offers it."""
    try:
        act.may(viewer, subject)
    except (NotAllowed, Expected):
        return False
    return True


Acts = Act | Mapping[str, Act]
"""One act, or those of an address that ends with their name."""


def screen(acts: Acts) -> Callable[..., HttpResponse]:
    """The two views of one address."""

    @door.read()
    def show(request: HttpRequest, **ids: Any) -> HttpResponse:
        visit = open_visit(request, acts, ids)
        refusal = visit.refusal()
        if refusal is not None:
            messages.warning(request, str(refusal))
            return redirect(visit.act.back(visit.subject))
        return visit.page(visit.first_form())

    @door.write()
    def act(request: HttpRequest, **ids: Any) -> HttpResponse:
        visit = open_visit(request, acts, ids)
        refusal = visit.refusal()
        form = visit.form(request.POST)
        if not form.is_valid():
            if refusal is not None:
                form.add_error(None, str(refusal))
            return visit.page(form, status=422)
        try:
            with transaction.atomic():
                made = visit.act.carry_out(visit.subject, form, visit.viewer)
        except EditedMeanwhile as changed:
            return open_visit(request, acts, ids).both_texts(form, changed)
        except Expected as failure:
            form.add_error(None, str(failure))
            return open_visit(request, acts, ids).page(form, status=422)
        return visit.carried_out(made)

    return door.screen(show=show, act=act)


@dataclass(frozen=True)
class Visit:
    """One request for an act: who asks, and what it is about as it stands now."""

    request: HttpRequest
    act: Act
    viewer: Viewer
    subject: Subject

    @property
    def key(self) -> str:
        return str(self.act.key(self.viewer, self.subject))

    def refusal(self) -> Expected | None:
        """Why it is closed just now. Raises NotAllowed before any choice is shown."""
        try:
            self.act.may(self.viewer, self.subject)
        except Expected as refusal:
            return refusal
        return None

    def form(self, *data: QueryDict, **options: Any) -> BaseForm:
        options |= self.act.options(self.viewer, self.subject)
        return self.act.form(*data, at=self.viewer.at, **options)

    def first_form(self) -> BaseForm:
        first = self.act.first(self.viewer, self.subject)
        return self.form(initial=first | self.act.asked(self.request.GET))

    def page(self, form: BaseForm, *, status: int = 200, **more: Any) -> HttpResponse:
        act, subject = self.act, self.subject
        context = {
            "act": act, "subject": subject, "form": form, "viewer": self.viewer,
            "at": self.viewer.at, "lead": _said(act.lead, subject), "back": act.back(subject),
            "conflict": None, **self._draft(form), **more, **act.beside(self, form),
        }  # fmt: skip
        return TemplateResponse(self.request, act.template, context, status=status)

    def _draft(self, form: BaseForm) -> Values:
        """What was typed here before is put back where nothing was sent just now."""
        if not self.act.keeps_draft:
            return {"draft_url": "", "saved_at": None}
        draft = kept(self.viewer, self.act.draft, self.key)
        if not form.is_bound:
            put_back(form, draft)
        saved_at = draft.saved_at if draft and not form.is_bound else None
        return {"draft_url": draft_url(self.act.draft, self.key), "saved_at": saved_at}

    def both_texts(self, form: BaseForm, changed: EditedMeanwhile) -> HttpResponse:
        """What was typed stays in the form, which now answers what stands there."""
        typed = self.request.POST.copy()
        typed["seen_version"] = str(changed.version)
        again = self.form(typed)
        again.add_error(None, str(changed))
        conflict = self.act.compare(self, form, changed)
        return self.page(again, status=409, conflict=conflict)

    def carried_out(self, made: Made) -> HttpResponse:
        act = self.act
        if act.keeps_draft:
            sent(self.viewer, act.draft, self.key)
        messages.success(self.request, _said(act.done, made))
        warning = act.warns(made) if act.warns else ""
        if warning:
            messages.warning(self.request, warning)
        if act.leads_to is None:
            return redirect(act.back(self.subject))
        return redirect(act.leads_to(self.viewer, self.subject, made))


def open_visit(request: HttpRequest, acts: Acts, ids: Mapping[str, Any]) -> Visit:
    act, ids = _chosen(acts, ids)
    viewer = viewer_of(request)
    return Visit(request, act, viewer, act.find(viewer, *ids.values()))


def _chosen(acts: Acts, ids: Mapping[str, Any]) -> tuple[Act, Mapping[str, Any]]:
    if isinstance(acts, Act):
        return acts, ids
    rest = dict(ids)
    name = rest.pop("name")
    if name not in acts:
        raise Http404
    return acts[name], rest


def _said(words: str | Callable[[Any], str], about: Any) -> str:
    return words if isinstance(words, str) else words(about)


def draft_url(draft: str, key: str) -> str:
    """Where drafts.js keeps what is typed; nothing where the desk is not installed."""
    with suppress(NoReverseMatch):
        return reverse("desk:draft", kwargs={"form": draft, "subject": key})
    return ""
