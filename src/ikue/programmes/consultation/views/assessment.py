"""アセスメントの画面: the sheet as it stands, its editions, and the form that writes the next."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from ikue.audit import door
from ikue.directory.viewers import Viewer, viewer_of
from ikue.drafts.keeping import draft_of as typed_before
from ikue.drafts.keeping import drop_draft
from ikue.drafts.restoring import restore
from ikue.kernel import clock
from ikue.kernel.expected import EditedMeanwhile, Expected
from ikue.programmes.consultation.domain.assessing import (
    AssessmentFacts,
    confirm_assessment,
    draft_of,
    first_facts,
    save_assessment,
    show_assessments,
    shown_facts,
)
from ikue.programmes.consultation.exports import sheet_of
from ikue.programmes.consultation.forms.assessment import AssessmentForm, initial_of, sheet_form
from ikue.programmes.consultation.models import AssessmentField
from ikue.programmes.consultation.states import ASSESSMENT
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.domain.showing import ShownHousehold, show_households

DRAFT = "assessment"


@door.read()
def assessment(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    editions = show_assessments(viewer, circle_id)
    writes = rights_of(viewer, [circle_id]).on_duty_in(circle_id)
    if not editions and not writes:
        raise Http404
    households = show_households(viewer, circle_id)
    wanted = next((one for one in editions if str(one.pk) == request.GET.get("edition")), None)
    shown = wanted or next(iter(editions), None)
    context = {
        "circle_id": circle_id,
        "label": label_of(households),
        "editions": editions,
        "shown": shown,
        "sheet": sheet_of(shown, fields_at(viewer), names_of(households)) if shown else None,
        "writes": writes,
        "verbs": ASSESSMENT.open_to(record=shown, viewer=viewer) if shown else [],
        "lacking": ASSESSMENT.lacking(record=shown, viewer=viewer) if shown else [],
        "draft": draft_of(circle_id=circle_id, by=viewer),
        "at": viewer.at,
    }
    return TemplateResponse(request, "consultation/assessment.html", context)


@door.read()
def show_form(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    require_duty(viewer, circle_id)
    draft = draft_of(circle_id=circle_id, by=viewer)
    facts = shown_facts(draft, by=viewer) if draft else first_facts(circle_id=circle_id, by=viewer)
    form = form_for(viewer, circle_id)
    form.initial = initial_of(facts, form.rows) | {"seen_version": draft.version if draft else 0}
    kept = typed_before(account_id=viewer.account_id, form=DRAFT, subject=str(circle_id))
    if kept is not None:
        restore(form, kept.content)
    return form_page(request, viewer, circle_id, form)


@door.write()
def act_on_form(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    require_duty(viewer, circle_id)
    form = form_for(viewer, circle_id, data=request.POST)
    if not form.is_valid():
        return form_page(request, viewer, circle_id, form, status=422)
    try:
        save_assessment(
            circle_id=circle_id, facts=form.to_facts(), by=viewer, at=viewer.at,
            seen_version=form.cleaned_data["seen_version"],
        )  # fmt: skip
    except EditedMeanwhile as changed:
        return conflict_page(request, viewer, circle_id, changed)
    drop_draft(account_id=viewer.account_id, form=DRAFT, subject=str(circle_id))
    messages.success(request, "アセスメントを保存しました。確定するまでは、何度でも書き直せます。")
    return redirect("consultation:assessment", circle_id)


edit = door.screen(show=show_form, act=act_on_form)


@door.write()
def confirm(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_of(circle_id=circle_id, by=viewer)
    if draft is None:
        raise Http404
    try:
        confirm_assessment(assessment=draft, by=viewer, at=viewer.at)
        messages.success(request, f"第{draft.edition}版を確定しました。")
    except Expected as failure:
        messages.error(request, str(failure))
    return redirect("consultation:assessment", circle_id)


def require_duty(viewer: Viewer, circle_id: UUID) -> None:
    if not rights_of(viewer, [circle_id]).on_duty_in(circle_id):
        raise Http404


def fields_at(viewer: Viewer) -> list[AssessmentField]:
    return list(AssessmentField.objects.in_force(clock.today(viewer.at)))


def label_of(households: tuple[ShownHousehold, ...]) -> str:
    return households[0].label if households else ""


def names_of(households: tuple[ShownHousehold, ...]) -> dict[str, str]:
    """The members whom the viewer may call by name; of the others the sheet says nothing."""
    return {
        str(member.person_id): f"{member.label}（{member.relationship}）"
        for household in households
        for member in household.members
        if member.person is not None
    }


def form_for(viewer: Viewer, circle_id: UUID, **options: Any) -> AssessmentForm:
    members = names_of(show_households(viewer, circle_id))
    return sheet_form(fields_at(viewer), tuple(members.items()))(at=viewer.at, **options)


def form_page(
    request: HttpRequest,
    viewer: Viewer,
    circle_id: UUID,
    form: AssessmentForm,
    *,
    status: int = 200,
    theirs: AssessmentFacts | None = None,
) -> HttpResponse:
    context = {"circle_id": circle_id, "form": form, "theirs": theirs, "at": viewer.at}
    return TemplateResponse(request, "consultation/assessment_edit.html", context, status=status)


def conflict_page(
    request: HttpRequest,
    viewer: Viewer,
    circle_id: UUID,
    changed: EditedMeanwhile,
) -> HttpResponse:
    """Both texts: what was typed stays in the form, what stands there now is shown above it."""
    typed = request.POST.copy()
    typed["seen_version"] = str(changed.current.version)
    form = form_for(viewer, circle_id, data=typed)
    form.add_error(None, str(changed))
    theirs = shown_facts(changed.current, by=viewer)
    return form_page(request, viewer, circle_id, form, status=409, theirs=theirs)
