"""Which account, and which address, a failed sign-in is counted against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest

__all__ = ["account_tried", "address_tried_from"]

NAMES = ("email", "login", "username")
"""What the e-mail address is called by allauth, by its form, and by django-axes itself."""


def account_tried(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str | None:
    """The e-mail address that was tried, small letters, without spaces around it; None for none.

    Without this django-axes finds no name in allauth's credentials and counts all accounts as one.
    """
    given = credentials or {}
    found = next((given[name] for name in NAMES if given.get(name)), None)
    address = found or request.POST.get("login")
    return str(address).strip().lower()[:255] if address else None


def address_tried_from(request: HttpRequest) -> str | None:
    """The browser's address, as allauth's own limits see it: behind a proxy, the one it names last.

    django-axes by itself would see the proxy's, so that anybody could lock anybody out.
    """
    address: str | None = get_client_ip(request)
    return address
