"""What every answer of the API has in common, whatever it is about.

GET, HEAD and OPTIONS alone. Each address may ask so often. What everybody may read can be kept by
proxies for a minute, is known again by its ETag, and may be read by the pages of other sites; what
needs a token is kept by nobody and is open to no page. Sources: RFC 9110, sections 8.8 and 13;
the Fetch standard, section 3.2 (CORS).
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import (
    add_never_cache_headers,
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.http import parse_http_date_safe
from django.utils.translation import gettext as _

from hustings.web.api.problems import problem
from hustings.web.api.throttle import seconds_to_wait

__all__ = ["private", "public"]

View = Callable[..., HttpResponseBase]
_LOG = logging.getLogger("hustings.api")
_SECONDS = 60
_METHODS = "GET, HEAD, OPTIONS"
_OPEN = {"Access-Control-Allow-Origin": "*"}
_EXPOSED = {"Access-Control-Expose-Headers": "ETag, Last-Modified, Retry-After"}
_PREFLIGHT = _OPEN | {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def public(view: View) -> View:
    """What everybody may read."""
    return _served(view, is_open=True)


def private(view: View) -> View:
    """What needs a token."""
    return _served(view, is_open=False)


def _served(view: View, *, is_open: bool) -> View:
    @wraps(view)
    def served(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _preflight(is_open=is_open)
        response = _answer(view, request, *args, **kwargs)
        if not is_open:
            patch_vary_headers(response, ["Authorization"])
            add_never_cache_headers(response)
            return response
        if response.status_code == 200:
            response = _marked(request, response)
        for name, value in (_OPEN | _EXPOSED).items():
            response[name] = value
        return response

    served.csrf_exempt = True  # type: ignore[attr-defined]  # answers 405 to all that could write
    return served


def _preflight(*, is_open: bool) -> HttpResponse:
    headers = {"Allow": _METHODS} | (_PREFLIGHT if is_open else {})
    return HttpResponse(status=204, headers=headers)


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        refused = problem(request, 405, _("The API is read-only: ask by GET."))
        refused["Allow"] = _METHODS
        return refused
    if wait := seconds_to_wait(request):
        told = _("This address asks too often: come back in %(wait)d seconds.") % {"wait": wait}
        slowed = problem(request, 429, told)
        slowed["Retry-After"] = str(wait)
        return slowed
    method, request.method = request.method, "GET"  # the server leaves the body of a HEAD out
    try:
        response = view(request, *args, **kwargs)
    except Exception:  # noqa: BLE001  # whatever it is, a program must be able to read it
        _LOG.exception("the API failed at %s", request.path)
        return problem(request, 500, _("Something went wrong here. It has been logged."))
    finally:
        request.method = method
    assert isinstance(response, HttpResponse)
    return response


def _marked(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with its ETag, or 304 where the reader holds it already."""
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    changed = response.get("Last-Modified")
    when = parse_http_date_safe(changed) if changed else None
    unchanged = get_conditional_response(request, etag=etag, last_modified=when)
    answered = unchanged if isinstance(unchanged, HttpResponse) else response
    answered["ETag"] = etag
    if changed:
        answered["Last-Modified"] = changed
    patch_cache_control(answered, public=True, max_age=_SECONDS)
    return answered
