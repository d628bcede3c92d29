"""No request brings more than its page can use: a large body is refused before it is read.

Django bounds what it reads of a form, and writes files that come with one to the disk whatever
their size, for anybody. Only officers' pages take files.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

__all__ = ["BoundedBodies", "most_bytes"]


def most_bytes(path: str) -> int:
    """The most that a request to that address may bring, in bytes."""
    if path.startswith("/officer/"):
        return int(settings.MOST_UPLOADED)
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


class BoundedBodies:
    """Middleware: answers 413 to a request whose declared length is above what its page takes.

    A body without a declared length is read as empty by Django, so there is nothing to bound.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on, or refuse."""
        most = most_bytes(request.path_info)
        declared = request.META.get("CONTENT_LENGTH") or "0"
        if declared.isdecimal() and int(declared) <= most:
            return self.get_response(request)
        told = _("This is too large: at most %(most)d MB can be sent here.") % {"most": most >> 20}
        return HttpResponse(f"{told}\n", status=413, content_type="text/plain; charset=utf-8")
