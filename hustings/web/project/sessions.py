"""Sessions of which the database holds a digest: neither it nor its backup signs anybody in.

Django's own store keeps the key of a session as it stands in the cookie, so whoever reads the table
could come back as any officer who is signed in.
"""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as PlainStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone
from django.utils.crypto import salted_hmac

__all__ = ["SessionStore", "stored_key"]


def stored_key(key: str) -> str:
    """What stands in the table for the key in a cookie: 40 hex digits, keyed by the site's own."""
    return salted_hmac("hustings session", key, algorithm="sha256").hexdigest()[:40]


class SessionStore(PlainStore):
    """Django's store in the database, with digests for keys. Named by SESSION_ENGINE."""

    def exists(self, session_key: str) -> bool:
        """Whether there is such a session."""
        return bool(super().exists(stored_key(session_key)))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row of this session."""
        row: AbstractBaseSession = super().create_model_instance(data)
        row.session_key = stored_key(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """End the session, or the one of that key."""
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=stored_key(key)).delete()

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        key = self.session_key
        if key is None:
            return None
        live = self.model.objects.filter(expire_date__gt=timezone.now())
        row: AbstractBaseSession | None = live.filter(session_key=stored_key(key)).first()
        if row is None:
            self._session_key = None
        return row
