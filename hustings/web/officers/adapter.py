"""Officers come by invitation: nobody signs up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

__all__ = ["InvitedOnly"]


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """The account pages without the one that makes accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never."""
        return False
