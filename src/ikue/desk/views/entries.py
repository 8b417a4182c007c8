"""Acts on one entry: 訂正の追記, 保留, 段落の印, 他システム貼付文."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ikue.audit import door, looking
from ikue.casework.domain.entries import correct_entry, hold_entry
from ikue.casework.models import Case, Entry
from ikue.casework.rules import manages_window_of, wrote_it
from ikue.desk.domain.entries import (
    author_of,
    mark_paragraphs,
    safety_card_of,
    show_entry,
    text_for_other_system,
)
from ikue.desk.domain.timeline import paragraphs_of
from ikue.desk.forms.entries import CorrectForm, HoldForm, MarksForm
from ikue.desk.views.common import page
from ikue.directory.viewers import Viewer, viewer_of
from ikue.directory.views.acting import Act, only
from ikue.kernel.transitions import NotAllowed


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


def _case(entry: Entry) -> Case:
    if entry.case is None:
        raise NotAllowed("case")
    return entry.case


def to_case(entry: Entry) -> str:
    return reverse("desk:case", args=[_case(entry).pk])


def paragraphs(viewer: Viewer, entry: Entry) -> dict[str, Any]:
    return {"paragraphs": paragraphs_of(entry.body)}


def marked(viewer: Viewer, entry: Entry) -> dict[str, Any]:
    return {f"mark_{mark['paragraph']}": mark["mark"] for mark in entry.marks}


def carry_marks(entry: Entry, form: MarksForm, viewer: Viewer) -> object:
    return mark_paragraphs(entry=entry, marks=form.to_marks(), by=viewer, at=viewer.at)


def carry_hold(entry: Entry, form: HoldForm, viewer: Viewer) -> object:
    return hold_entry(entry=entry, reason=form.cleaned_data["reason"], by=viewer, at=viewer.at)


def carry_correct(entry: Entry, form: CorrectForm, viewer: Viewer) -> object:
    return correct_entry(entry=entry, text=form.cleaned_data["text"], by=viewer, at=viewer.at)


on_entry = partial(
    Act, find=show_entry, may=only(wrote_it), back=to_case, template="desk/entry_act.html",
    done="記録しました。前に書いたものは消えていません。",
)  # fmt: skip
ACTS = (
    on_entry(
        name="correct", title="訂正を書き足す", button="書き足す", form=CorrectForm,
        carry_out=carry_correct,
    ),
    on_entry(
        name="hold", title="記録を保留にする", button="保留にする", form=HoldForm,
        carry_out=carry_hold, may=only(manages_window_of),
    ),
    on_entry(
        name="marks", title="段落に印を付ける", button="印を付ける", form=MarksForm,
        options=paragraphs, first=marked, carry_out=carry_marks,
    ),
)  # fmt: skip
