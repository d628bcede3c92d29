"""Public pages tell browsers and proxies what they hold: the same page is not made or sent twice.

A version never changes, but what stands around it can: that a later one came, a notice, a state.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import get_language

import hustings
from hustings.web.contests.models import Contest
from hustings.web.results.models import Version

__all__ = ["Marks", "answer", "marks_of"]

_SECONDS = 60
Marks = tuple[str, float | None]


def marks_of(contest: Contest, version: Version | None, *more: object) -> Marks:
    """The ETag and the time of last change of a page about a contest, or one of its versions."""
    held = [hustings.__version__, get_language(), contest.pk, contest.state, *more]
    changed = None
    if version is not None:
        held += [version.pk, version.stage, version.published_at, version.declared_at]
        known = [t for t in (version.published_at, version.declared_at) if t is not None]
        changed = max(known).timestamp() if known else None
    digest = hashlib.sha256(repr(held).encode()).hexdigest()
    return f'"{digest[:32]}"', changed


def answer(request: HttpRequest, marks: Marks, make: Callable[[], HttpResponse]) -> HttpResponse:
    """What ``make`` gives, marked for caches; 304 where the reader holds it already."""
    etag, changed = marks
    whole = None if changed is None else int(changed)
    unchanged = get_conditional_response(request, etag=etag, last_modified=whole)
    response = unchanged if isinstance(unchanged, HttpResponse) else make()
    if response.status_code in {200, 304}:
        response["ETag"] = etag
        if whole is not None:
            response["Last-Modified"] = http_date(whole)
        patch_cache_control(response, public=True, max_age=_SECONDS)
    return response
