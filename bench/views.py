"""What pages are compared with: the bare view (Django and its middleware, no more), and the floor:
a login, a session, the door, the viewer and an empty page of the house."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from ikue.audit import door
from ikue.directory.viewers import viewer_of


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("幾重")


@door.read()
def floor(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "bench/floor.html", {"viewer": viewer_of(request)})
