"""The steps of a plan as pages of one form each, and one more role while it runs."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from ikue.audit import door
from ikue.casework.domain import plans
from ikue.casework.domain.evaluating import evaluate_plan, record_progress
from ikue.casework.domain.plan_queries import PlanPage, show_plan
from ikue.casework.domain.roles import ask_further_role
from ikue.casework.forms import plan_acts
from ikue.casework.forms.plans import Holders, RoleRow, typed_values
from ikue.casework.states import PLAN
from ikue.directory.viewers import Viewer, viewer_of
from ikue.directory.views.acting import Act, screen
from ikue.drafts.restoring import kept, saved_at, sent
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed


def may_step(viewer: Viewer, page: PlanPage, *, name: str) -> None:
    """Raises NotAllowed as for no plan at all, NotPossible with a sentence."""
    if any(row.name == name for row in PLAN):
        PLAN.check(name, record=page.plan, viewer=viewer)
    elif not page.keeps:
        raise NotAllowed(name)


def its_plan(viewer: Viewer, page: PlanPage) -> dict[str, Any]:
    return {"plan": page.plan, "by": viewer}


def its_key(viewer: Viewer, page: PlanPage) -> UUID:
    return page.plan.pk


def to_plan(page: PlanPage) -> str:
    return reverse("casework:plan", args=[page.plan.pk])


def _step(
    *,
    name: str,
    title: str,
    form: type[plan_acts.StepForm] = plan_acts.StepForm,
    template: str = "casework/plan_step.html",
    **rest: Any,
) -> Act:
    return Act(
        name=name, title=title, button=title, form=form, template=template, find=show_plan,
        may=partial(may_step, name=name), options=its_plan, key=its_key, back=to_plan,
        family="plan-", **rest,
    )  # fmt: skip


STEPS = (
    _step(
        name="propose",
        title="会議に諮る",
        lead="この案を重層的支援会議に出します。直すときは「案に手を入れる」で戻せます。",
        done="会議に諮る案にしました。重層的支援会議の案件を開き、「資料」にこの案を入れてください。",
        carry_out=lambda page, form, by: plans.propose_plan(plan=page.plan, by=by, at=by.at),
    ),
    _step(
        name="take_back",
        title="案に手を入れる",
        lead="会議で出た意見を入れるために、作成中に戻します。書いたものは残ります。",
        done="作成中に戻しました。",
        carry_out=lambda page, form, by: plans.take_back_plan(plan=page.plan, by=by, at=by.at),
    ),
    _step(
        name="review",
        title="見直しを始める",
        lead="見直しの間も、役割はそのまま続きます。担い手は今のプランを読めます。",
        done="見直しを始めました。このまま続けるか、評価して次の版を作ってください。",
        carry_out=lambda page, form, by: plans.review_plan(plan=page.plan, by=by, at=by.at),
    ),
    _step(
        name="carry_on",
        title="このまま続ける",
        lead="見直した結果、同じプランを続けます。次に見直す日を決めてください。",
        done="このまま続けることにしました。",
        form=plan_acts.CarryOnForm,
        carry_out=lambda page, form, by: plans.carry_on_plan(
            plan=page.plan, by=by, at=by.at, **form.cleaned_data
        ),
    ),
    _step(
        name="end",
        title="プランを終える",
        lead="役割がすべて終わり、担い手はこのプランを読めなくなります。評価は残ります。",
        done="プランを終えました。主担当に戻して手を離すときは、「多機関協働の調整へ」を押してください。",
        carry_out=lambda page, form, by: plans.end_plan(plan=page.plan, by=by, at=by.at),
    ),
    _step(
        name="progress",
        title="目標の様子を書く",
        lead="モニタリングで分かったことを、目標ごとに書きます。まだの目標はそのままで構いません。",
        done="目標の様子を書きました。",
        form=plan_acts.ProgressForm,
        template="casework/plan_goals.html",
        carry_out=lambda page, form, by: record_progress(
            plan=page.plan, progress=form.to_progress(), by=by, at=by.at
        ),
    ),
    _step(
        name="evaluate",
        title="プランを評価する",
        lead="評価は一度だけ書けます。判定のあとに、終えるか、次の版を作ります。",
        done="評価を書きました。",
        form=plan_acts.EvaluateForm,
        template="casework/plan_goals.html",
        carry_out=lambda page, form, by: evaluate_plan(
            plan=page.plan, evaluation=form.to_evaluation(), by=by, at=by.at
        ),
    ),
)

step = screen({one.name: one for one in STEPS})


ROLE_DRAFT = "plan-role"


@door.read()
def show_role_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    page = show_plan(viewer, pk)
    if not page.keeps:
        raise Http404
    draft = kept(viewer, ROLE_DRAFT, pk)
    values = typed_values(draft.content if draft else {})
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
            with transaction.atomic():
                ask_further_role(plan=page.plan, facts=row.to_facts(), by=viewer, at=viewer.at)
        except Expected as failure:
            row.add_error(None, str(failure))
        else:
            sent(viewer, ROLE_DRAFT, pk)
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
        "saved_at": saved_at(viewer, ROLE_DRAFT, page.plan.pk),
    }  # fmt: skip
    return TemplateResponse(request, "casework/role_add.html", context, status=status)
