"""What came to my window, and what my window waits for."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from ikue.audit import door
from ikue.casework.domain import queries
from ikue.directory.viewers import viewer_of


@door.read()
def inbox(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    context = {"box": queries.inbox(viewer), "at": viewer.at, "window": viewer.window_name}
    return TemplateResponse(request, "casework/inbox.html", context)


@door.read()
def outbox(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    context = {"box": queries.outbox(viewer), "at": viewer.at, "window": viewer.window_name}
    return TemplateResponse(request, "casework/outbox.html", context)
