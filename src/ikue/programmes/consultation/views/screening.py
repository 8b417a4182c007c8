"""振分け: the outcomes that stay at this window, each one small page with its form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from ikue.audit import door
from ikue.directory.domain.queries import staff_at
from ikue.directory.viewers import Viewer, viewer_of
from ikue.drafts.keeping import draft_of, drop_draft
from ikue.drafts.restoring import restore
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import Transition
from ikue.programmes.consultation.domain.queries import (
    ShownConsultation,
    show_consultation,
)
from ikue.programmes.consultation.domain.screening import (
    close_as_misregistered,
    close_with_information,
    stop_before_judgement,
    support_here,
    work_toward_consent,
)
from ikue.programmes.consultation.forms.screening import (
    InformForm,
    MisregisteredForm,
    StopForm,
    SupportForm,
    TowardConsentForm,
)
from ikue.programmes.consultation.models import Consultation
from ikue.programmes.consultation.states import CONSULTATION
from ikue.ui.forms import BaseForm


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Which form asks for it, what it means in a sentence, which verb carries it out."""

    form: Callable[..., BaseForm]
    lead: str
    carry_out: Callable[[Any, Consultation, Viewer], object]


def _inform(form: InformForm, consultation: Consultation, by: Viewer) -> object:
    told = form.cleaned_data["told"]
    return close_with_information(consultation=consultation, told=told, by=by, at=by.at)


def _support(form: SupportForm, consultation: Consultation, by: Viewer) -> object:
    return support_here(
        consultation=consultation,
        responsible=form.to_responsible(),
        next_action=form.to_next(),
        reason=form.cleaned_data["reason"],
        by=by,
        at=by.at,
    )


def _toward_consent(form: TowardConsentForm, consultation: Consultation, by: Viewer) -> object:
    return work_toward_consent(consultation=consultation, by=by, at=by.at, **form.cleaned_data)


def _stop(form: StopForm, consultation: Consultation, by: Viewer) -> object:
    reason = form.cleaned_data["reason"]
    return stop_before_judgement(consultation=consultation, reason=reason, by=by, at=by.at)


def _misregister(form: MisregisteredForm, consultation: Consultation, by: Viewer) -> object:
    reason = form.cleaned_data["reason"]
    return close_as_misregistered(consultation=consultation, reason=reason, by=by, at=by.at)


OUTCOMES = {
    "inform": Outcome(
        form=InformForm,
        lead="制度や窓口を伝えて、ここで終わりにします。また相談があれば、新しく受け付けられます。",
        carry_out=_inform,
    ),
    "support": Outcome(
        form=SupportForm,
        lead="世帯の支援ケースを開きます。この窓口が主担当になり、担当者と次の期日がつきます。",
        carry_out=_support,
    ),
    "work_toward_consent": Outcome(
        form=TowardConsentForm,
        lead="まだ同意はなくても、関わりを続けます。期日が来ると「いま私に」に出ます。",
        carry_out=_toward_consent,
    ),
    "stop": Outcome(
        form=StopForm,
        lead="途中で電話が切れた、続けることを望まれなかった、などのときです。受付の記録は残ります。",
        carry_out=_stop,
    ),
    "misregister": Outcome(
        form=MisregisteredForm,
        lead="二重に受け付けた、別の方に書いた、などのときです。記録は消えず、件数からは引かれます。",
        carry_out=_misregister,
    ),
}


@door.read()
def show(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    viewer, shown, outcome, row = _asked(request, pk, name)
    if row is None:
        return redirect("consultation:detail", pk=pk)
    form = outcome.form(at=viewer.at, **_options(name, viewer))
    if name == "support":
        form.initial["responsible"] = str(viewer.appointment_id)
    draft = draft_of(account_id=viewer.account_id, **_draft(pk, name))
    restore(form, draft.content if draft else {})
    return _page(request, viewer, shown, row, form)


@door.write()
def act(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    viewer, shown, outcome, row = _asked(request, pk, name)
    row = row or next(one for one in CONSULTATION if one.name == name)
    form = outcome.form(request.POST, at=viewer.at, **_options(name, viewer))
    if form.is_valid():
        try:
            outcome.carry_out(form, shown.record, viewer)
        except Expected as failure:
            form.add_error(None, str(failure))
        else:
            drop_draft(account_id=viewer.account_id, **_draft(pk, name))
            messages.success(request, f"{row.sentence}ことを記録しました。")
            return redirect("consultation:detail", pk=pk)
    return _page(request, viewer, shown, row, form, status=422)


screen = door.screen(show=show, act=act)


def _asked(
    request: HttpRequest, pk: UUID, name: str
) -> tuple[Viewer, ShownConsultation, Outcome, Transition | None]:
    if name not in OUTCOMES:
        raise Http404
    viewer = viewer_of(request)
    shown = show_consultation(viewer, pk)
    rows = CONSULTATION.open_to(record=shown.record, viewer=viewer)
    return viewer, shown, OUTCOMES[name], next((row for row in rows if row.name == name), None)


def _options(name: str, viewer: Viewer) -> dict[str, Any]:
    return {"colleagues": staff_at(viewer.window_id, viewer.at)} if name == "support" else {}


def _draft(pk: UUID, name: str) -> dict[str, str]:
    return {"form": f"screen-{name}", "subject": str(pk)}


def _page(
    request: HttpRequest,
    viewer: Viewer,
    shown: ShownConsultation,
    row: Transition,
    form: BaseForm,
    status: int = 200,
) -> HttpResponse:
    draft = _draft(shown.record.pk, row.name)
    context = {
        "shown": shown,
        "record": shown.record,
        "row": row,
        "lead": OUTCOMES[row.name].lead,
        "form": form,
        "at": viewer.at,
        "draft_form": draft["form"],
        "draft_subject": draft["subject"],
    }
    return TemplateResponse(request, "consultation/screen.html", context, status=status)
