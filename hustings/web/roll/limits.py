"""How often one network address may send the public forms."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

__all__ = ["MOST_AN_HOUR", "is_over"]

MOST_AN_HOUR = 30
"""Enough for a stall or an office that helps people, too few to try a list of names."""
_HOUR = 60 * 60


def is_over(request: HttpRequest, form: str) -> bool:
    """Count this request; whether the address has sent the form too often within the hour."""
    key = f"hustings:{form}:{_digest(_network(request))}"
    if cache.add(key, 1, _HOUR):
        return False
    try:
        return cache.incr(key) > MOST_AN_HOUR
    except ValueError:  # it lapsed between the two
        cache.add(key, 1, _HOUR)
        return False


def _network(request: HttpRequest) -> str:
    """The sender's address as the site's own proxy saw it; of IPv6 the half that is not chosen."""
    text = str(get_adapter(request).get_client_ip(request))
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return text


def _digest(network: str) -> str:
    return hmac.digest(settings.SUPPRESSION_KEY, network.encode(), hashlib.sha256).hex()[:32]
