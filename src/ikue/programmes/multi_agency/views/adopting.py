"""プランを決定する: 主管課長 puts the edition in force that the conference found fitting."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from ikue.audit import door
from ikue.casework.domain.plan_queries import PlanPage, show_plan
from ikue.casework.views.keeping import drop, kept, saved_at
from ikue.directory.viewers import Viewer, viewer_of
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.multi_agency.domain.decisions import adopt_plan_after_conference
from ikue.programmes.multi_agency.forms.coordinations import AdoptForm
from ikue.programmes.multi_agency.rules import decides_it

DRAFT = "plan-adopt"


@door.read()
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    page = _to_decide(viewer, pk)
    if not any(row.name == "adopt" for row in page.acts):
        messages.warning(request, "このプランは、いまは決定できません。状態を確かめてください。")
        return redirect("casework:plan", pk)
    initial = kept(viewer, form=DRAFT, subject=pk, kind=AdoptForm)
    return _page(request, viewer, page, AdoptForm(at=viewer.at, initial=initial))


@door.write()
def act(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    page = _to_decide(viewer, pk)
    form = AdoptForm(request.POST, at=viewer.at)
    if form.is_valid():
        try:
            adopt_plan_after_conference(
                plan=page.plan, decided_on=form.cleaned_data["decided_on"], by=viewer, at=viewer.at
            )
        except Expected as failure:
            form.add_error(None, str(failure))
        else:
            drop(viewer, form=DRAFT, subject=pk)
            messages.success(
                request,
                "プランを決定しました。役割を担う窓口が、プランと自分の役割を読めるようになりました。",
            )
            return redirect("casework:plan", pk)
    return _page(request, viewer, page, form, status=422)


adopt = door.screen(show=show, act=act)


def _to_decide(viewer: Viewer, pk: UUID) -> PlanPage:
    page = show_plan(viewer, pk)
    if not decides_it(viewer, page.plan):
        raise NotAllowed("adopt")
    return page


def _page(
    request: HttpRequest, viewer: Viewer, page: PlanPage, form: AdoptForm, status: int = 200
) -> HttpResponse:
    context = {
        "page": page, "form": form, "at": viewer.at, "draft": DRAFT,
        "saved_at": saved_at(viewer, form=DRAFT, subject=page.plan.pk),
    }  # fmt: skip
    return TemplateResponse(request, "multi_agency/adopt.html", context, status=status)
