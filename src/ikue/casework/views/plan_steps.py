"""The steps of a plan as pages of one form each, and one more role while it runs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from ikue.audit import door
from ikue.casework.domain import plans
from ikue.casework.domain.evaluating import evaluate_plan, record_progress
from ikue.casework.domain.plan_queries import PlanPage, show_plan
from ikue.casework.domain.roles import ask_further_role
from ikue.casework.forms import plan_acts
from ikue.casework.forms.plans import Holders, RoleRow, typed_values
from ikue.casework.models import Plan
from ikue.casework.states import PLAN
from ikue.casework.views.keeping import drop, kept_whole, saved_at
from ikue.directory.viewers import Viewer, viewer_of
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed

CarryOut = Callable[[Plan, Any, Viewer], object]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: what the clerk calls it, what it means, what is typed, what is said afterwards."""

    title: str
    lead: str
    done: str
    carry_out: CarryOut
    form: type[plan_acts.StepForm] = plan_acts.StepForm
    template: str = "plan_step"


STEPS: dict[str, Step] = {
    "propose": Step(
        title="会議に諮る",
        lead="この案を重層的支援会議に出します。直すときは「案に手を入れる」で戻せます。",
        done="会議に諮る案にしました。",
        carry_out=lambda plan, form, by: plans.propose_plan(plan=plan, by=by, at=by.at),
    ),
    "take_back": Step(
        title="案に手を入れる",
        lead="会議で出た意見を入れるために、作成中に戻します。書いたものは残ります。",
        done="作成中に戻しました。",
        carry_out=lambda plan, form, by: plans.take_back_plan(plan=plan, by=by, at=by.at),
    ),
    "review": Step(
        title="見直しを始める",
        lead="見直しの間も、役割はそのまま続きます。担い手は今のプランを読めます。",
        done="見直しを始めました。このまま続けるか、評価して次の版を作ってください。",
        carry_out=lambda plan, form, by: plans.review_plan(plan=plan, by=by, at=by.at),
    ),
    "carry_on": Step(
        title="このまま続ける",
        lead="見直した結果、同じプランを続けます。次に見直す日を決めてください。",
        done="このまま続けることにしました。",
        form=plan_acts.CarryOnForm,
        carry_out=lambda plan, form, by: plans.carry_on_plan(
            plan=plan, by=by, at=by.at, **form.cleaned_data
        ),
    ),
    "end": Step(
        title="プランを終える",
        lead="役割がすべて終わり、担い手はこのプランを読めなくなります。評価は残ります。",
        done="プランを終えました。",
        carry_out=lambda plan, form, by: plans.end_plan(plan=plan, by=by, at=by.at),
    ),
    "progress": Step(
        title="目標の様子を書く",
        lead="モニタリングで分かったことを、目標ごとに書きます。まだの目標はそのままで構いません。",
        done="目標の様子を書きました。",
        form=plan_acts.ProgressForm,
        template="plan_goals",
        carry_out=lambda plan, form, by: record_progress(
            plan=plan, progress=form.to_progress(), by=by, at=by.at
        ),
    ),
    "evaluate": Step(
        title="プランを評価する",
        lead="評価は一度だけ書けます。判定のあとに、終えるか、次の版を作ります。",
        done="評価を書きました。",
        form=plan_acts.EvaluateForm,
        template="plan_goals",
        carry_out=lambda plan, form, by: evaluate_plan(
            plan=plan, evaluation=form.to_evaluation(), by=by, at=by.at
        ),
    ),
}


@door.read()
def show_step(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    viewer = viewer_of(request)
    step = _step(name)
    page = show_plan(viewer, pk)
    try:
        _may(name, page, viewer)
    except Expected as refusal:
        messages.warning(request, str(refusal))
        return redirect("casework:plan", pk)
    initial = kept_whole(viewer, form=f"plan-{name}", subject=pk)
    form = step.form(plan=page.plan, by=viewer, initial=initial)
    return _page(request, viewer, page, name, form)


@door.write()
def act_step(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    viewer = viewer_of(request)
    step = _step(name)
    page = show_plan(viewer, pk)
    form = step.form(request.POST, plan=page.plan, by=viewer)
    if not form.is_valid():
        return _page(request, viewer, page, name, form, status=422)
    try:
        step.carry_out(page.plan, form, viewer)
    except Expected as failure:
        form.add_error(None, str(failure))
        return _page(request, viewer, page, name, form, status=422)
    drop(viewer, form=f"plan-{name}", subject=pk)
    messages.success(request, step.done)
    return redirect("casework:plan", pk)


step = door.screen(show=show_step, act=act_step)


def _step(name: str) -> Step:
    if name not in STEPS:
        raise Http404
    return STEPS[name]


def _may(name: str, page: PlanPage, viewer: Viewer) -> None:
    """Raises NotAllowed as for no plan at all, NotPossible with a sentence."""
    if any(row.name == name for row in PLAN):
        PLAN.check(name, record=page.plan, viewer=viewer)
    elif not page.keeps:
        raise NotAllowed(name)


def _page(
    request: HttpRequest,
    viewer: Viewer,
    page: PlanPage,
    name: str,
    form: plan_acts.StepForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "page": page, "plan": page.plan, "step": STEPS[name], "form": form, "at": viewer.at,
        "draft": f"plan-{name}",
        "saved_at": saved_at(viewer, form=f"plan-{name}", subject=page.plan.pk),
    }  # fmt: skip
    return TemplateResponse(
        request, f"casework/{STEPS[name].template}.html", context, status=status
    )


ROLE_DRAFT = "plan-role"


@door.read()
def show_role_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    page = show_plan(viewer, pk)
    if not page.keeps:
        raise Http404
    values = typed_values(kept_whole(viewer, form=ROLE_DRAFT, subject=pk))
    return _role_page(request, viewer, page, _role_row(viewer, values))


@door.write()
def act_role_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    page = show_plan(viewer, pk)
    values = typed_values(dict(request.POST.lists()))
    if request.POST.get("act") != "save":
        return _role_page(request, viewer, page, _role_row(viewer, values))
    row = _role_row(viewer, values, data=request.POST)
    if row.is_valid():
        try:
            ask_further_role(plan=page.plan, facts=row.to_facts(), by=viewer, at=viewer.at)
        except Expected as failure:
            row.add_error(None, str(failure))
        else:
            drop(viewer, form=ROLE_DRAFT, subject=pk)
            messages.success(request, "役割をお願いしました。担い手のホームに出ています。")
            return redirect("casework:plan", pk)
    return _role_page(request, viewer, page, row, status=422)


role_add = door.screen(show=show_role_add, act=act_role_add)


def _role_row(viewer: Viewer, values: dict[str, Any], data: Any = None) -> RoleRow:
    chosen = str(values.get("holder", ""))
    row = RoleRow(
        data, holders=Holders(viewer, [chosen]), chosen=chosen, at=viewer.at, initial=values
    )
    del row.fields["drop"]
    # In the sheet an empty row is no role; here there is only this one.
    for name in ("holder", "what"):
        row.fields[name].required = True
    return row


def _role_page(
    request: HttpRequest, viewer: Viewer, page: PlanPage, row: RoleRow, *, status: int = 200
) -> HttpResponse:
    context = {
        "page": page, "plan": page.plan, "row": row, "at": viewer.at, "draft": ROLE_DRAFT,
        "saved_at": saved_at(viewer, form=ROLE_DRAFT, subject=page.plan.pk),
    }  # fmt: skip
    return TemplateResponse(request, "casework/role_add.html", context, status=status)
