"""支援ケースの画面: head, tabs for depth, and the entry box on top."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ikue.audit import door
from ikue.casework.domain.plan_queries import goals_shown, plans_of_case
from ikue.casework.enums import EntryKind, EntryMethod
from ikue.casework.models import Entry
from ikue.desk.domain.casefile import CaseChanged, CaseFile, open_file
from ikue.desk.domain.entries import write_on_case, written_meanwhile
from ikue.desk.domain.papers import last_note
from ikue.desk.domain.timeline import (
    PAGE,
    Filter,
    Timeline,
    change_lines,
    link_lines,
    timeline,
)
from ikue.desk.forms.entries import EntryForm
from ikue.desk.views.common import page
from ikue.directory.viewers import Viewer, viewer_of
from ikue.drafts.restoring import kept, put_back, sent
from ikue.kernel import clock
from ikue.kernel.expected import Expected
from ikue.kernel.identifiers import identifier
from ikue.programmes.multi_agency.domain.agenda import agenda_lines
from ikue.programmes.multi_agency.models import AgendaItem
from ikue.programmes.multi_agency.phrases import BADGES
from ikue.programmes.multi_agency.rules import keeps_conferences
from ikue.sharing.domain.chronicle import chronicle

TABS = {
    "path": "経過",
    "plans": "プラン",
    "meetings": "会議",
    "links": "つなぎ",
    "household": "世帯",
    "changes": "変更の履歴",
}
WRITTEN: dict[str, str] = {
    EntryKind.SAFETY_PLAN: "安全計画カードを記録しました。もう一度本人と話す期限が、"
    "担当者のホームに出ています。",
}
"""What is said after an entry of that kind."""


@door.read()
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    file = open_file(viewer, pk)
    form = entry_form(viewer, file, initial=first_values(viewer, file))
    put_back(form, kept(viewer, "entry", pk))
    return case_page(request, viewer, file, form)


@door.write()
def act(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    file = open_file(viewer, pk)
    form = entry_form(viewer, file, data=request.POST)
    if not form.is_valid():
        return case_page(request, viewer, file, form, status=422)
    twin = written_meanwhile(viewer, pk, form.cleaned_data["body"], request.POST.get("_opened", ""))
    if twin is not None:
        form.add_error(None, already_written(twin))
        return case_page(request, viewer, file, form, status=409)
    try:
        with transaction.atomic():
            entry = write_on_case(
                case_id=pk, writing=form.to_writing(viewer.at),
                seen_version=form.cleaned_data["seen_version"], by=viewer, at=viewer.at,
            )  # fmt: skip
    except CaseChanged as changed:
        return case_page(request, viewer, file, form, status=409, conflict=changed)
    except Expected as failure:
        form.add_error(None, str(failure))
        return case_page(request, viewer, file, form, status=422)
    sent(viewer, "entry", pk)
    messages.success(request, WRITTEN.get(entry.kind, "経過を記録しました。"))
    return redirect("desk:case", pk)


case = door.screen(show=show, act=act)


def already_written(twin: Entry) -> str:
    moment = twin.recorded_at.astimezone(clock.TOKYO)
    return (
        f"同じ文を、{moment:%H:%M} に別の画面から記録済みです。二重には記録していません。"
        "もう一度記録するときは、このまま「記録する」を押してください。"
    )


def entry_form(viewer: Viewer, file: CaseFile, **options: Any) -> EntryForm:
    return EntryForm(
        at=viewer.at, members=file.known_members, leads=file.leads,
        goals=goals_shown(file.rights, file.case), **options,
    )  # fmt: skip


def first_values(viewer: Viewer, file: CaseFile) -> dict[str, Any]:
    """Now, about the person at the centre."""
    now = viewer.at.astimezone(clock.TOKYO)
    return {
        "on": now.date(),
        "clock": f"{now:%H:%M}",
        "person": str(file.principal_id or ""),
        "seen_version": file.case.version,
    }


def case_page(
    request: HttpRequest,
    viewer: Viewer,
    file: CaseFile,
    form: EntryForm,
    *,
    status: int = 200,
    conflict: CaseChanged | None = None,
) -> HttpResponse:
    tab = request.GET.get("tab", "path")
    tab = tab if tab in TABS else "path"
    context = {
        "viewer": viewer, "at": viewer.at, "file": file, "form": form, "tab": tab,
        "tabs": tabs(file, tab), "conflict": conflict, "verbs": verbs(file),
        **TAB_CONTENT[tab](request, viewer, file),
    }  # fmt: skip
    return page(request, "case", context, status=status)


def tabs(file: CaseFile, current: str) -> list[tuple[str, str, bool]]:
    address = reverse("desk:case", args=[file.case.pk])
    return [(label, f"{address}?tab={name}#tabs", name == current) for name, label in TABS.items()]


def verbs(file: CaseFile) -> list[tuple[str, str, str]]:
    """From the transition table; setting a date and handing over belong to the lead alike."""
    pk = file.case.pk
    found = [(row.name, row.verb, reverse(f"desk:{row.name}", args=[pk])) for row in file.acts]
    if file.leads and file.case.next_on is not None:
        found.insert(0, ("next", "次の行動を決める", reverse("desk:next", args=[pk])))
        found.append(("note", "引継ぎ簿に書く", reverse("desk:note", args=[pk])))
        found.append(("hand_over", "引き継ぐ", reverse("desk:hand_over", args=[pk])))
    if file.leads and file.case.awaits_follow_up:
        found.insert(0, ("follow_up", "フォローを記録する", reverse("desk:follow_up", args=[pk])))
    return [*found, ("send", "つなぐ", reverse("casework:send", args=[pk]))]


def path_content(request: HttpRequest, viewer: Viewer, file: CaseFile) -> dict[str, Any]:
    wanted = filter_of(request)
    found = timeline(viewer, file, wanted)
    return {
        "lines": found.lines,
        "earlier": earlier(request, found) if found.goes_on else {},
        "wanted": wanted,
        "methods": [*EntryMethod.choices, ("change", "変更の記録")],
        "note": last_note(file.rights, file.case, file.principal_id),
    }


def filter_of(request: HttpRequest) -> Filter:
    return Filter(
        person_id=identifier(request.GET.get("person", "")),
        window_id=identifier(request.GET.get("window", "")),
        kind=request.GET.get("kind", "")[:24],
        latest=latest_of(request.GET.get("latest", "")),
    )


EVERY = "all"


def latest_of(asked: str) -> int | None:
    """How many lines, as asked in the address; whatever is no such number means the first page."""
    if asked == EVERY:
        return None
    return max(int(asked), PAGE) if asked.isascii() and asked.isdigit() and len(asked) < 6 else PAGE


def earlier(request: HttpRequest, found: Timeline) -> dict[str, str]:
    """The same page with more of its lines, and with all of them (to print, to search)."""
    asked = request.GET.copy()
    ways = {}
    for name, latest in (("more", str(len(found.lines) + PAGE)), ("all", EVERY)):
        asked["latest"] = latest
        ways[name] = f"?{asked.urlencode()}"
    return ways


def plans_content(request: HttpRequest, viewer: Viewer, file: CaseFile) -> dict[str, Any]:
    return {"plans": plans_of_case(viewer, file.case)}


def links_content(request: HttpRequest, viewer: Viewer, file: CaseFile) -> dict[str, Any]:
    return {"links": link_lines(viewer, file.case)}


def meetings_content(request: HttpRequest, viewer: Viewer, file: CaseFile) -> dict[str, Any]:
    items = AgendaItem.objects.filter(case=file.case).select_related("meeting")
    return {
        "items": agenda_lines(viewer, items.order_by("-recorded_at")),
        "badges": BADGES,
        "may_prepare": keeps_conferences(viewer, file.case),
    }


def household_content(request: HttpRequest, viewer: Viewer, file: CaseFile) -> dict[str, Any]:
    return {"chronicle": chronicle(viewer, file.case.circle_id)}


def changes_content(request: HttpRequest, viewer: Viewer, file: CaseFile) -> dict[str, Any]:
    found = change_lines(viewer, file.case, latest=latest_of(request.GET.get("latest", "")))
    return {
        "changes": found.lines,
        "earlier": earlier(request, found) if found.goes_on else {},
    }


TAB_CONTENT = {
    "path": path_content,
    "plans": plans_content,
    "meetings": meetings_content,
    "links": links_content,
    "household": household_content,
    "changes": changes_content,
}
