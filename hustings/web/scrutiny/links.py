"""The links that let agents in. Only the digest of a link's token is kept.

The token has 256 random bits, so a plain digest of it cannot be searched. It stands after the ``#``
of the address, which browsers send to nobody: no log and no scanner of mail holds it.
"""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.urls import reverse

__all__ = ["address_of", "digest_of", "new_token", "token_in"]

_LONGEST = 300


def new_token() -> str:
    """A token that nobody can guess: 43 letters, figures, hyphens and underscores."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> bytes:
    """What is kept of a token: SHA-256, 32 bytes."""
    return hashlib.sha256(token.encode()).digest()


def address_of(token: str) -> str:
    """The link itself, from the scheme on."""
    return f"{settings.BASE_URL}{reverse('scrutiny:enter')}#{token}"


def token_in(typed: str) -> str:
    """The token in what was typed or pasted: alone, or at the end of the whole link."""
    return "".join(typed[:_LONGEST].split()).rpartition("#")[2]
