"""つなぐ・多機関協働へつなぐ: written, shown as the receiver will read it, then sent on a basis."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from ikue.audit import door
from ikue.casework.domain.packets import packet_contents
from ikue.casework.enums import ReferralKind
from ikue.directory.models import Window
from ikue.directory.viewers import Viewer, viewer_of
from ikue.drafts.keeping import draft_of, drop_draft
from ikue.kernel import clock
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed, Transition
from ikue.people.enums import ContactKind
from ikue.programmes.consultation.domain.destinations import destinations, near
from ikue.programmes.consultation.domain.queries import (
    ShownConsultation,
    coordinators_window,
    show_consultation,
)
from ikue.programmes.consultation.domain.screening import refer
from ikue.programmes.consultation.forms.referral import ReferralForm
from ikue.programmes.consultation.forms.restoring import restore
from ikue.programmes.consultation.phrases import BASES, NO_BASIS, URGENT
from ikue.programmes.consultation.rules import received_it
from ikue.programmes.consultation.states import CONSULTATION
from ikue.sharing.domain.bases import Passage, bases_for

PAGE = "consultation/refer.html"
CHANGED = "確かめたあとで内容が変わりました。相手が読む内容をもう一度見てから、つないでください。"
CHOOSE_BASIS = "渡す根拠を一つ選んでください。"


@door.read()
def show(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    viewer, shown = _asked(request, pk)
    if _row(shown, viewer, name) is None:
        return redirect("consultation:detail", pk=pk)
    form = _form(viewer, shown, name)
    form.initial["complaint"] = shown.record.complaint
    form.initial["persons"] = [str(shown.record.person_id)]
    form.initial.setdefault("to", request.GET.get("to", ""))
    draft = draft_of(account_id=viewer.account_id, **_draft(pk, name))
    if "to" not in request.GET:
        restore(form, draft.content if draft else {})
    return _page(request, viewer, shown, name, form)


@door.write()
def act(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    viewer, shown = _asked(request, pk)
    form = _form(viewer, shown, name, request.POST)
    if not form.is_valid():
        return _page(request, viewer, shown, name, form, status=422)
    if request.POST.get("act") != "send":
        return _page(request, viewer, shown, name, form, preview=_preview(form, viewer, shown))
    if _is_sent(form, viewer, shown):
        drop_draft(account_id=viewer.account_id, **_draft(pk, name))
        messages.success(
            request,
            f"{form.destination.name}へつなぎました。返事が来るまで、この相談はこちらの一覧に残ります。",
        )
        return redirect("consultation:detail", pk=pk)
    preview = _preview(form, viewer, shown)
    return _page(request, viewer, shown, name, form, preview=preview, status=422)


screen = door.screen(show=show, act=act)


def _asked(request: HttpRequest, pk: UUID) -> tuple[Viewer, ShownConsultation]:
    viewer = viewer_of(request)
    shown = show_consultation(viewer, pk)
    if not received_it(viewer, shown.record):
        raise NotAllowed("refer")
    return viewer, shown


def _row(shown: ShownConsultation, viewer: Viewer, name: str) -> Transition | None:
    rows = CONSULTATION.open_to(record=shown.record, viewer=viewer)
    return next((row for row in rows if row.name == name), None)


def _form(viewer: Viewer, shown: ShownConsultation, name: str, *data: Any) -> ReferralForm:
    on = clock.today(viewer.at)
    everywhere = destinations(viewer, on)
    form = ReferralForm(
        *data,
        at=viewer.at,
        to=everywhere,
        near=near(shown.record.town_code, on),
        members=[one for one in shown.members if one.person is not None],
    )
    if name == "request_multi_agency":
        window = coordinators_window(on)
        to = next(one for one in everywhere if one.window == window)
        form.fix(to=to, kind=ReferralKind.MULTI_AGENCY)
    return form


def _is_sent(form: ReferralForm, viewer: Viewer, shown: ShownConsultation) -> bool:
    if form.cleaned_data["confirmed"] != form.digest:
        form.add_error(None, CHANGED)
        return False
    if not form.cleaned_data["basis"]:
        form.add_error("basis", CHOOSE_BASIS)
        return False
    try:
        refer(consultation=shown.record, sending=form.to_sending(), by=viewer, at=viewer.at)
    except Expected as failure:
        form.add_error(None, str(failure))
        return False
    return True


def _preview(form: ReferralForm, viewer: Viewer, shown: ShownConsultation) -> dict[str, Any]:
    """What the receiver will read, and the rows of the law's table on which it may go."""
    if "to" not in form.cleaned_data or "persons" not in form.cleaned_data:
        return {}
    passage = Passage(
        from_window=Window.objects.select_related("agency").get(pk=viewer.window_id),
        to_window=form.destination.window,
        to_agency=form.destination.agency,
        person_ids=form.person_ids,
        on=clock.today(viewer.at),
    )
    named = {one.person_id: one for one in shown.members}
    contents = packet_contents(circle_id=shown.record.circle_id, person_ids=form.person_ids)
    return {
        "to": form.destination,
        "persons": [named[person_id] for person_id in form.person_ids if person_id in named],
        "contents": contents,
        "kinds": sorted({ContactKind(one["kind"]).label for one in contents.contact_points}),
        "bases": [(basis, BASES.get(basis.code, "")) for basis in bases_for(passage)],
        "digest": form.digest,
    }


def _draft(pk: UUID, name: str) -> dict[str, str]:
    return {"form": f"screen-{name}", "subject": str(pk)}


def _page(
    request: HttpRequest,
    viewer: Viewer,
    shown: ShownConsultation,
    name: str,
    form: ReferralForm,
    *,
    preview: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    draft = _draft(shown.record.pk, name)
    context = {
        "shown": shown,
        "record": shown.record,
        "row": next(row for row in CONSULTATION if row.name == name),
        "form": form,
        "fixed": name == "request_multi_agency",
        "preview": preview,
        "no_basis": NO_BASIS,
        "urgent": URGENT,
        "at": viewer.at,
        "draft_form": draft["form"],
        "draft_subject": draft["subject"],
    }
    return TemplateResponse(request, PAGE, context, status=status)
