"""Which language a page is in. A page is in Welsh whole, or it is in English whole.

A page joins :data:`IN_WELSH` once every word of it is in a Welsh catalogue; every other page is in
English, whatever its reader's browser asks for. Officers' pages are in English throughout. The
library's sentences on a page are in the page's language: both are bound by :func:`in_language`.

Which language it is, says the address (``?lang=cy``), else what was chosen earlier on this site,
else the browser. What other sites and programs fetch (:data:`BY_ADDRESS`) goes by the address
alone, so that everybody is given the same. An elector's own language decides in the booth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from hustings.language import ENGLISH, Language, speaking
from hustings.report.languages import UNREVIEWED, language_of

__all__ = [
    "BY_ADDRESS",
    "FIELD",
    "IN_WELSH",
    "UNREVIEWED",
    "PageLanguage",
    "asked_of",
    "chosen_in",
    "in_language",
    "in_this_language",
    "is_chosen_on",
    "known_language",
    "other_languages",
    "query_in",
    "remembered",
    "unreviewed",
]

_BOOTH = frozenset({"booth:enter", "booth:paper", "booth:check", "booth:cast"})
_PUBLIC = frozenset(
    {
        "results:home",
        "results:notice",
        "results:result",
        "results:version",
        "roll:ask",
        "roll:ask_sent",
        "roll:object",
        "roll:object_noted",
        "roll:privacy",
    }
)

IN_WELSH = _BOOTH | _PUBLIC
"""The pages that are complete in Welsh, by the names of their addresses."""

BY_ADDRESS = frozenset({"api:card", "results:contest_feed", "results:embed", "results:site_feed"})
"""What is complete in Welsh, too, and in English unless its address asks for Welsh."""

FIELD = "lang"
"""``?lang=cy``: the language that a page is to be in from now on."""

_ENGLISH_THROUGHOUT = ("/accounts/", "/agent/", "/api/", "/officer/", "/sign-in/")
"""Where even a page that says that there is none is for officers, agents or programs."""

_BLOCK = "_language_block"


def known_language(code: str) -> str | None:
    """The site's language of that code, such as "cy" or "cy-GB"; None where it has none."""
    wanted = code.lower().partition("-")[0]
    for own, _name in settings.LANGUAGES:
        if wanted == own.partition("-")[0]:
            return own
    return None


def asked_of(request: HttpRequest) -> str:
    """The language asked for by the address, an earlier choice or the browser; else English."""
    return chosen_in(request) or translation.get_language_from_request(request)


def chosen_in(request: HttpRequest) -> str | None:
    """The language that the address asks for, if it asks for one that the site has."""
    return known_language(request.GET.get(FIELD, ""))


def remembered(request: HttpRequest) -> str | None:
    """The language chosen earlier on this site's pages, if one was."""
    return known_language(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))


def other_languages() -> list[tuple[str, str]]:
    """The languages that the page could be in instead: code, and the language's own name."""
    return [(code, name) for code, name in settings.LANGUAGES if code != translation.get_language()]


def in_this_language(address: str) -> str:
    """An address without a query, in the language in force whoever opens it; English is plain."""
    return f"{address}{query_in(translation.get_language())}"


def query_in(code: str | None) -> str:
    """What an address ends in that asks for a language; nothing for English."""
    return "" if code in {None, settings.LANGUAGE_CODE} else f"?{FIELD}={code}"


def unreviewed() -> bool:
    """Whether the language in force is one whose translation no speaker has reviewed."""
    return translation.get_language() in UNREVIEWED


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Within this block pages and the library's sentences are in one of the site's languages."""
    with translation.override(code), speaking(_of_the_library(code)):
        yield


def _of_the_library(code: str) -> Language:
    return ENGLISH if code == settings.LANGUAGE_CODE else language_of(code)


class PageLanguage:
    """Middleware: English, until the page turns out to be one that is complete in Welsh."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, saying in which language, and for caches what that hung on."""
        with ExitStack() as block:
            vars(request)[_BLOCK] = block
            block.enter_context(in_language(_language_of(request)))
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
        if _hangs_on_reader(request):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if is_chosen_on(request):
            _remember(request, response)
        return response

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., HttpResponseBase],
        _args: tuple[Any, ...],
        _named: Mapping[str, Any],
    ) -> None:
        """Which page it is, is known here."""
        vars(request)[_BLOCK].enter_context(in_language(_language_of(request)))


def is_chosen_on(request: HttpRequest) -> bool:
    """Whether the page has the switch of languages, and what is chosen there is remembered.

    Not in the booth, which hands the choice on from page to page and sets no cookie; nor where an
    error answers a form, whose address shows nothing by itself.
    """
    match = request.resolver_match
    if match is not None and match.view_name in _PUBLIC:
        return True
    return match is None and _hangs_on_reader(request) and request.method in {"GET", "HEAD"}


def _language_of(request: HttpRequest) -> str:
    if _hangs_on_reader(request):
        return asked_of(request)
    match = request.resolver_match
    if match is not None and match.view_name in BY_ADDRESS:
        return chosen_in(request) or settings.LANGUAGE_CODE
    return settings.LANGUAGE_CODE


def _hangs_on_reader(request: HttpRequest) -> bool:
    """Of an address that is none, or not found out yet, where it is not the officers'."""
    match = request.resolver_match
    if match is None:
        return not request.path_info.startswith(_ENGLISH_THROUGHOUT)
    return match.view_name in IN_WELSH


def _remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Keep what the reader chose, where her browser says otherwise, until she closes it."""
    chosen = chosen_in(request)
    if chosen is None or chosen == translation.get_language_from_request(request):
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE,
    )
    if "no-store" not in response.get("Cache-Control", ""):
        response.headers["Cache-Control"] = (
            "private, no-cache"  # so that the next choice comes here
        )
