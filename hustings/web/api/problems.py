"""Whatever goes wrong is answered as a problem document, so that a program need read no page.

Source: RFC 9457, Problem Details for HTTP APIs. The type is always ``about:blank``: the status says
which problem it is, ``detail`` says it in a sentence.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

__all__ = ["CONTENT_TYPE", "problem"]

CONTENT_TYPE = "application/problem+json"


def problem(request: HttpRequest, status: int, detail: str, **more: Any) -> HttpResponse:
    """An answer with that status; ``more`` are further members of the document."""
    told = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.path,
    } | more
    return HttpResponse(json.dumps(told), status=status, content_type=CONTENT_TYPE)
