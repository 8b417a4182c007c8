"""The table of sessions opens no door: it holds a digest of the cookie, and words signed for that
cookie alone, so that neither reading a row nor copying its words makes anybody somebody else.
"""

from hashlib import sha256
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.utils import timezone

LONGEST = 40
"""Of Django's column; 160 bits."""


def kept_as(session_key: str) -> str:
    return sha256(session_key.encode()).hexdigest()[:LONGEST]


class SessionStore(db.SessionStore):
    @property
    def key_salt(self) -> str:
        return f"ikue.sessions.{self.session_key}"

    def load(self) -> dict[str, Any]:
        """As Django's, by the digest; an unknown or lapsed one is begun anew."""
        rows = Session.objects.filter(
            session_key=kept_as(self.session_key or ""), expire_date__gt=timezone.now()
        )
        found = rows.first()
        if found is None:
            self._session_key = None
            return {}
        return self.decode(found.session_data)

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
