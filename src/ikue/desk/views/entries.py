"""Acts on one entry: 訂正の追記, 保留, 段落の印, 他システム貼付文."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ikue.audit import door, looking
from ikue.casework.domain.entries import correct_entry, hold_entry
from ikue.casework.models import Case, Entry
from ikue.casework.rules import manages_window_of, wrote_it
from ikue.desk.domain.entries import (
    author_of,
    find_entry,
    mark_paragraphs,
    safety_card_of,
    show_entry,
    text_for_other_system,
)
from ikue.desk.domain.timeline import paragraphs_of
from ikue.desk.forms.entries import CorrectForm, HoldForm, MarksForm
from ikue.desk.views.common import page, restored, sent
from ikue.directory.viewers import Viewer, viewer_of
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.ui.forms import BaseForm

TITLES = {
    "correct": ("訂正を書き足す", "書き足す"),
    "hold": ("記録を保留にする", "保留にする"),
    "marks": ("段落に印を付ける", "印を付ける"),
}


@door.read()
def show(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    viewer = viewer_of(request)
    entry = show_entry(viewer, pk)
    _require(name, viewer, entry)
    form = _form(name, entry, viewer, None)
    return _page(request, name, entry, form)


@door.write()
def act(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    viewer = viewer_of(request)
    entry = find_entry(pk)
    form = _form(name, entry, viewer, request)
    if form.is_valid():
        try:
            _carry_out(name, entry, form, viewer)
        except Expected as failure:
            form.add_error(None, str(failure))
        else:
            sent(viewer, name, pk)
            messages.success(request, "記録しました。前に書いたものは消えていません。")
            return redirect("desk:case", _case(entry).pk)
    return _page(request, name, show_entry(viewer, pk), form, status=422)


entry_act = door.screen(show=show, act=act)


@door.read()
def copy_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """他システム貼付文: own entries only; the text leaves by the clerk's own hand."""
    viewer = viewer_of(request)
    entry = show_entry(viewer, pk)
    if not wrote_it(viewer, entry):
        raise NotAllowed("copy_out")
    text = text_for_other_system(entry, author=author_of(entry))
    return page(request, "copy_out", {"entry": entry, "text": text, "case": _case(entry)})


@door.read()
def safety_card(request: HttpRequest, pk: UUID) -> HttpResponse:
    """安全計画カード in large type, to be printed and carried by the person."""
    viewer = viewer_of(request)
    looking.act("print")
    card = safety_card_of(viewer, pk)
    return page(request, "safety_card", {"card": card, "case": _case(card.entry)})


def _require(name: str, viewer: Viewer, entry: Entry) -> None:
    allowed = manages_window_of if name == "hold" else wrote_it
    if not allowed(viewer, entry):
        raise NotAllowed(name)


def _form(name: str, entry: Entry, viewer: Viewer, request: HttpRequest | None) -> BaseForm:
    data = request.POST if request else None
    initial = restored(viewer, name, entry.pk)
    if name == "marks":
        marked = {f"mark_{mark['paragraph']}": mark["mark"] for mark in entry.marks}
        paragraphs = paragraphs_of(entry.body)
        return MarksForm(data, at=viewer.at, initial=marked | initial, paragraphs=paragraphs)
    kind = HoldForm if name == "hold" else CorrectForm
    return kind(data, at=viewer.at, initial=initial)


def _carry_out(name: str, entry: Entry, form: BaseForm, viewer: Viewer) -> None:
    typed = form.cleaned_data
    if isinstance(form, MarksForm):
        mark_paragraphs(entry=entry, marks=form.to_marks(), by=viewer, at=viewer.at)
    elif name == "hold":
        hold_entry(entry=entry, reason=typed["reason"], by=viewer, at=viewer.at)
    else:
        correct_entry(entry=entry, text=typed["text"], by=viewer, at=viewer.at)


def _case(entry: Entry) -> Case:
    if entry.case is None:
        raise NotAllowed("case")
    return entry.case


def _page(
    request: HttpRequest, name: str, entry: Entry, form: BaseForm, status: int = 200
) -> HttpResponse:
    title, button = TITLES[name]
    context = {
        "entry": entry, "form": form, "title": title, "button": button, "name": name,
        "case": _case(entry),
    }  # fmt: skip
    return page(request, "entry_act", context, status=status)
