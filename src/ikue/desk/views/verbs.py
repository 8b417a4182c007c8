"""The acts on a case as pages of one form each: 次の行動, 中断, 再開, 引継ぎ. Its end: `turns`."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ikue.audit import door
from ikue.casework.domain.cases import (
    ENDED,
    CaseNotPossible,
    hand_over_case,
    reopen_case,
    set_next_action,
    suspend_case,
)
from ikue.casework.domain.successors import successors
from ikue.casework.enums import CaseState
from ikue.casework.models import Case
from ikue.casework.rules import leads
from ikue.casework.states import CASE
from ikue.desk.domain.casefile import CaseChanged, find_case, next_what, unchanged_case
from ikue.desk.domain.papers import book_of, write_note
from ikue.desk.forms.cases import (
    HandOverForm,
    NextForm,
    NoteForm,
    ReopenForm,
    SuspendForm,
)
from ikue.desk.views.common import page, restored, sent
from ikue.directory.domain.queries import staff_at
from ikue.directory.viewers import Viewer, viewer_of
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.domain.naming import naming
from ikue.ui.forms import BaseForm

NOT_ENDED = "このケースは終結していません。様子は「経過」に書いてください。"
Options = Callable[[Viewer, Case], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Verb:
    """One act: what the clerk calls it, what is typed, what it does, what is said afterwards."""

    name: str
    title: str
    lead: str
    button: str
    form: type[BaseForm]
    carry_out: Callable[[Case, Any, Viewer], object]
    done: str
    options: Options = lambda viewer, case: {}
    first: Options = lambda viewer, case: {}
    row: str = ""
    """The row of the table of transitions that it walks, where it is called otherwise."""
    when: tuple[str, ...] = (CaseState.OPEN, CaseState.SUSPENDED)
    """Of an act that changes no state: while the case is in one of these."""
    ways: Callable[[Case], list[tuple[str, str]]] = lambda case: []
    """(label, address) of what one may want to do first."""
    leads_to: Callable[[Case, Any, Viewer], UUID] = lambda case, made, viewer: case.pk
    """Which case is opened afterwards."""


def may(verb: Verb, viewer: Viewer, case: Case) -> None:
    """Raises NotAllowed as for no case at all, NotPossible or CaseNotPossible with a sentence."""
    name = verb.row or verb.name
    if any(row.name == name for row in CASE):
        CASE.check(name, record=case, viewer=viewer)
    elif not leads(viewer, case):
        raise NotAllowed(verb.name)
    elif case.state not in verb.when:
        raise CaseNotPossible(ENDED if case.state == CaseState.COMPLETED else NOT_ENDED)


def screen(verb: Verb) -> Callable[..., HttpResponse]:
    """The two views of one act."""

    @door.read()
    def show(request: HttpRequest, pk: UUID) -> HttpResponse:
        viewer = viewer_of(request)
        case = find_case(pk)
        try:
            may(verb, viewer, case)
        except Expected as refusal:
            messages.warning(request, str(refusal))
            return redirect("desk:case", pk)
        initial = verb.first(viewer, case) | restored(viewer, verb.name, pk)
        form = verb.form(at=viewer.at, initial=initial, **verb.options(viewer, case))
        return verb_page(request, viewer, verb, case, form)

    @door.write()
    def act(request: HttpRequest, pk: UUID) -> HttpResponse:
        viewer = viewer_of(request)
        case = find_case(pk)
        form = verb.form(request.POST, at=viewer.at, **verb.options(viewer, case))
        if not form.is_valid():
            return verb_page(request, viewer, verb, case, form, status=422)
        try:
            made = verb.carry_out(case, form, viewer)
        except CaseChanged as changed:
            typed = request.POST.copy()
            typed["seen_version"] = str(changed.version)
            form = verb.form(typed, at=viewer.at, **verb.options(viewer, case))
            return verb_page(request, viewer, verb, case, form, status=409, conflict=changed)
        except Expected as failure:
            form.add_error(None, str(failure))
            return verb_page(request, viewer, verb, case, form, status=422)
        sent(viewer, verb.name, pk)
        messages.success(request, verb.done)
        return redirect("desk:case", verb.leads_to(case, made, viewer))

    return door.screen(show=show, act=act)


def verb_page(
    request: HttpRequest,
    viewer: Viewer,
    verb: Verb,
    case: Case,
    form: BaseForm,
    *,
    status: int = 200,
    conflict: CaseChanged | None = None,
) -> HttpResponse:
    name = naming(viewer, [case.circle_id]).name(case.circle_id, otherwise=case.number)
    context = {
        "viewer": viewer, "at": viewer.at, "verb": verb, "case": case, "form": form,
        "name": name, "conflict": conflict, "ways": verb.ways(case),
    }  # fmt: skip
    return page(request, "verb", context, status=status)


def carry_next(case: Case, form: NextForm, viewer: Viewer) -> object:
    current = unchanged_case(viewer, case.pk, seen_version=form.cleaned_data["seen_version"])
    return set_next_action(case=current, next_action=form.to_next(), by=viewer, at=viewer.at)


def carry_suspend(case: Case, form: SuspendForm, viewer: Viewer) -> object:
    return suspend_case(case=case, by=viewer, at=viewer.at, **form.cleaned_data)


def carry_reopen(case: Case, form: ReopenForm, viewer: Viewer) -> object:
    return reopen_case(
        case=case, responsible=form.chosen, next_action=form.to_next(), by=viewer, at=viewer.at
    )


def carry_hand_over(case: Case, form: HandOverForm, viewer: Viewer) -> object:
    return hand_over_case(
        case=case, to=form.chosen, reason=form.cleaned_data["reason"], book=form.to_book(),
        by=viewer, at=viewer.at,
    )  # fmt: skip


def first_promise(viewer: Viewer, case: Case) -> dict[str, Any]:
    """What was written ahead; the standing action goes along in words, since another window cannot
    read the one before."""
    note = book_of(viewer, case)
    what = next_what(rights_of(viewer, [case.circle_id]), case)
    said = f"次の行動：{what}" if what else ""
    promise = "\n".join(part for part in (note.promise, said) if part)
    return asdict(note) | {"promise": promise}


def carry_note(case: Case, form: NoteForm, viewer: Viewer) -> object:
    return write_note(case=case, book=form.to_book(), by=viewer, at=viewer.at)


def standing_note(viewer: Viewer, case: Case) -> dict[str, Any]:
    return asdict(book_of(viewer, case))


VERBS = (
    Verb(
        name="next", title="次の行動を決める", button="決める", form=NextForm,
        lead="前の行動は済んだものとして残り、ここで決めたことが次の行動になります。",
        carry_out=carry_next, done="次の行動を決めました。",
        first=lambda viewer, case: {"seen_version": case.version},
    ),
    Verb(
        name="suspend", title="中断する", button="中断する", form=SuspendForm,
        lead="連絡がとれないときなどに、いったん止めます。見直す日が来ると、ホームに出ます。",
        carry_out=carry_suspend, done="支援を中断しました。見直す日に、ホームでお知らせします。",
    ),
    Verb(
        name="reopen", title="再開する", button="再開する", form=ReopenForm,
        lead="だれが担当し、次に何をするかを決めて、もう一度始めます。",
        carry_out=carry_reopen, done="支援を再開しました。",
        options=lambda viewer, case: {"staff": staff_at(case.lead_window_id, viewer.at)},
    ),
    Verb(
        name="note", title="引継ぎ簿に書く", button="書いておく", form=NoteForm,
        lead="担当は替わりません。異動や休みの前に、次の人が困らないように書いておきます。",
        carry_out=carry_note, done="引継ぎ簿に書きました。引き継ぐときは、この文から始まります。",
        first=standing_note,
    ),
    Verb(
        name="hand_over", title="担当を引き継ぐ", button="引き継ぐ", form=HandOverForm,
        lead="引き継いだ瞬間から、次の担当者の仕事になります。"
        "別の窓口を選ぶと、主担当もその窓口に移ります。",
        carry_out=carry_hand_over, done="担当を引き継ぎました。次の担当者のホームに出ています。",
        options=lambda viewer, case: {"staff": successors(viewer, case)},
        first=first_promise,
    ),
)  # fmt: skip
