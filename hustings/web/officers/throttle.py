"""Which account a failed sign-in is counted against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

__all__ = ["account_tried"]

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
