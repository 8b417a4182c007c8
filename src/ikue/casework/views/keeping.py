"""書きかけ of this app's forms: restored when a page opens, dropped with the verb."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.forms import Form, MultipleChoiceField

from ikue.directory.viewers import Viewer
from ikue.drafts.keeping import draft_of, drop_draft


def kept(viewer: Viewer, *, form: str, subject: UUID, kind: type[Form]) -> dict[str, Any]:
    """What this account had typed and not sent, as initial values of the form."""
    draft = draft_of(account_id=viewer.account_id, form=form, subject=str(subject))
    if draft is None:
        return {}
    return {
        name: _value(draft.content[name], several=isinstance(field, MultipleChoiceField))
        for name, field in kind.base_fields.items()
        if name in draft.content
    }


def kept_whole(viewer: Viewer, *, form: str, subject: UUID) -> dict[str, Any]:
    """The same for a form whose fields depend on its record: everything, as it was saved."""
    draft = draft_of(account_id=viewer.account_id, form=form, subject=str(subject))
    return dict(draft.content) if draft else {}


def saved_at(viewer: Viewer, *, form: str, subject: UUID) -> datetime | None:
    draft = draft_of(account_id=viewer.account_id, form=form, subject=str(subject))
    return draft.saved_at if draft else None


def drop(viewer: Viewer, *, form: str, subject: UUID) -> None:
    drop_draft(account_id=viewer.account_id, form=form, subject=str(subject))


def _value(stored: Any, *, several: bool) -> Any:
    values = stored if isinstance(stored, list) else [stored]
    if several:
        return [value for value in values if value]
    return values[-1] if values else ""
