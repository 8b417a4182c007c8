"""One referral: what is asked, until when, what came of it, and the verbs that are open now."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from ikue.audit import door, looking
from ikue.casework.domain.calling import may_call
from ikue.casework.domain.clocks import overdue_since
from ikue.casework.domain.queries import ReferralPage, referral_page
from ikue.casework.exports import paste_text
from ikue.casework.models import Referral
from ikue.casework.phrases import ESCALATED, NEXT_FOR_RECEIVER, NEXT_FOR_SENDER
from ikue.casework.states import REFERRAL
from ikue.casework.views import several
from ikue.casework.views.answering import ANSWERS, answer_to
from ikue.directory.viewers import Viewer, viewer_of


@door.read()
def referral(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    return _page(request, viewer, Referral.objects.get(pk=pk))


@door.write()
def answer(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    viewer = viewer_of(request)
    if name not in ANSWERS:
        raise Http404
    record = Referral.objects.select_for_update().get(pk=pk)
    asked = several.Asked("referral", record, viewer)
    refused = several.carry_out(request, asked, name, answer_to(record, name))
    if refused is None:
        return redirect("casework:referral", pk=pk)
    return _page(request, viewer, Referral.objects.get(pk=pk), refused)


def _page(
    request: HttpRequest, viewer: Viewer, record: Referral, refused: several.Refused | None = None
) -> HttpResponse:
    page = referral_page(viewer, record)
    if page.packet is not None:
        looking.seen(record.pk)
    context = {
        "page": page,
        "referral": record,
        "packet": page.packet,
        "at": viewer.at,
        "steps": _steps(record),
        "paste": paste_text(page),
        "ways_on": _ways_on(page),
        "may_call": may_call(viewer, record),
        **_answers(viewer, record, refused),
        **_overdue_words(page),
    }
    status = 422 if refused else 200
    return TemplateResponse(request, "casework/referral.html", context, status=status)


def _answers(viewer: Viewer, record: Referral, refused: several.Refused | None) -> dict[str, Any]:
    """What is open to this viewer now; the first stands open, a call only where it is late."""
    rows = [(row.name, row.verb) for row in REFERRAL.open_to(record=record, viewer=viewer)]
    if may_call(viewer, record):
        rows.insert(0, ("call", ""))
    first = rows[0][0] if rows else ""
    late = overdue_since(record, viewer.at) is not None
    if first == "recall" or (first == "call" and not late):
        first = ""
    asked = several.Asked("referral", record, viewer)
    open_now = [(name, verb, answer_to(record, name)) for name, verb in rows]
    return several.shown(asked, open_now, first=first, refused=refused)


def _overdue_words(page: ReferralPage) -> dict[str, str]:
    mine = NEXT_FOR_RECEIVER if page.is_receiver else NEXT_FOR_SENDER
    return {"escalated": ESCALATED[page.escalation], "next_step": mine}


def _ways_on(page: ReferralPage) -> list[tuple[str, str]]:
    """(button, address) from a referral that came back, with the words already written.

    Over the reception while it is open, so that it goes on with its thread; else over the case.
    """
    if not (page.came_back and page.is_sender):
        return []
    name = f"次の先へつなぐ（{page.ask_next.name}）" if page.ask_next else "次の先へつなぐ"
    to = f"w-{page.ask_next.pk}" if page.ask_next else ""
    if page.origin is not None:
        pk = page.origin.reception_id
        again = reverse("consultation:refer", args=[pk])
        here = reverse("consultation:screen", args=[pk, "support"])
        return [(name, f"{again}?to={to}" if to else again), ("この窓口で支援する", here)]
    if page.case_id is None:
        return []
    again = reverse("casework:send", args=[page.case_id])
    return [(name, f"{again}?to={to}&after={page.referral.pk}")]


def _steps(record: Referral) -> list[dict[str, Any]]:
    """いまここ: sent, answered, met, told. What was done stays done, also when nothing follows."""
    recalled = record.state == "recalled"
    ended = record.state in ("declined", "recalled")
    answered = None if record.state in ("sent", "on_hold") else record.answered_at
    moments = (
        ("送った", record.sent_at),
        ("取り下げた" if recalled else "返事", answered),
        ("本人とつながった", record.arrived_at),
        ("結果を聞いた" if record.to_window_id is None else "結果を伝えた", record.done_at),
    )
    steps: list[dict[str, Any]] = []
    for label, at in moments:
        done = at or (recalled and label == "取り下げた")
        state = "done" if done else "skipped" if ended or record.done_at else "next"
        if state == "next" and not any(step["state"] == "now" for step in steps):
            state = "now"
        steps.append({"label": label, "state": state, "at": at})
    return steps
