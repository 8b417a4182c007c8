"""相談受付の画面: the paper as it was filled in, what comes next, and whereabouts on request."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from ikue.audit import door, looking
from ikue.directory.models import Window
from ikue.directory.viewers import Viewer, viewer_of
from ikue.people.enums import ContactKind
from ikue.people.models import ContactPoint
from ikue.programmes.consultation.domain.queries import (
    SentOn,
    ShownConsultation,
    has_contacts,
    sent_on,
    show_consultation,
)
from ikue.programmes.consultation.exports import paper_of, pasted_text
from ikue.programmes.consultation.models import Consultation
from ikue.programmes.consultation.rules import received_it, wrote_down
from ikue.programmes.consultation.states import CONSULTATION
from ikue.sharing.domain.whereabouts import reveal_whereabouts


@door.read()
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    return _page(request, viewer, show_consultation(viewer, pk))


@door.read(methods=("POST",))
def whereabouts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """「住所・電話を開く」: a read of its own, with F2 in the record of looking."""
    viewer = viewer_of(request)
    shown = show_consultation(viewer, pk)
    looking.act("reveal")
    return _page(request, viewer, shown, opened=_open_whereabouts(viewer, shown.record))


def _open_whereabouts(viewer: Viewer, record: Consultation) -> list[ContactPoint]:
    if record.person_id is None:
        return []
    return reveal_whereabouts(viewer, record.circle_id, [record.person_id])


def _page(
    request: HttpRequest,
    viewer: Viewer,
    shown: ShownConsultation,
    *,
    opened: list[ContactPoint] | None = None,
) -> HttpResponse:
    record = shown.record
    window = Window.objects.get(pk=record.owner_window_id)
    sent = sent_on(record.referral, viewer.at) if record.referral else None
    verbs = CONSULTATION.open_to(record=record, viewer=viewer)
    context: dict[str, Any] = {
        "shown": shown,
        "record": record,
        "window": window,
        "at": viewer.at,
        "paper": paper_of(shown, window_name=window.name, at=viewer.at),
        "verbs": [row for row in verbs if row.name != "misregister"],
        "misregister": next((row for row in verbs if row.name == "misregister"), None),
        "sent": sent,
        "again": _again(sent, window),
        "opened": opened,
        "contact_kinds": dict(ContactKind.choices),
        "may_correct": _may_correct(viewer, shown),
        "may_add": received_it(viewer, record),
        "has_contacts": has_contacts(record),
        "pasted": pasted_text(shown, window_name=window.name, at=viewer.at),
    }
    return TemplateResponse(request, "consultation/detail.html", context)


def _may_correct(viewer: Viewer, shown: ShownConsultation) -> bool:
    person = shown.principal.person if shown.principal else None
    return person is not None and received_it(viewer, shown.record) and wrote_down(viewer, person)


def _again(sent: SentOn | None, own: Window) -> str:
    """The key of the window proposed instead, so that asking there is one click away."""
    if sent is None or not sent.came_back or sent.proposed in (None, own):
        return ""
    return f"w-{sent.proposed.pk}"
