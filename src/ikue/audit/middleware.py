"""What every request gets: a number of its own, and an answer that nobody's cache keeps."""

import uuid
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

import structlog
from django.http import HttpRequest, HttpResponse

from ikue.ui.static_pages import static_page

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


class NothingUnspeakable:
    """An address with a NUL in its path or its query names nothing: no text can hold one. Answered
    like every address that leads nowhere, before anything is asked of the database."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = unquote_to_bytes(request.META.get("QUERY_STRING", ""))
        if "\x00" in request.path_info or b"\x00" in query:
            return static_page(404)
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
