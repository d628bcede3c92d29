"""How often one network address may ask, whatever it asks for and with whatever token.

Counted in memory, for the site is served by one process and reading must write nothing. Of an IPv6
address the first half counts: the rest is the sender's to choose.
"""

from __future__ import annotations

import ipaddress
import math

from django.core.cache import BaseCache, caches
from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle

from hustings.web.officers.throttle import address_tried_from

__all__ = ["MOST_A_MINUTE", "seconds_to_wait"]

MOST_A_MINUTE = 600


class _ByAddress(SimpleRateThrottle):
    scope = "address"

    @property
    def cache(self) -> BaseCache:  # type: ignore[override]  # a class's attribute there
        return caches["api"]

    def get_cache_key(self, request: HttpRequest) -> str:
        return f"address-{_network(address_tried_from(request) or '')}"


def seconds_to_wait(request: HttpRequest) -> int:
    """Count a request; 0 if it is within the limit, else after how many seconds to come back."""
    limit = _ByAddress(f"{MOST_A_MINUTE}/min")
    if limit.allow_request(request):
        return 0
    oldest: float = limit.history[-1]
    return max(1, math.ceil(oldest + 60 - float(limit.now)))


def _network(address: str) -> str:
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return address
    if read.version == 6:
        return str(ipaddress.IPv6Network((read, 64), strict=False).network_address)
    return str(read)
