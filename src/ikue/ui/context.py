"""What every page of the house shows, whatever its view."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:
    """`band` and `nav` are set on the request by the door; a page without them is still a page."""
    return {
        "demo": settings.DEMO,
        "home_url": settings.LOGIN_REDIRECT_URL,
        "band": getattr(request, "band", None),
        "nav": getattr(request, "nav", ()),
        "search_url": "",
        "session_url": "",
    }
