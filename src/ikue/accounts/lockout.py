"""What a terminal sees after too many wrong passwords for one name."""

from django.http import HttpRequest, HttpResponse

from ikue.ui.static_pages import static_page


def locked_out(request: HttpRequest, credentials: object, *args: object) -> HttpResponse:
    return static_page(429)
