"""振分け: the outcomes that stay at this window, each one small page with its form."""

from typing import Any

from django.urls import reverse

from ikue.directory.domain.queries import staff_at
from ikue.directory.viewers import Viewer
from ikue.directory.views.acting import Act, NotNow
from ikue.directory.views.acting import screen as screen_of
from ikue.programmes.consultation.domain.queries import ShownConsultation
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
from ikue.programmes.consultation.states import CONSULTATION
from ikue.programmes.consultation.views.acts import on_reception


def _inform(shown: ShownConsultation, form: InformForm, by: Viewer) -> object:
    told = form.cleaned_data["told"]
    return close_with_information(consultation=shown.record, told=told, by=by, at=by.at)


def _support(shown: ShownConsultation, form: SupportForm, by: Viewer) -> object:
    return support_here(
        consultation=shown.record,
        responsible=form.to_responsible(),
        next_action=form.to_next(),
        reason=form.cleaned_data["reason"],
        by=by,
        at=by.at,
    )


def _toward_consent(shown: ShownConsultation, form: TowardConsentForm, by: Viewer) -> object:
    return work_toward_consent(consultation=shown.record, by=by, at=by.at, **form.cleaned_data)


def _stop(shown: ShownConsultation, form: StopForm, by: Viewer) -> object:
    reason = form.cleaned_data["reason"]
    return stop_before_judgement(consultation=shown.record, reason=reason, by=by, at=by.at)


def _misregister(shown: ShownConsultation, form: MisregisteredForm, by: Viewer) -> object:
    reason = form.cleaned_data["reason"]
    return close_as_misregistered(consultation=shown.record, reason=reason, by=by, at=by.at)


def _colleagues(viewer: Viewer, shown: ShownConsultation) -> dict[str, Any]:
    return {"colleagues": staff_at(viewer.window_id, viewer.at)}


def _oneself(viewer: Viewer, shown: ShownConsultation) -> dict[str, Any]:
    return {"responsible": str(viewer.appointment_id)}


def _outcome(*, name: str, **rest: Any) -> Act:
    """One row of the table of transitions as a page."""
    row = next(row for row in CONSULTATION if row.name == name)

    def may(viewer: Viewer, shown: ShownConsultation) -> None:
        if row not in CONSULTATION.open_to(record=shown.record, viewer=viewer):
            raise NotNow(f"いまは「{row.verb}」はできません。")

    return on_reception(
        name=name, title=row.verb, button=row.verb, done=f"{row.sentence}ことを記録しました。",
        may=may, family="screen-", template="consultation/screen.html", **rest,
    )  # fmt: skip


OUTCOMES = (
    _outcome(
        name="inform",
        form=InformForm,
        lead="制度や窓口を伝えて、ここで終わりにします。また相談があれば、新しく受け付けられます。",
        carry_out=_inform,
    ),
    _outcome(
        name="support",
        form=SupportForm,
        options=_colleagues,
        first=_oneself,
        lead="世帯の支援ケースを開きます。この窓口が主担当になり、担当者と次の期日がつきます。",
        carry_out=_support,
        leads_to=lambda viewer, shown, case: reverse("desk:case", args=[case.pk]),
    ),
    _outcome(
        name="work_toward_consent",
        form=TowardConsentForm,
        lead="まだ同意はなくても、関わりを続けます。期日が来ると「いま私に」に出ます。",
        carry_out=_toward_consent,
    ),
    _outcome(
        name="stop",
        form=StopForm,
        lead="途中で電話が切れた、続けることを望まれなかった、などのときです。受付の記録は残ります。",
        carry_out=_stop,
    ),
    _outcome(
        name="misregister",
        form=MisregisteredForm,
        lead="二重に受け付けた、別の方に書いた、などのときです。記録は消えず、件数からは引かれます。",
        carry_out=_misregister,
    ),
)

screen = screen_of({act.name: act for act in OUTCOMES})
