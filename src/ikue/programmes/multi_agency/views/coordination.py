"""多機関協働の調整 of one household, and its acts as pages of one form each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from ikue.audit import door
from ikue.casework.domain.successors import successors
from ikue.casework.models import Case
from ikue.casework.views.keeping import drop, kept, saved_at
from ikue.directory.models import Appointment
from ikue.directory.viewers import Viewer, viewer_of
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.kernel.wareki import format_wareki
from ikue.programmes.multi_agency.domain.coordination_page import (
    CoordinationPage,
    coordination_page,
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
from ikue.ui.forms import BaseForm


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act on a coordination: what is typed, whether it is open, what it does and says."""

    name: str
    title: str
    lead: str
    button: str
    form: type[BaseForm]
    is_open: Callable[[CoordinationPage], bool]
    carry_out: Callable[[CoordinationPage, Any, Viewer], object]
    done: str
    leads_to: str = "multi_agency:coordination"
    options: Callable[[Viewer, CoordinationPage], dict[str, Any]] = lambda viewer, page: {}
    what_stays_open: Callable[[CoordinationPage], str] = lambda page: ""
    """Said after the lead, where it depends on the household."""

    @property
    def draft(self) -> str:
        return f"coordination-{self.name}"


@door.read()
def coordination(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    page = coordination_page(viewer, Coordination.objects.get(pk=pk))
    acts = [act for act in ACTS if act.is_open(page)]
    context = {"page": page, "acts": acts, "at": viewer.at}
    return TemplateResponse(request, "multi_agency/coordination.html", context)


def screen(act: Act) -> Callable[..., HttpResponse]:
    """The two views of one act."""

    @door.read()
    def show(request: HttpRequest, pk: UUID) -> HttpResponse:
        viewer = viewer_of(request)
        page = coordination_page(viewer, Coordination.objects.get(pk=pk))
        if not act.is_open(page):
            messages.warning(request, "いまは「" + act.title + "」はできません。")
            return redirect("multi_agency:coordination", pk)
        initial = kept(viewer, form=act.draft, subject=pk, kind=act.form)
        form = act.form(at=viewer.at, initial=initial, **act.options(viewer, page))
        return _act_page(request, viewer, act, page, form)

    @door.write()
    def carry(request: HttpRequest, pk: UUID) -> HttpResponse:
        viewer = viewer_of(request)
        page = coordination_page(viewer, Coordination.objects.get(pk=pk))
        form = act.form(request.POST, at=viewer.at, **act.options(viewer, page))
        if form.is_valid():
            try:
                act.carry_out(page, form, viewer)
            except Expected as failure:
                form.add_error(None, str(failure))
            else:
                drop(viewer, form=act.draft, subject=pk)
                messages.success(request, act.done)
                return redirect(act.leads_to, *([pk] if act.leads_to == HERE else []))
        return _act_page(request, viewer, act, page, form, status=422)

    return door.screen(show=show, act=carry)


def _act_page(
    request: HttpRequest,
    viewer: Viewer,
    act: Act,
    page: CoordinationPage,
    form: BaseForm,
    status: int = 200,
) -> HttpResponse:
    pk = page.coordination.pk
    context = {
        "act": act, "lead": f"{act.lead}{act.what_stays_open(page)}", "page": page, "form": form,
        "at": viewer.at,
        "saved_at": saved_at(viewer, form=act.draft, subject=pk),
    }  # fmt: skip
    return TemplateResponse(request, "multi_agency/act.html", context, status=status)


HERE = "multi_agency:coordination"
BOARD = "multi_agency:board"


def possible_leads(viewer: Viewer, page: CoordinationPage) -> dict[str, Any]:
    """Nobody to choose where another window leads already."""
    staff: list[Appointment] = []
    if page.case is not None and page.case.lead_window_id == viewer.window_id:
        found = successors(viewer, page.case)
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


def still_read(page: CoordinationPage) -> str:
    if page.agreed_until is None:
        return "この世帯のほかの記録は読めなくなります。"
    return (
        "この世帯のほかの記録は、同意により、"
        f"{format_wareki(page.agreed_until)}まで（撤回されれば、その時まで）読めます。"
    )


def can_follow_up(page: CoordinationPage) -> bool:
    one = page.coordination
    return one.state == CoordinationState.STEPPED_OUT and one.followed_up_at is None


ACTS = (
    Act(
        name="decide", title="支援を決定する", button="支援を決定する", form=DecideForm,
        lead="区として、この世帯を重層的に支えると決めた日を残します。会議の開催とは別のことです。",
        is_open=lambda page: page.decides, carry_out=carry_decide,
        done="支援を決定しました。",
    ),
    Act(
        name="step_out", title="主担当に戻して手を離す", button="手を離す", form=StepOutForm,
        lead="依頼した窓口に結果が伝わり、多機関協働は支援の輪を離れます。"
        "ここで書いた記録は残ります。",
        what_stays_open=still_read,
        is_open=can_step_out, carry_out=carry_step_out, options=possible_leads, leads_to=BOARD,
        done="手を離しました。フォローの日に、ホームと一覧でお知らせします。",
    ),
    Act(
        name="follow_up", title="手を離した後のフォローを記録する", button="記録する",
        form=FollowUpForm, lead="主担当の窓口に電話などで様子をたずねたら、ここに記録します。",
        is_open=can_follow_up, carry_out=carry_follow_up, leads_to=BOARD,
        done="フォローを記録しました。",
    ),
    Act(
        name="end_decision", title="支援決定を終える", button="終える", form=EndDecisionForm,
        lead="世帯への重層的な支援を終えると決めた日を残します。",
        is_open=lambda page: page.ends_decision, carry_out=carry_end,
        done="支援決定を終えました。",
    ),
)  # fmt: skip
