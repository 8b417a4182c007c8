"""Several answers on one page, each with a form of its own: the pages of a つなぎ and of a role."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, QueryDict

from ikue.directory.viewers import Viewer
from ikue.drafts.restoring import kept, put_back, sent
from ikue.kernel.expected import Expected
from ikue.ui.forms import BaseForm


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer: its form, its one call into the domain, what is said afterwards."""

    form: type[BaseForm]
    carry_out: Callable[[Any, Any, Viewer], object]
    said: str
    verb: str = ""
    """The button, where it is not called as in the transition table."""
    is_grave: bool = False


@dataclass(frozen=True)
class Asked:
    """What is answered. `kind` names it: in its forms, and before the names of their drafts."""

    kind: str
    record: Any
    viewer: Viewer

    def form(self, name: str, answer: Answer, *data: QueryDict) -> BaseForm:
        about = {self.kind: self.record, "by": self.viewer}
        form = answer.form(*data, auto_id=f"{name}_%s", **about)
        if not form.is_bound:
            put_back(form, kept(self.viewer, f"{self.kind}-{name}", self.record.pk))
        return form


Refused = tuple[str, BaseForm]
"""The answer that could not be carried out, with what was typed."""


def carry_out(request: HttpRequest, asked: Asked, name: str, answer: Answer) -> Refused | None:
    """In a savepoint: a refused answer leaves nothing, and what was typed comes back."""
    form = asked.form(name, answer, request.POST)
    if not form.is_valid():
        return name, form
    try:
        with transaction.atomic():
            answer.carry_out(asked.record, form, asked.viewer)
    except Expected as failure:
        form.add_error(None, str(failure))
        return name, form
    sent(asked.viewer, f"{asked.kind}-{name}", asked.record.pk)
    messages.success(request, answer.said)
    return None


def shown(
    asked: Asked, rows: Iterable[tuple[str, str, Answer]], *, first: str, refused: Refused | None
) -> dict[str, Any]:
    """The answers that are open now, as `casework/_answer.html` and `_late.html` name them.

    rows: name, verb and answer of each. first: the one that stands open, unless one was refused.
    """
    opened = refused[0] if refused else first
    verbs = [
        {
            "name": name, "verb": answer.verb or verb, "is_open": name == opened,
            "grave": answer.is_grave,
            "form": refused[1] if refused and refused[0] == name else asked.form(name, answer),
        }
        for name, verb, answer in rows
    ]  # fmt: skip
    gone = refused and opened not in {verb["name"] for verb in verbs}
    return {"verbs": verbs, "late": refused if gone else None}
