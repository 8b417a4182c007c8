"""Keeping what is typed: saved as one types, restored when the page opens, dropped when sent."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from ikue.drafts.models import Draft
from ikue.kernel.expected import Expected

MAX_FIELDS = 400
MAX_CHARACTERS = 200_000


class DraftTooLarge(Expected):
    """More than a form can hold; the message is for the clerk."""


def save_draft(
    *, account_id: UUID, form: str, subject: str, content: Mapping[str, object]
) -> Draft:
    """Merge what was typed into the draft; a field that is not sent stays as it was."""
    draft, _ = Draft.objects.select_for_update().get_or_create(
        account_id=account_id, form=form, subject=subject, defaults={"content": {}}
    )
    merged = {**draft.content, **content}
    if len(merged) > MAX_FIELDS or sum(len(str(v)) for v in merged.values()) > MAX_CHARACTERS:
        raise DraftTooLarge("書きかけが長すぎて保存できません。文章を分けて送ってください。")
    draft.content = merged
    draft.save()
    return draft


def draft_of(*, account_id: UUID, form: str, subject: str = "") -> Draft | None:
    return Draft.objects.filter(account_id=account_id, form=form, subject=subject).first()


def drafts_of(*, account_id: UUID) -> list[Draft]:
    """Everything this account has begun and not sent, newest first."""
    return list(Draft.objects.filter(account_id=account_id).order_by("-saved_at"))


def drop_draft(*, account_id: UUID, form: str, subject: str = "") -> None:
    """The form was sent: called in the verb's transaction, so that a failure keeps the draft."""
    Draft.objects.filter(account_id=account_id, form=form, subject=subject).delete()


def drop_drafts_before(*, account_id: UUID, moment: datetime) -> int:
    return Draft.objects.filter(account_id=account_id, saved_at__lt=moment).delete()[0]
