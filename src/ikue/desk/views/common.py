"""What the desk's views share: drafts put back into a form, and a page with a status."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from ikue.directory.viewers import Viewer
from ikue.drafts.keeping import draft_of, drop_draft


def restored(viewer: Viewer, form: str, subject: UUID | str = "") -> dict[str, Any]:
    """What this account typed here and did not send, as initial values."""
    draft = draft_of(account_id=viewer.account_id, form=form, subject=str(subject))
    return dict(draft.content) if draft else {}


def sent(viewer: Viewer, form: str, subject: UUID | str = "") -> None:
    """The form was carried out: its draft goes in the same transaction."""
    drop_draft(account_id=viewer.account_id, form=form, subject=str(subject))


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    return TemplateResponse(request, f"desk/{template}.html", dict(context), status=status)
