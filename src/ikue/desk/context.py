"""主な画面: the navigation that every staff page shows."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from ikue.directory.enums import Role
from ikue.directory.viewers import Viewer
from ikue.programmes.multi_agency.rules import keeps_conferences

HOME = ("ホーム", "desk:home", "g h")
MEETINGS = ("会議", "multi_agency:meetings", "")
WORK = (
    HOME,
    ("受付箱", "desk:queue", "g q"),
    ("つなぎ", "casework:inbox", ""),
    ("担当ケース", "desk:mine", "g m"),
    MEETINGS,
    ("相談を受け付ける", "consultation:receive", "n"),
    ("書きかけ", "desk:unsent", ""),
)
BOARD = ("多機関協働", "multi_agency:board", "")
"""For whoever coordinates."""
GOES_ON = {"consultation:receive": "consultation:reception"}
"""Entrances that lead on to a page with an address of its own."""
OTHERS = {
    Role.PRIVACY_OFFICER: (HOME, ("閲覧記録", "desk:looks", "")),
    Role.AUDITOR: (HOME, ("閲覧記録", "desk:looks", "")),
    Role.CONFERENCE_MEMBER: (HOME, MEETINGS),
    Role.SYSTEM_ADMINISTRATOR: (HOME, ("職員・利用停止", "desk:staff", "")),
}
"""What is offered to whoever does no case work; all others have their home."""


def _places(viewer: Viewer) -> tuple[tuple[str, str, str], ...]:
    if not viewer.works_with_cases:
        return OTHERS.get(Role(viewer.role), (HOME,))
    return (*WORK, BOARD) if keeps_conferences(viewer, None) else WORK


def nav(request: HttpRequest) -> dict[str, Any]:
    """What this viewer's role may open: (label, url, key, current) each, and where to search."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        return {}
    places = _places(viewer)
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "nav": [
            (label, reverse(name), key, here in (name, GOES_ON.get(name)))
            for label, name, key in places
        ],
        "search_url": reverse("desk:search") if viewer.works_with_cases else "",
        "session_url": reverse("desk:session"),
    }
