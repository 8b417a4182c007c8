"""One referral: what is asked, until when, what came of it, and the verbs that are open now."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from ikue.audit import door, looking
from ikue.casework.domain.calling import may_call
from ikue.casework.domain.clocks import overdue_since
from ikue.casework.domain.queries import ReferralPage, referral_page
from ikue.casework.exports import paste_text
from ikue.casework.forms import answers
from ikue.casework.models import Referral
from ikue.casework.phrases import ESCALATED, NEXT_FOR_RECEIVER, NEXT_FOR_SENDER
from ikue.casework.states import REFERRAL
from ikue.casework.views.answering import ANSWERS, answer_to
from ikue.casework.views.keeping import drop, kept
from ikue.directory.viewers import Viewer, viewer_of
from ikue.kernel.expected import Expected


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
    chosen = answer_to(record, name)
    form = chosen.form(request.POST, referral=record, by=viewer, auto_id=f"{name}_%s")
    if form.is_valid():
        try:
            with transaction.atomic():
                chosen.carry_out(record, form, viewer, viewer.at)
        except Expected as failure:
            form.add_error(None, str(failure))
        else:
            drop(viewer, form=f"referral-{name}", subject=pk)
            messages.success(request, chosen.said)
            return redirect("casework:referral", pk=pk)
    fresh = Referral.objects.get(pk=pk)
    return _page(request, viewer, fresh, failed=(name, form))


def _page(
    request: HttpRequest,
    viewer: Viewer,
    record: Referral,
    failed: tuple[str, answers.AnswerForm] | None = None,
) -> HttpResponse:
    page = referral_page(viewer, record)
    if page.packet is not None:
        looking.seen(record.pk)
    verbs = _verbs(viewer, record, failed)
    context = {
        "page": page,
        "referral": record,
        "packet": page.packet,
        "at": viewer.at,
        "verbs": verbs,
        "late": failed if failed and failed[0] not in {verb["name"] for verb in verbs} else None,
        "steps": _steps(record),
        "paste": paste_text(page),
        "ways_on": _ways_on(page),
        "may_call": may_call(viewer, record),
        **_overdue_words(page),
    }
    status = 422 if failed else 200
    return TemplateResponse(request, "casework/referral.html", context, status=status)


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


def _verbs(
    viewer: Viewer, record: Referral, failed: tuple[str, answers.AnswerForm] | None
) -> list[dict[str, Any]]:
    """The verbs open to this viewer now, each with its form and whether it stands open."""
    rows = [(row.name, row.verb) for row in REFERRAL.open_to(record=record, viewer=viewer)]
    if may_call(viewer, record):
        rows.insert(0, ("call", ""))
    late = overdue_since(record, viewer.at) is not None
    verbs = []
    for position, (name, verb) in enumerate(rows):
        has_failed = failed is not None and failed[0] == name
        form = failed[1] if failed and has_failed else _fresh(viewer, record, name)
        first = position == 0 and name != "recall" and (late or name != "call")
        is_open = has_failed if failed else first
        said = answer_to(record, name).verb or verb
        grave = name in ("recall", "decline")
        verbs.append({"name": name, "verb": said, "form": form, "is_open": is_open, "grave": grave})
    return verbs


def _fresh(viewer: Viewer, record: Referral, name: str) -> answers.AnswerForm:
    kind = answer_to(record, name).form
    initial = kept(viewer, form=f"referral-{name}", subject=record.pk, kind=kind)
    return kind(referral=record, by=viewer, initial=initial, auto_id=f"{name}_%s")


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
