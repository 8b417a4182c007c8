"""Keeping what is typed: saved as one types, restored when the page opens, dropped when sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import connection

from ikue.drafts.models import Draft
from ikue.kernel.expected import Expected


class Typist(Protocol):
    """Who types, and for which window: `directory.Viewer`, seen from below."""

    @property
    def account_id(self) -> UUID: ...
    @property
    def appointment_id(self) -> UUID: ...


MAX_FIELDS = 400
MAX_CHARACTERS = 200_000
EXCERPT = 24
CODE = re.compile(r"[a-z0-9_-]*")


class DraftTooLarge(Expected):
    """More than a form can hold; the message is for the clerk."""


class WrittenElsewhere(Expected):
    """The same form stands open twice, and the other one wrote after this one was opened."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """The one rendering of a form that saves: a token of its own, and when it was opened."""

    token: str
    opened_at: datetime


def save_draft(
    *,
    by: Typist,
    form: str,
    subject: str,
    content: Mapping[str, object],
    page: Page | None = None,
) -> Draft:
    """Merge what was typed into the draft; a field that is not sent stays as it was.

    Raises DraftTooLarge, WrittenElsewhere: neither of two open pages overwrites the other's words.
    """
    before = draft_of(account_id=by.account_id, form=form, subject=subject)
    draft, is_new = Draft.objects.select_for_update().get_or_create(
        account_id=by.account_id, appointment_id=by.appointment_id, form=form, subject=subject,
        defaults={"content": before.content if before else {}},
    )  # fmt: skip
    if is_new and before:
        before.delete()
    if page is not None:
        if not is_new and draft.page != page.token and draft.saved_at > page.opened_at:
            raise WrittenElsewhere("同じところを別の画面でも書いています。")
        draft.page = page.token
    merged = {**draft.content, **{name: _storable(value) for name, value in content.items()}}
    if len(merged) > MAX_FIELDS or sum(len(str(v)) for v in merged.values()) > MAX_CHARACTERS:
        raise DraftTooLarge("書きかけが長すぎて保存できません。文章を分けて送ってください。")
    draft.content = merged
    draft.save()
    return draft


def _storable(value: object) -> object:
    """Without NUL, which no text of the database can hold."""
    if isinstance(value, list):
        return [_storable(one) for one in value]
    return value.replace("\x00", "") if isinstance(value, str) else value


def move_words(*, by: Typist, words: str, form: str, subject: str, field: str) -> Draft:
    """Put words typed on one form below what another one already holds; the same words once."""
    found = draft_of(account_id=by.account_id, form=form, subject=subject)
    before = _text(found.content.get(field, "")) if found else ""
    parts = (before,) if words in before else (before, words)
    text = "\n".join(part for part in parts if part)
    return save_draft(by=by, form=form, subject=subject, content={field: text})


def draft_of(*, account_id: UUID, form: str, subject: str = "") -> Draft | None:
    """The newest: of an earlier appointment at the same window there may be another."""
    rows = Draft.objects.filter(account_id=account_id, form=form, subject=subject)
    return rows.order_by("-saved_at").first()


def drafts_of(*, account_id: UUID) -> list[Draft]:
    """Everything begun and not sent under the acting appointment (the wall's), newest first."""
    return list(Draft.objects.filter(account_id=account_id).order_by("-saved_at"))


@dataclass(frozen=True, kw_only=True)
class LeftBehind:
    """That a draft exists, whose, on which form, of which record; never its words."""

    account_id: UUID
    form: str
    subject: str
    saved_at: datetime


def left_behind() -> list[LeftBehind]:
    """What colleagues who no longer work at the manager's window had begun, the newest first;
    nothing for anybody else (docs/decisions/0014)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account_id, form, subject, saved_at FROM wall.drafts_left_behind()"
            " ORDER BY saved_at DESC"
        )
        names = ("account_id", "form", "subject", "saved_at")
        return [LeftBehind(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def first_words(draft: Draft) -> str:
    """The beginning of the longest text in it, by which its author knows it again."""
    texts = [text for value in draft.content.values() if (text := _words(value))]
    words = max(texts, key=len, default="").strip()
    return f"{words[:EXCERPT]}…" if len(words) > EXCERPT else words


def _text(value: object) -> str:
    found = value[-1] if isinstance(value, list) and value else value
    return found if isinstance(found, str) else ""


def _words(value: object) -> str:
    """What was typed, not what was chosen: choices are stored as codes."""
    found = _text(value)
    return "" if CODE.fullmatch(found) else found


def drop_draft(*, account_id: UUID, form: str, subject: str = "") -> None:
    """The form was sent: called in the verb's transaction, so that a failure keeps the draft. No
    older copy of it asks again."""
    Draft.objects.filter(account_id=account_id, form=form, subject=subject).delete()
