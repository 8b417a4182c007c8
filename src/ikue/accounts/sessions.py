"""The table of sessions opens no door: it holds a digest of the cookie, and words signed for that
cookie alone, so that neither reading a row nor copying its words makes anybody somebody else.
"""

from hashlib import sha256
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session

LONGEST = 40
"""Of Django's column; 160 bits."""


def kept_as(session_key: str) -> str:
    return sha256(session_key.encode()).hexdigest()[:LONGEST]


class SessionStore(db.SessionStore):
    @property
    def key_salt(self) -> str:
        return f"ikue.sessions.{self.session_key}"

    def _get_session_from_db(self) -> Session | None:
        """Looked for by the digest, while the words are read with the cookie itself."""
        cookie = self.session_key
        self._session_key = kept_as(cookie or "")
        found: Session | None = super()._get_session_from_db()  # type: ignore[misc]
        self._session_key = cookie if found else None
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(kept_as(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        made = super().create_model_instance(data)
        made.session_key = kept_as(made.session_key)
        return made

    def delete(self, session_key: str | None = None) -> None:
        wanted = session_key or self.session_key
        if wanted is not None:
            super().delete(kept_as(wanted))
