"""No request brings more than its page can use: a large body is refused before it is read.

Django bounds what it reads of a form, and writes files that come with one to the disk whatever
their size, for anybody. Only officers' pages take files.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

__all__ = ["BoundedBodies", "most_bytes"]

_OFFICERS = "/officer/"


def most_bytes(path: str) -> int:
    """The most that a request to that address may bring, in bytes."""
    files = path.startswith(_OFFICERS)
    return int(settings.MOST_UPLOADED if files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


class BoundedBodies:
    """Middleware: answers 413 to a request whose declared length is above what its page takes.

    A body without a declared length is read as empty by Django, so there is nothing to bound. An
    officers' page that looks for the form's token itself judges the length itself, and says more.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on; the page is not known yet."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], *_given: Any
    ) -> HttpResponse | None:
        """Refuse before the check of the form's token reads the body."""
        most = most_bytes(request.path_info)
        declared = request.META.get("CONTENT_LENGTH") or "0"
        if declared.isdecimal() and int(declared) <= most:
            return None
        if getattr(view, "csrf_exempt", False) and request.path_info.startswith(_OFFICERS):
            return None
        told = _("This is too large: at most %(most)d MB can be sent here.") % {"most": most >> 20}
        return HttpResponse(f"{told}\n", status=413, content_type="text/plain; charset=utf-8")
