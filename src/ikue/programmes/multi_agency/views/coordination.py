"""多機関協働の調整 of one household, and its acts as pages of one form each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from ikue.audit import door
from ikue.casework.domain.successors import successors
from ikue.casework.enums import CaseState
from ikue.casework.models import Case
from ikue.directory.models import Appointment
from ikue.directory.viewers import Viewer, viewer_of
from ikue.directory.views.acting import Act, NotNow, is_open
from ikue.kernel.transitions import NotAllowed
from ikue.kernel.wareki import format_wareki
from ikue.programmes.multi_agency.domain.coordination_page import (
    CoordinationPage,
    coordination_page,
    last_coordination,
)
from ikue.programmes.multi_agency.domain.coordinations import follow_up_after, step_out
from ikue.programmes.multi_agency.domain.decisions import decide_support, end_support
from ikue.programmes.multi_agency.enums import CoordinationState
from ikue.programmes.multi_agency.forms.coordinations import (
    DecideForm,
    EndDecisionForm,
    FollowUpForm,
    StepOutForm,
)
from ikue.programmes.multi_agency.models import Coordination


@door.read()
def coordination(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    page = coordination_page(viewer, Coordination.objects.get(pk=pk))
    acts = [act for act in ACTS if is_open(act, viewer, page)]
    waits = can_step_out(page) and page.holds_back
    lacking = [("手を離す", page.holds_back)] if waits else []
    context = {"page": page, "acts": acts, "lacking": lacking, "at": viewer.at}
    return TemplateResponse(request, "multi_agency/coordination.html", context)


@door.read()
def coordination_of(request: HttpRequest, case: UUID) -> HttpResponse:
    """From the case, its plans and its items to the coordination of that household."""
    one = last_coordination(viewer_of(request), case)
    return redirect("multi_agency:coordination", one.pk)


def found(viewer: Viewer, pk: UUID) -> CoordinationPage:
    return coordination_page(viewer, Coordination.objects.get(pk=pk))


def back(page: CoordinationPage) -> str:
    return reverse("multi_agency:coordination", args=[page.coordination.pk])


def to_board(viewer: Viewer, page: CoordinationPage, made: object) -> str:
    return reverse("multi_agency:board")


def nothing_holds_back(page: CoordinationPage) -> str:
    return ""


def on_coordination(
    *,
    title: str,
    when: Callable[[CoordinationPage], bool],
    lacks: Callable[[CoordinationPage], str] = nothing_holds_back,
    **row: Any,
) -> Act:
    def may(viewer: Viewer, page: CoordinationPage) -> None:
        if not when(page):
            raise NotNow(f"いまは「{title}」はできません。")
        if lacks(page):
            raise NotNow(lacks(page))

    return Act(
        title=title, may=may, find=found, back=back, key=lambda viewer, page: page.coordination.pk,
        family="coordination-", template="multi_agency/act.html", **row,
    )  # fmt: skip


def possible_leads(viewer: Viewer, page: CoordinationPage) -> dict[str, Any]:
    """Nobody to choose where another window leads already, or nothing is left to be asked."""
    staff: list[Appointment] = []
    case = page.case
    goes_on = case is not None and (case.state != CaseState.COMPLETED or case.awaits_follow_up)
    if case is not None and goes_on and case.lead_window_id == viewer.window_id:
        found = successors(viewer, case)
        staff = [one for one in found if one.window_id != viewer.window_id]
    return {"staff": staff}


def carry_step_out(page: CoordinationPage, form: StepOutForm, viewer: Viewer) -> object:
    return step_out(
        coordination=page.coordination, hand_back=form.to_hand_back(), by=viewer, at=viewer.at
    )


def carry_follow_up(page: CoordinationPage, form: FollowUpForm, viewer: Viewer) -> object:
    return follow_up_after(
        coordination=page.coordination, by=viewer, at=viewer.at, **form.cleaned_data
    )


def carry_decide(page: CoordinationPage, form: DecideForm, viewer: Viewer) -> object:
    return decide_support(case=_case(page), by=viewer, at=viewer.at, **form.cleaned_data)


def carry_end(page: CoordinationPage, form: EndDecisionForm, viewer: Viewer) -> object:
    if page.decision is None:
        raise NotAllowed("end_support")
    return end_support(decision=page.decision, by=viewer, at=viewer.at, **form.cleaned_data)


def _case(page: CoordinationPage) -> Case:
    if page.case is None:
        raise NotAllowed("decide_support")
    return page.case


def can_step_out(page: CoordinationPage) -> bool:
    return any(row.name == "step_out" for row in page.acts)


def what_ends(page: CoordinationPage) -> str:
    told = (
        "依頼した窓口に結果が伝わり、支援決定も終わって、多機関協働は支援の輪を離れます。"
        "ここで書いた記録は残ります。この世帯のほかの記録は"
    )
    if page.agreed_until is None:
        return f"{told}読めなくなります。"
    until = format_wareki(page.agreed_until)
    return f"{told}、同意により、{until}まで（撤回されれば、その時まで）読めます。"


def whom_to_call(page: CoordinationPage) -> str:
    phone = f"（{page.lead_phone}）" if page.lead_phone else ""
    return f"主担当の{page.lead}{phone}に電話などで様子をたずねたら、ここに記録します。"


def can_follow_up(page: CoordinationPage) -> bool:
    one = page.coordination
    return one.state == CoordinationState.STEPPED_OUT and one.followed_up_at is None


ACTS = (
    on_coordination(
        name="decide", title="支援を決定する", button="支援を決定する", form=DecideForm,
        lead="区として、この世帯を重層的に支えると決めた日を残します。会議の開催とは別のことです。",
        when=lambda page: page.decides, carry_out=carry_decide,
        done="支援を決定しました。",
    ),
    on_coordination(
        name="step_out", title="主担当に戻して手を離す", button="手を離す", form=StepOutForm,
        lead=what_ends,
        when=can_step_out, lacks=lambda page: page.holds_back, carry_out=carry_step_out,
        options=possible_leads, leads_to=to_board,
        done="手を離しました。フォローの日に、ホームと一覧でお知らせします。",
    ),
    on_coordination(
        name="follow_up", title="手を離した後のフォローを記録する", button="記録する",
        form=FollowUpForm, lead=whom_to_call,
        when=can_follow_up, carry_out=carry_follow_up, leads_to=to_board,
        done="フォローを記録しました。",
    ),
    on_coordination(
        name="end_decision", title="支援決定を終える", button="終える", form=EndDecisionForm,
        lead="世帯への重層的な支援を終えると決めた日を残します。",
        when=lambda page: page.ends_decision, carry_out=carry_end,
        done="支援決定を終えました。",
    ),
)  # fmt: skip
