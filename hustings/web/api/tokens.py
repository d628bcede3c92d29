"""Tokens of programs: 256 random bits, shown once, of which the site keeps the digest alone.

A token is ``hustings_`` and 43 letters and figures, so that a scanner of published code knows one
when it sees it. It is looked up by its digest: what a guess has in common with a token says nothing
of what their digests have in common, so the time that the look-up takes helps nobody.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from hustings.web.api.models import Token
from hustings.web.project import clock

__all__ = ["PREFIX", "digest_of", "new_token", "token_for"]

PREFIX = "hustings_"


def new_token() -> str:
    """A token that nobody has."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(text: str) -> bytes:
    """What is kept of a token: SHA-256, which is enough for 256 random bits."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()


def token_for(text: str) -> Token | None:
    """The token with that text, if there is one and it was not revoked; notes the day of its use.

    A row is written on the first use of a day alone.
    """
    digest = digest_of(text)
    held = Token.objects.select_related("organisation").filter(digest=digest).first()
    if held is None or not hmac.compare_digest(bytes(held.digest), digest) or held.revoked_at:
        return None
    today = clock.today()
    if held.used_on != today:
        Token.objects.filter(pk=held.pk).update(used_on=today)
    return held
