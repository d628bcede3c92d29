"""Pages of officers, of agents and of the booth are kept by no browser and no proxy."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers

__all__ = ["PRIVATE", "PrivatePages"]

PRIVATE = ("/accounts/", "/agent/", "/officer/", "/sign-in/", "/vote/")


class PrivatePages:
    """Middleware: ``no-store`` on every answer under these addresses that does not have it yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, marked."""
        response = self.get_response(request)
        kept = "no-store" not in response.get("Cache-Control", "")
        if kept and request.path_info.startswith(PRIVATE):
            add_never_cache_headers(response)
        return response
