"""Digests that stand for a person or a home: keyed, so that the database alone names nobody."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings

from hustings.roll.contact import plain_postcode
from hustings.roll.names import name_key
from hustings.roll.tidying import tidy

__all__ = ["email_digest", "household_digest", "person_digest"]


def household_digest(key: str) -> str:
    """32 hexadecimal digits for a household's key; empty for none."""
    return _digest("household", key).hex()[:32] if key else ""


def email_digest(email: str) -> bytes:
    """32 bytes for an e-mail address, whatever its capitals."""
    return _digest("email", tidy(email).casefold())


def person_digest(name: str, postcode: str) -> bytes:
    """32 bytes for a name at a postcode, whatever their capitals, spaces and titles."""
    home = plain_postcode(tidy(postcode)).replace(" ", "").casefold()
    return _digest("person", f"{name_key(tidy(name)).full}\n{home}")


def _digest(kind: str, text: str) -> bytes:
    return hmac.digest(settings.SUPPRESSION_KEY, f"{kind}\n{text}".encode(), hashlib.sha256)
