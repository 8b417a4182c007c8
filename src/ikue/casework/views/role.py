"""役割の画面: what is asked of the holder, the plan as far as it is open, and the answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from ikue.audit import door
from ikue.casework.domain import roles
from ikue.casework.domain.plan_queries import RolePage, show_role
from ikue.casework.forms import plan_acts
from ikue.casework.models import RoleAssignment
from ikue.casework.views.keeping import drop, kept_whole
from ikue.directory.viewers import Viewer, viewer_of
from ikue.kernel.expected import Expected

CarryOut = Callable[[RoleAssignment, Any, Viewer], object]


@dataclass(frozen=True, kw_only=True)
class Answer:
    form: type[plan_acts.AnswerRoleForm]
    carry_out: CarryOut
    said: str
    is_grave: bool = False


ANSWERS: dict[str, Answer] = {
    "accept": Answer(
        form=plan_acts.AcceptRoleForm,
        carry_out=lambda role, form, by: roles.accept_role(
            role=role, answer=form.to_answer(), by=by, at=by.at
        ),
        said="役割の引受けを記録しました。プランの役割表に出ています。",
    ),
    "decline": Answer(
        form=plan_acts.DeclineRoleForm,
        carry_out=lambda role, form, by: roles.decline_role(
            role=role, reason=form.cleaned_data["reason"], answer=form.to_answer(), by=by, at=by.at
        ),
        said="返事を記録しました。役割表に「未了」と出て、多機関協働が次を決めます。",
        is_grave=True,
    ),
    "end": Answer(
        form=plan_acts.EndRoleForm,
        carry_out=lambda role, form, by: roles.end_role(role=role, by=by, at=by.at),
        said="役割を終えました。この役割で開いていたものは、閉じました。",
        is_grave=True,
    ),
}


@door.read()
def role(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    return _page(request, viewer, show_role(viewer, pk))


@door.write()
def answer(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    viewer = viewer_of(request)
    if name not in ANSWERS:
        raise Http404
    page = show_role(viewer, pk)
    chosen = ANSWERS[name]
    form = chosen.form(request.POST, role=page.line.role, by=viewer, auto_id=f"{name}_%s")
    if form.is_valid():
        try:
            with transaction.atomic():
                chosen.carry_out(page.line.role, form, viewer)
        except Expected as failure:
            form.add_error(None, str(failure))
        else:
            drop(viewer, form=f"role-{name}", subject=pk)
            messages.success(request, chosen.said)
            return redirect(_next(page))
    return _page(request, viewer, show_role(viewer, pk), failed=(name, form))


def _next(page: RolePage) -> str:
    """The plan, where there is one: the answer stands in its table."""
    role_pk, plan_pk = page.line.role.pk, page.line.role.plan_id
    if plan_pk is None:
        return reverse("casework:role", args=[role_pk])
    return reverse("casework:plan", args=[plan_pk])


def _page(
    request: HttpRequest,
    viewer: Viewer,
    page: RolePage,
    failed: tuple[str, plan_acts.AnswerRoleForm] | None = None,
) -> HttpResponse:
    verbs = _verbs(viewer, page, failed)
    context = {
        "page": page, "line": page.line, "role": page.line.role, "at": viewer.at, "verbs": verbs,
        "late": failed if failed and failed[0] not in {verb["name"] for verb in verbs} else None,
    }  # fmt: skip
    return TemplateResponse(request, "casework/role.html", context, status=422 if failed else 200)


def _verbs(
    viewer: Viewer, page: RolePage, failed: tuple[str, plan_acts.AnswerRoleForm] | None
) -> list[dict[str, Any]]:
    """The answers that are open now, each with its form and whether it stands open."""
    verbs = []
    for row in page.line.acts:
        if row.name not in ANSWERS:
            continue
        has_failed = failed is not None and failed[0] == row.name
        form = failed[1] if failed and has_failed else _fresh(viewer, page, row.name)
        is_open = has_failed if failed else row.name == "accept"
        grave = ANSWERS[row.name].is_grave
        verbs.append(
            {"name": row.name, "verb": row.verb, "form": form, "is_open": is_open, "grave": grave}
        )
    return verbs


def _fresh(viewer: Viewer, page: RolePage, name: str) -> plan_acts.AnswerRoleForm:
    kind = ANSWERS[name].form
    initial = kept_whole(viewer, form=f"role-{name}", subject=page.line.role.pk)
    return kind(role=page.line.role, by=viewer, initial=initial, auto_id=f"{name}_%s")
