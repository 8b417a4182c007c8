"""The acts on a case as pages of one form each: 次の行動, 中断, 再開, 引継ぎ. Its end: `turns`."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse

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
from ikue.desk.domain.casefile import find_case, next_what, unchanged_case
from ikue.desk.domain.papers import book_of, write_note
from ikue.desk.forms.cases import (
    HandOverForm,
    NextForm,
    NoteForm,
    ReopenForm,
    SuspendForm,
)
from ikue.directory.domain.queries import staff_at
from ikue.directory.viewers import Viewer
from ikue.directory.views.acting import Act, Visit
from ikue.kernel.transitions import NotAllowed
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.domain.naming import naming

NOT_ENDED = "このケースは終結していません。様子は「経過」に書いてください。"
UNDER_WAY = (CaseState.OPEN, CaseState.SUSPENDED)


def walks(verb: str) -> Callable[[Viewer, Case], object]:
    """Open where the row of the table of transitions is."""
    return lambda viewer, case: CASE.check(verb, record=case, viewer=viewer)


def leads_while(*states: str) -> Callable[[Viewer, Case], None]:
    """Of an act that changes no state: for the leading window, in one of these states."""

    def may(viewer: Viewer, case: Case) -> None:
        if not leads(viewer, case):
            raise NotAllowed("lead")
        if case.state not in states:
            raise CaseNotPossible(ENDED if case.state == CaseState.COMPLETED else NOT_ENDED)

    return may


def case_found(viewer: Viewer, pk: UUID) -> Case:
    return find_case(pk)


def to_case(case: Case) -> str:
    return reverse("desk:case", args=[case.pk])


def called(visit: Visit, form: object) -> dict[str, Any]:
    case = visit.subject
    named = naming(visit.viewer, [case.circle_id])
    return {"name": named.name(case.circle_id, otherwise=case.number)}


on_case = partial(Act, find=case_found, back=to_case, beside=called, template="desk/verb.html")


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
    on_case(
        name="next", title="次の行動を決める", button="決める",
        form=NextForm, may=leads_while(*UNDER_WAY),
        lead="前の行動は済んだものとして残り、ここで決めたことが次の行動になります。",
        carry_out=carry_next, done="次の行動を決めました。",
        first=lambda viewer, case: {"seen_version": case.version},
    ),
    on_case(
        name="suspend", title="中断する", button="中断する",
        form=SuspendForm, may=walks("suspend"),
        lead="連絡がとれないときなどに、いったん止めます。見直す日が来ると、ホームに出ます。",
        carry_out=carry_suspend, done="支援を中断しました。見直す日に、ホームでお知らせします。",
    ),
    on_case(
        name="reopen", title="再開する", button="再開する",
        form=ReopenForm, may=walks("reopen"),
        lead="だれが担当し、次に何をするかを決めて、もう一度始めます。",
        carry_out=carry_reopen, done="支援を再開しました。",
        options=lambda viewer, case: {"staff": staff_at(case.lead_window_id, viewer.at)},
    ),
    on_case(
        name="note", title="引継ぎ簿に書く", button="書いておく",
        form=NoteForm, may=leads_while(*UNDER_WAY),
        lead="担当は替わりません。異動や休みの前に、次の人が困らないように書いておきます。",
        carry_out=carry_note, done="引継ぎ簿に書きました。引き継ぐときは、この文から始まります。",
        first=standing_note,
    ),
    on_case(
        name="hand_over", title="担当を引き継ぐ", button="引き継ぐ",
        form=HandOverForm, may=leads_while(*UNDER_WAY),
        lead="引き継いだ瞬間から、次の担当者の仕事になります。"
        "別の窓口を選ぶと、主担当もその窓口に移ります。",
        carry_out=carry_hand_over, done="担当を引き継ぎました。次の担当者のホームに出ています。",
        options=lambda viewer, case: {"staff": successors(viewer, case)},
        first=first_promise,
    ),
)  # fmt: skip
