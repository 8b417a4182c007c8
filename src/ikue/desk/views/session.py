"""Whether the login still stands, asked by a page before it lets typed words go."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token

from ikue.audit import door


@door.read()
def session(request: HttpRequest) -> HttpResponse:
    """The token that forms need now; without login or appointment the door has sent elsewhere."""
    return JsonResponse({"token": get_token(request)})
