"""案を書く: the sheet of one edition. Two people who write at once see both texts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from ikue.audit import door
from ikue.casework.domain.plan_editing import PlanChanged, edit_plan
from ikue.casework.domain.plan_facts import parts, writing_of
from ikue.casework.domain.plan_queries import (
    Compared,
    PlanPage,
    beside,
    copied_names,
    names_for,
    show_plan,
)
from ikue.casework.enums import PlanState
from ikue.casework.forms.plans import Sheet, typed_values, values_of, with_one_more
from ikue.directory.viewers import Viewer, viewer_of
from ikue.drafts.restoring import kept, saved_at, sent
from ikue.kernel.expected import Expected

DRAFT = "plan"
MORE = {"add_goal": "goal", "add_role": "role"}


@door.read()
def show_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    page = show_plan(viewer, pk)
    if not page.keeps or page.plan.state != PlanState.DRAFT:
        messages.warning(request, "直せるのは、作成中のプランだけです。")
        return redirect("casework:plan", pk)
    fresh = values_of(writing_of(page.plan), version=page.plan.version)
    draft = kept(viewer, DRAFT, pk)
    values = fresh | typed_values(draft.content if draft else {})
    return _page(request, viewer, page, _sheet(viewer, page, values))


@door.write()
def act_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    page = show_plan(viewer, pk)
    values = typed_values(dict(request.POST.lists()))
    wanted = request.POST.get("act", "")
    if wanted in MORE:
        values = with_one_more(values, MORE[wanted])
    if wanted != "save":
        return _page(request, viewer, page, _sheet(viewer, page, values))
    sheet = Sheet(values, by=viewer, circle_id=page.plan.circle_id, data=request.POST)
    if not sheet.is_valid():
        return _page(request, viewer, page, sheet, status=422)
    return _save(request, viewer, page, sheet)


edit = door.screen(show=show_edit, act=act_edit)


def _save(request: HttpRequest, viewer: Viewer, page: PlanPage, sheet: Sheet) -> HttpResponse:
    pk = page.plan.pk
    try:
        with transaction.atomic():
            edit_plan(
                plan_id=pk, writing=sheet.to_writing(), by=viewer, at=viewer.at,
                seen_version=sheet.main.cleaned_data["seen_version"],
            )  # fmt: skip
    except PlanChanged as changed:
        again = {**sheet.values, "seen_version": changed.version}
        both = _sheet(viewer, page, again)
        return _page(
            request, viewer, page, both, status=409, conflict=_beside(page, sheet, changed)
        )
    except Expected as failure:
        sheet.main.add_error(None, str(failure))
        return _page(request, viewer, page, sheet, status=422)
    sent(viewer, DRAFT, pk)
    messages.success(request, "プランの案を保存しました。")
    return redirect("casework:plan", pk)


def _sheet(viewer: Viewer, page: PlanPage, values: dict[str, Any]) -> Sheet:
    return Sheet(values, by=viewer, circle_id=page.plan.circle_id)


def _beside(page: PlanPage, sheet: Sheet, changed: PlanChanged) -> dict[str, Any]:
    """Only the parts in which the two texts differ."""
    mine, theirs = sheet.to_writing(), changed.saved.writing
    choices = dict(sheet.main.fields["persons"].choices)  # type: ignore[attr-defined]
    names = names_for([theirs, mine], {**choices, **copied_names(page.plan)})
    rows: tuple[Compared, ...] = beside(parts(theirs, names), parts(mine, names))
    return {"rows": [row for row in rows if row.has_changed], "saved": changed.saved}


def _page(
    request: HttpRequest,
    viewer: Viewer,
    page: PlanPage,
    sheet: Sheet,
    *,
    status: int = 200,
    conflict: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "page": page, "plan": page.plan, "sheet": sheet, "conflict": conflict, "at": viewer.at,
        "saved_at": saved_at(viewer, DRAFT, page.plan.pk),
    }  # fmt: skip
    return TemplateResponse(request, "casework/plan_edit.html", context, status=status)
