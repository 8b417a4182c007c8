"""アセスメントの画面: the sheet as it stands, its editions, and the form that writes the next."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from ikue.audit import door
from ikue.casework.models import Case
from ikue.directory.viewers import Viewer, viewer_of
from ikue.directory.views.acting import Act, Visit, screen
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
from ikue.programmes.consultation.models import AssessmentField, Consultation
from ikue.programmes.consultation.states import ASSESSMENT
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.domain.showing import ShownHousehold, show_households


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
        "case": Case.objects.filter(circle_id=circle_id).order_by("opened_at").last(),
        "receptions": Consultation.objects.filter(
            circle_id=circle_id, owner_window_id__in=viewer.window_ids
        ).order_by("received_at"),
        "at": viewer.at,
    }
    return TemplateResponse(request, "consultation/assessment.html", context)


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


def find_circle(viewer: Viewer, circle_id: UUID) -> UUID:
    if not rights_of(viewer, [circle_id]).on_duty_in(circle_id):
        raise Http404
    return circle_id


def boxes_and_members(viewer: Viewer, circle_id: UUID) -> dict[str, Any]:
    members = names_of(show_households(viewer, circle_id))
    return {"rows": fields_at(viewer), "members": tuple(members.items())}


def sheet(*data: Any, rows: Any, members: Any, **options: Any) -> AssessmentForm:
    return sheet_form(rows, members)(*data, **options)


def as_it_stands(viewer: Viewer, circle_id: UUID) -> dict[str, Any]:
    draft = draft_of(circle_id=circle_id, by=viewer)
    facts = shown_facts(draft, by=viewer) if draft else first_facts(circle_id=circle_id, by=viewer)
    version = draft.version if draft else 0
    return initial_of(facts, fields_at(viewer)) | {"seen_version": version}


def carry_sheet(circle_id: UUID, form: AssessmentForm, viewer: Viewer) -> object:
    return save_assessment(
        circle_id=circle_id, facts=form.to_facts(), by=viewer, at=viewer.at,
        seen_version=form.cleaned_data["seen_version"],
    )  # fmt: skip


def whose(visit: Visit, form: AssessmentForm) -> dict[str, Any]:
    return {"label": label_of(show_households(visit.viewer, visit.subject))}


def as_saved(visit: Visit, form: AssessmentForm, changed: EditedMeanwhile) -> AssessmentFacts:
    return shown_facts(changed.current, by=visit.viewer)


edit = screen(
    Act(
        name="assessment", title="アセスメントを書く", button="保存する", form=sheet,
        lead="埋まらない項目は、空けたままで保存できます。",
        find=find_circle, options=boxes_and_members, first=as_it_stands, carry_out=carry_sheet,
        compare=as_saved, key=lambda viewer, circle_id: circle_id,
        back=lambda circle_id: reverse("consultation:assessment", args=[circle_id]),
        template="consultation/assessment_edit.html", beside=whose,
        done="アセスメントを保存しました。確定するまでは、何度でも書き直せます。",
    )
)  # fmt: skip
