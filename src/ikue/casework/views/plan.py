"""支援プランの画面: the plan, its print, two editions beside each other; a new draft."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from ikue.audit import door, looking
from ikue.casework.domain.plan_queries import PlanPage, compare_editions, show_plan
from ikue.casework.domain.plans import draft_plan
from ikue.casework.enums import PlanState, Verdict
from ikue.casework.models import Case
from ikue.directory.viewers import viewer_of
from ikue.kernel.expected import Expected

WITH_A_PAGE = ("propose", "take_back", "review", "carry_on", "end")
"""Steps of the table that this app carries out; the decision stands with 多機関協働, which asks
what the conference said and whether support was decided."""
DECIDE = "multi_agency:adopt_plan"
TAKEN_OVER = (
    "アセスメントと会議で決まったことを写しています。"
    "プランに載せない方のことが書かれていれば、消してください。"
)
COORDINATION = "multi_agency:coordination_of"
"""From a case to what 多機関協働 does for it: where the lead gets the household back."""


@door.read()
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    page = show_plan(viewer, pk)
    context = {"page": page, "plan": page.plan, "at": viewer.at, "verbs": verbs_of(page)}
    return TemplateResponse(request, "casework/plan.html", context)


def verbs_of(page: PlanPage) -> list[tuple[str, str, str]]:
    """What is open now: after the evaluation what follows from it, then writing, then the steps of
    the table. The first stands out."""
    pk = page.plan.pk
    following = _following(page)
    found = [(name, verb, reverse(f"casework:{name}", args=[pk])) for name, verb in _writing(page)]
    for row in page.acts:
        if row.name == "carry_on" and not _may_go_on(page):
            continue
        if row.name in WITH_A_PAGE:
            found.append((row.name, row.verb, reverse("casework:plan_step", args=[pk, row.name])))
        elif row.name == "adopt":
            found.append((row.name, row.verb, reverse(DECIDE, args=[pk])))
    if page.keeps and page.plan.state == PlanState.ENDED:
        found.append(("coordination", "多機関協働の調整へ（手を離す）", coordination_of(page)))
    first = "end" if page.evaluation and not following else ""
    return [*following, *sorted(found, key=lambda verb: verb[0] != first)]


def coordination_of(page: PlanPage) -> str:
    return reverse(COORDINATION, args=[page.plan.case_id])


def _may_go_on(page: PlanPage) -> bool:
    """Nothing is added on a consent that has ended, nor after a verdict that ends this edition."""
    return page.evaluation is None and not page.consent_ended


def _following(page: PlanPage) -> list[tuple[str, str, str]]:
    """再プラン: the next edition, begun on the tab of the case, which asks nothing."""
    evaluation = page.evaluation
    if not (page.keeps and page.is_running and evaluation and evaluation.verdict == Verdict.REPLAN):
        return []
    if page.following is not None:
        address = reverse("casework:plan", args=[page.following.pk])
        return [("following", f"次の版（第{page.following.edition}版）を開く", address)]
    address = f"{reverse('desk:case', args=[page.plan.case_id])}?tab=plans#tabs"
    return [("following", "次の版を作る", address)]


def _writing(page: PlanPage) -> list[tuple[str, str]]:
    if not page.keeps:
        return []
    if page.plan.state == PlanState.DRAFT:
        return [("plan_edit", "案を書く")]
    if not page.is_running:
        return []
    progress = [("plan_progress", "目標の様子を書く")]
    more = [("role_add", "役割を加える")] if _may_go_on(page) else []
    return [*progress, *more, *([] if page.evaluation else [("plan_evaluate", "評価する")])]


@door.read()
def print_plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    page = show_plan(viewer, pk)
    looking.act("print")
    context = {"page": page, "plan": page.plan, "at": viewer.at}
    return TemplateResponse(request, "casework/plan_print.html", context)


@door.read()
def compare(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    context = {"found": compare_editions(viewer, pk), "at": viewer.at}
    return TemplateResponse(request, "casework/plan_compare.html", context)


@door.write()
def draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A first edition or the next one, from the tab of the case."""
    viewer = viewer_of(request)
    case = Case.objects.get(pk=pk)
    try:
        begun = draft_plan(case=case, facts=None, by=viewer, at=viewer.at)
    except Expected as refusal:
        messages.warning(request, str(refusal))
        return redirect(f"{reverse('desk:case', args=[pk])}?tab=plans")
    if begun.replaces_id is None and (begun.wishes or begun.challenges or begun.roles.exists()):
        messages.info(request, TAKEN_OVER)
    return redirect("casework:plan_edit", begun.pk)
