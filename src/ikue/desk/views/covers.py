"""不在代理: arranged by the window's manager or 主任, ended early where somebody is back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ikue.audit import door
from ikue.desk.domain.covers import (
    arrange_cover,
    colleagues_for_cover,
    covers_of,
    end_early,
    find_cover,
)
from ikue.desk.forms.covers import CoverForm, EndCoverForm
from ikue.desk.views.common import page, restored, sent
from ikue.directory.models import Cover
from ikue.directory.viewers import Viewer, viewer_of
from ikue.kernel.expected import Expected


@door.read()
def show(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    form = CoverForm(
        at=viewer.at, staff=colleagues_for_cover(viewer), initial=restored(viewer, "cover")
    )
    return _page(request, viewer, form)


@door.write()
def act(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    form = CoverForm(request.POST, at=viewer.at, staff=colleagues_for_cover(viewer))
    if form.is_valid():
        try:
            made = arrange_cover(absence=form.to_absence(), by=viewer)
        except Expected as failure:
            form.add_error(None, str(failure))
        else:
            sent(viewer, "cover")
            who = f"{made.deputy.account.name}さんが{made.absent.account.name}さんの代理をします。"
            messages.success(request, f"{who}担当者は{made.absent.account.name}さんのままです。")
            return redirect("desk:covers")
    return _page(request, viewer, form, status=422)


covers = door.screen(show=show, act=act)


def _page(request: HttpRequest, viewer: Viewer, form: CoverForm, status: int = 200) -> HttpResponse:
    context = {"viewer": viewer, "form": form, "covers": covers_of(viewer)}
    return page(request, "covers", context, status=status)


@door.read()
def show_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    return _end_page(request, find_cover(viewer, pk), EndCoverForm(at=viewer.at))


@door.write()
def act_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    form = EndCoverForm(request.POST, at=viewer.at)
    try:
        ended = end_early(cover_id=pk, by=viewer, at=viewer.at)
    except Expected as failure:
        form.add_error(None, str(failure))
        return _end_page(request, find_cover(viewer, pk), form, status=422)
    messages.success(request, f"{ended.deputy.account.name}さんの代理を解きました。")
    return redirect("desk:covers")


end = door.screen(show=show_end, act=act_end)


def _end_page(
    request: HttpRequest, found: Cover, form: EndCoverForm, status: int = 200
) -> HttpResponse:
    return page(request, "cover_end", {"cover": found, "form": form}, status=status)
