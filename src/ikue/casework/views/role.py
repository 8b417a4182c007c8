"""役割の画面: what is asked of the holder, the plan as far as it is open, and the answer."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from ikue.audit import door
from ikue.casework.domain import roles
from ikue.casework.domain.plan_queries import RolePage, show_role
from ikue.casework.forms import plan_acts
from ikue.casework.views import several
from ikue.directory.viewers import Viewer, viewer_of

ANSWERS: dict[str, several.Answer] = {
    "accept": several.Answer(
        form=plan_acts.AcceptRoleForm,
        carry_out=lambda role, form, by: roles.accept_role(
            role=role, answer=form.to_answer(), by=by, at=by.at
        ),
        said="役割の引受けを記録しました。プランの役割表に出ています。",
    ),
    "decline": several.Answer(
        form=plan_acts.DeclineRoleForm,
        carry_out=lambda role, form, by: roles.decline_role(
            role=role, reason=form.cleaned_data["reason"], answer=form.to_answer(), by=by, at=by.at
        ),
        said="返事を記録しました。役割表に「未了」と出て、多機関協働が次を決めます。",
        is_grave=True,
    ),
    "end": several.Answer(
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
    asked = several.Asked("role", page.line.role, viewer)
    refused = several.carry_out(request, asked, name, ANSWERS[name])
    if refused is None:
        return redirect(_next(page))
    return _page(request, viewer, show_role(viewer, pk), refused)


def _next(page: RolePage) -> str:
    """The plan, where there is one: the answer stands in its table."""
    role_pk, plan_pk = page.line.role.pk, page.line.role.plan_id
    if plan_pk is None:
        return reverse("casework:role", args=[role_pk])
    return reverse("casework:plan", args=[plan_pk])


def _page(
    request: HttpRequest, viewer: Viewer, page: RolePage, refused: several.Refused | None = None
) -> HttpResponse:
    asked = several.Asked("role", page.line.role, viewer)
    rows = [
        (row.name, row.verb, ANSWERS[row.name]) for row in page.line.acts if row.name in ANSWERS
    ]
    context = {
        "page": page, "line": page.line, "role": page.line.role, "at": viewer.at,
        **several.shown(asked, rows, first="accept", refused=refused),
    }  # fmt: skip
    return TemplateResponse(request, "casework/role.html", context, status=422 if refused else 200)
