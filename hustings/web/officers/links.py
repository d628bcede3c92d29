"""One-time ways in: a link signs its officer in once. Only the digest of its token is kept.

The token has 256 random bits, so a plain digest of it cannot be searched. A link replaces no second
factor: whoever has one is asked for it after the link, as after a password.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from hustings.web.officers.models import SignInLink, User
from hustings.web.project import clock

__all__ = ["Found", "address_of", "find", "make_sign_in_link", "use"]


@dataclass(frozen=True, slots=True)
class Found:
    """Whose link a token opens, and why it does not, if it does not."""

    user: User
    expires_at: datetime
    used_at: datetime | None
    expired: bool

    @property
    def works(self) -> bool:
        """Whether the button would sign her in."""
        return self.used_at is None and not self.expired


def make_sign_in_link(user: User, *, hours: int = 24) -> str:
    """A new token for the officer; every earlier link of hers that is unused stops working."""
    token = secrets.token_urlsafe(32)
    user.sign_in_links.filter(used_at__isnull=True).delete()
    SignInLink.objects.create(
        user=user, digest=_digest(token), expires_at=clock.now() + timedelta(hours=hours)
    )
    return token


def address_of(token: str) -> str:
    """The link itself, from the scheme on."""
    return f"{settings.BASE_URL}{reverse('officers:sign_in', args=[token])}"


def find(token: str) -> Found | None:
    """What a token opens, without using it up; None for one that never was or was replaced."""
    link = SignInLink.objects.select_related("user").filter(digest=_digest(token)).first()
    if link is None:
        return None
    return Found(link.user, link.expires_at, link.used_at, link.expires_at <= clock.now())


def use(token: str) -> User | None:
    """The officer whom the token signs in, once: of two that come at once, one is told None."""
    now = clock.now()
    unused = SignInLink.objects.filter(
        digest=_digest(token), used_at__isnull=True, expires_at__gt=now
    )
    if not unused.update(used_at=now):
        return None
    return SignInLink.objects.select_related("user").get(digest=_digest(token)).user


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
