"""包括化推進員の一覧."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from ikue.audit import door
from ikue.directory.viewers import viewer_of
from ikue.programmes.multi_agency.domain.board import board as board_of


@door.read()
def board(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    context = {"board": board_of(viewer), "at": viewer.at}
    return TemplateResponse(request, "multi_agency/board.html", context)
