"""主な画面: the navigation that every staff page shows."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

PLACES = (
    ("ホーム", "desk:home", "g h"),
    ("受付箱", "desk:queue", "g q"),
    ("担当ケース", "desk:mine", "g m"),
    ("相談を受け付ける", "consultation:receive", "n"),
    ("書きかけ", "desk:unsent", ""),
)


def nav(request: HttpRequest) -> dict[str, Any]:
    """(label, url, key, current) of each place, for whoever works under an appointment."""
    if getattr(request, "band", None) is None:
        return {}
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {"nav": [(label, reverse(name), key, name == here) for label, name, key in PLACES]}
