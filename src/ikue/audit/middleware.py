"""What every request gets: a number of its own, and an answer that nobody's cache keeps."""

import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

Next = Callable[[HttpRequest], HttpResponse]


class RequestIdentity:
    """A fresh request number, bound to every log line; never one that the client sent."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4()  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=str(request.request_id))  # type: ignore[attr-defined]
        return self.get_response(request)


class NoStore:
    """Answers to somebody who is logged in leave no copy behind (the back button after logout)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response
