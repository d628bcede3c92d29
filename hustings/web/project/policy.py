"""The content policy's header, made once for all pages that have no policy of their own.

django-csp puts the header together anew for every answer, which takes longer than all else that the
middleware does for a vote. What it writes, and for whom, stays its own.
"""

from __future__ import annotations

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase

__all__ = ["ContentPolicy"]


class ContentPolicy(CSPMiddleware):
    """django-csp's middleware, which is asked again only where a page or a request differs."""

    _usual: str | None = None

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """The answer with its header."""
        if _differs(vars(request)) or _differs(vars(response)) or HEADER in response:
            return super().process_response(request, response)
        if self._usual is None:
            super().process_response(request, response)
            self._usual = response.get(HEADER)
        elif self._usual:
            response.headers[HEADER] = self._usual
        return response


def _differs(given: dict[str, object]) -> bool:
    """Whether a decorator of django-csp, or a nonce that was asked for, left its mark."""
    return any(name.startswith("_csp") for name in given)
