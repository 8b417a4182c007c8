"""Refusals look alike: static bytes, whoever asks and whatever is behind the address."""

from django.http import HttpRequest, HttpResponse

from ikue.ui.static_pages import static_page


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return static_page(403)
