"""Which language a page is in. A page is in Welsh whole, or it is in English whole.

A page joins :data:`IN_WELSH` once every word of it is in the Welsh catalogue; every other page is
in English, whatever its reader's browser asks for. Officers' pages are in English throughout.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

__all__ = [
    "FIELD",
    "IN_WELSH",
    "UNREVIEWED",
    "PageLanguage",
    "asked_of",
    "known_language",
    "other_languages",
    "remembered",
    "unreviewed",
]

IN_WELSH = frozenset({"booth:enter", "booth:paper", "booth:check", "booth:cast"})
"""The pages that are complete in Welsh, by the names of their addresses."""

UNREVIEWED = frozenset({"cy"})
"""Languages whose translation no speaker has reviewed yet: every page, e-mail and letter in one of
them says so. Take a language out when its reviewer has signed docs/guide/welsh.md.
"""

FIELD = "lang"
"""``?lang=cy``: the language that a page is to be in from now on."""


def known_language(code: str) -> str | None:
    """The site's language of that code, as a roll or a form names it; None where it has none."""
    wanted = code.lower()
    for own, _name in settings.LANGUAGES:
        if wanted in (own, own.partition("-")[0]):
            return own
    return None


def asked_of(request: HttpRequest) -> str:
    """The language asked for by the address, an earlier choice or the browser; else English."""
    return known_language(request.GET.get(FIELD, "")) or translation.get_language_from_request(
        request
    )


def remembered(request: HttpRequest) -> str | None:
    """The language chosen earlier on this site's pages, if one was."""
    return known_language(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))


def other_languages() -> list[tuple[str, str]]:
    """The languages that the page could be in instead: code, and the language's own name."""
    return [(code, name) for code, name in settings.LANGUAGES if code != translation.get_language()]


def unreviewed() -> bool:
    """Whether the language in force is one whose translation no speaker has reviewed."""
    return translation.get_language() in UNREVIEWED


class PageLanguage:
    """Middleware: English, until the page turns out to be one that is complete in Welsh."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, saying in which language, and for caches what that hung on."""
        translation.activate(settings.LANGUAGE_CODE)
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or "")
        if _is_in_welsh(request):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., HttpResponseBase],
        _args: tuple[Any, ...],
        _named: Mapping[str, Any],
    ) -> None:
        """Which page it is, is known here."""
        if _is_in_welsh(request):
            translation.activate(asked_of(request))


def _is_in_welsh(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.view_name in IN_WELSH
