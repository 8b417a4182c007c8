"""The acts on an item and on its members, each as a page of one form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from ikue.audit import door
from ikue.casework.views.keeping import drop, kept
from ikue.directory.viewers import Viewer, viewer_of
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.multi_agency.domain.agenda import find_item
from ikue.programmes.multi_agency.domain.failures import ItemChanged
from ikue.programmes.multi_agency.domain.papers import Paper, papers_of
from ikue.programmes.multi_agency.models import AgendaItem, ItemMember
from ikue.programmes.multi_agency.rules import keeps_it
from ikue.programmes.multi_agency.states import ITEM
from ikue.programmes.multi_agency.views.items import page_context
from ikue.ui.forms import BaseForm

Subject = AgendaItem | ItemMember


def item_of(subject: Subject) -> AgendaItem:
    return subject.item if isinstance(subject, ItemMember) else subject


def keeps_its_item(viewer: Viewer, subject: Subject) -> bool:
    return keeps_it(viewer, item_of(subject))


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act: what the clerk calls it, what is typed, what it does, what is said afterwards."""

    name: str
    title: str
    lead: str
    button: str
    make: Callable[..., BaseForm]
    """(viewer, subject, **options of a form) → the form, with the choices of this moment."""
    carry_out: Callable[[Any, Any, Viewer], object]
    done: str
    find: Callable[[UUID], Subject] = find_item
    first: Callable[[Viewer, Any], dict[str, Any]] = lambda viewer, subject: {}
    may: Callable[[Viewer, Any], bool] = keeps_its_item
    template: str = "item_act"
    verb: str = ""
    """The row of the transition table that must be open, if any."""
    after: str = "multi_agency:item"
    chooses_papers: bool = False
    """Whoever does it unticks papers by hand; after any other act one is told which have gone."""


def require(act: Act, viewer: Viewer, subject: Subject) -> None:
    """Raises NotAllowed as for no record at all, NotPossible with a sentence."""
    if not act.may(viewer, subject):
        raise NotAllowed(act.name)
    if act.verb:
        ITEM.check(act.verb, record=item_of(subject), viewer=viewer)


def screen(act: Act) -> Callable[..., HttpResponse]:
    """The two views of one act."""

    @door.read()
    def show(request: HttpRequest, pk: UUID) -> HttpResponse:
        viewer = viewer_of(request)
        subject = act.find(pk)
        try:
            require(act, viewer, subject)
        except Expected as refusal:
            messages.warning(request, str(refusal))
            return redirect("multi_agency:item", item_of(subject).pk)
        form = act.make(viewer, subject)
        typed = kept(viewer, form=f"item_{act.name}", subject=pk, kind=type(form))
        form.initial = act.first(viewer, subject) | typed
        return act_page(request, viewer, act, subject, form)

    @door.write()
    def carry(request: HttpRequest, pk: UUID) -> HttpResponse:
        viewer = viewer_of(request)
        subject = act.find(pk)
        if not act.may(viewer, subject):
            raise NotAllowed(act.name)
        form = act.make(viewer, subject, data=request.POST)
        if not form.is_valid():
            return act_page(request, viewer, act, subject, form, status=422)
        before = papers_of(item_of(subject))
        try:
            with transaction.atomic():
                done = act.carry_out(subject, form, viewer)
        except ItemChanged as changed:
            return conflict_page(request, viewer, act, subject, changed)
        except Expected as failure:
            form.add_error(None, str(failure))
            return act_page(request, viewer, act, act.find(pk), form, status=422)
        drop(viewer, form=f"item_{act.name}", subject=pk)
        target = done if isinstance(done, AgendaItem) else item_of(subject)
        messages.success(request, act.done)
        tell_dropped(request, act, before, target)
        return redirect(act.after, target.pk)

    return door.screen(show=show, act=carry)


def tell_dropped(
    request: HttpRequest, act: Act, before: tuple[Paper, ...], item: AgendaItem
) -> None:
    """What lay in the item before and was not taken out by hand, by title."""
    if not before or act.chooses_papers:
        return
    there = {paper.id for paper in papers_of(find_item(item.pk))}
    gone = [paper.words for paper in before if paper.id not in there]
    if gone:
        messages.warning(
            request,
            f"次の資料は、いま構成員に渡せる根拠がないため、案件から外しました：{'、'.join(gone)}",
        )


def conflict_page(
    request: HttpRequest, viewer: Viewer, act: Act, subject: Subject, changed: ItemChanged
) -> HttpResponse:
    """Both texts: what was typed stays in the form, what stands there now is shown above it."""
    typed = request.POST.copy()
    typed["seen_version"] = str(changed.version)
    form = act.make(viewer, subject, data=typed)
    form.add_error(None, str(changed))
    return act_page(request, viewer, act, subject, form, status=409, theirs=changed.current)


def act_page(
    request: HttpRequest,
    viewer: Viewer,
    act: Act,
    subject: Subject,
    form: BaseForm,
    *,
    status: int = 200,
    theirs: AgendaItem | None = None,
) -> HttpResponse:
    context = {
        **page_context(viewer, item_of(subject)), "act": act, "subject": subject, "form": form,
        "theirs": theirs, "draft": f"item_{act.name}",
    }  # fmt: skip
    return TemplateResponse(request, f"multi_agency/{act.template}.html", context, status=status)
