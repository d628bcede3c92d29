"""A limit on guessing codes, for each network address, that no elector can be caught by.

Counted are only codes that read well and were never issued: slips of the pen have wrong check
characters and are not guesses. Above the limit further such codes are refused unread for a while; a
code that was issued works all the same. Otherwise one person could keep an office, or everybody
behind one provider's address, from voting; and against 95 random bits no patience helps.
"""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from hustings.web.booth.models import FailedTry
from hustings.web.project import clock

__all__ = ["MOST_TRIES", "PERIOD", "count_failure", "minutes"]

MOST_TRIES = 30
PERIOD = timedelta(minutes=15)


def minutes() -> int:
    """How long further unknown codes are refused."""
    return int(PERIOD.total_seconds() // 60)


def count_failure(request: HttpRequest) -> bool:
    """Count an unknown code from where the request comes; whether it is above the limit.

    What is above the limit is not counted on, so a flood writes nothing.
    """
    now = clock.now()
    this = FailedTry.objects.filter(address=_digest(_address(request)))
    found = this.filter(since__gt=now - PERIOD).first()
    if found and found.tries >= MOST_TRIES:
        return True
    with transaction.atomic():
        FailedTry.objects.filter(since__lte=now - PERIOD).delete()
        FailedTry.objects.get_or_create(
            address=_digest(_address(request)), defaults={"since": now, "tries": 0}
        )
        this.update(tries=F("tries") + 1)
    return False


def _address(request: HttpRequest) -> str:
    """Where the request comes from; behind the site's own proxy, what that one saw.

    Of an IPv6 address the first half counts: the rest is the sender's to choose.
    """
    address: str = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return address
    if read.version == 6:
        return str(ipaddress.IPv6Network((read, 64), strict=False))
    return str(read)


def _digest(address: str) -> bytes:
    return hashlib.blake2b(
        address.encode(), digest_size=32, key=settings.CODE_KEY, person=b"hustings network"
    ).digest()
