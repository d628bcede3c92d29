"""Pages that belong to no app: errors, and whether the site is up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

__all__ = ["csrf_failure", "health"]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The form came without its token, or from elsewhere: nothing was done."""
    return render(request, "403_csrf.html", status=403)


@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """Whether the site answers; says nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")
