"""助言だけ: asked, answered, and the list of both."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from ikue.audit import door
from ikue.directory.models import Window
from ikue.directory.viewers import Viewer, viewer_of
from ikue.directory.views.acting import Act, Visit, as_told, screen
from ikue.drafts.restoring import kept
from ikue.kernel import clock
from ikue.kernel.identifiers import identifier
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.consultation.domain.advice import ask_advice, give_advice
from ikue.programmes.consultation.domain.queries import advice_of, coordinators_window
from ikue.programmes.consultation.forms.advice import AnswerForm, AskForm
from ikue.programmes.consultation.models import Advice
from ikue.programmes.consultation.phrases import ADVICE_FORM, DRAFT_FORM, NEW_ADVICE
from ikue.programmes.consultation.rules import is_window_worker, was_asked


@door.read()
def listed(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    _require_worker(viewer)
    rows = advice_of(viewer)
    ends = {one.to_window_id for one in rows} | {one.owner_window_id for one in rows}
    names = dict(Window.objects.filter(pk__in=ends).values_list("pk", "name"))
    context = {
        "rows": [
            (one, names[one.owner_window_id], names[one.to_window_id], was_asked(viewer, one))
            for one in rows
        ],
        "at": viewer.at,
    }
    return TemplateResponse(request, "consultation/advice_list.html", context)


def coordinators(viewer: Viewer) -> Window:
    _require_worker(viewer)
    window = coordinators_window(clock.today(viewer.at))
    if window is None:
        raise NotAllowed("ask_advice")
    return window


def carry_question(window: Window, form: AskForm, viewer: Viewer) -> str:
    question = form.cleaned_data["question"]
    ask_advice(to_window=window, question=question, by=viewer, at=viewer.at)
    return f"{window.name}に尋ねました。答えはこの一覧に届きます。"


def waiting_reception(visit: Visit, form: AskForm) -> dict[str, Any]:
    """The reception from which one came, where it waits unsent."""
    begun = identifier(visit.request.GET.get("from", ""))
    return {"reception": kept(visit.viewer, DRAFT_FORM, begun or "")}


def find_advice(viewer: Viewer, pk: UUID) -> Advice:
    _require_worker(viewer)
    return Advice.objects.get(pk=pk)


def carry_answer(advice: Advice, form: AnswerForm, viewer: Viewer) -> object:
    return give_advice(advice=advice, answer=form.cleaned_data["answer"], by=viewer, at=viewer.at)


def both_ends(visit: Visit, form: AnswerForm) -> dict[str, Any]:
    names = dict(Window.objects.values_list("pk", "name"))
    advice = visit.subject
    return {
        "from_name": names[advice.owner_window_id], "to_name": names[advice.to_window_id],
        "answers": was_asked(visit.viewer, advice),
    }  # fmt: skip


def to_list(subject: object) -> str:
    return reverse("consultation:advice")


def _require_worker(viewer: Viewer) -> None:
    if not is_window_worker(viewer, None):
        raise NotAllowed("ask_advice")


ask = screen(
    Act(
        name=ADVICE_FORM, title="名前を出さずに助言を求める", button="尋ねる", form=AskForm,
        find=coordinators, key=lambda viewer, window: NEW_ADVICE, carry_out=carry_question,
        done=as_told, back=to_list, beside=waiting_reception,
        template="consultation/advice_ask.html",
    )
)  # fmt: skip
one = screen(
    Act(
        name="answer-advice", title="助言", button="助言を返す", form=AnswerForm, find=find_advice,
        carry_out=carry_answer, back=to_list, beside=both_ends,
        done="助言を返しました。尋ねた窓口の一覧に届きます。",
        template="consultation/advice_one.html",
    )
)  # fmt: skip
