"""Pages that belong to no app: errors, and whether the site is up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.views.decorators.http import require_safe

__all__ = ["bad_request", "csrf_failure", "health", "server_error"]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The form came without its token, or from elsewhere: nothing was done."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """The request is not one that the site can read."""
    return HttpResponse(_plain(request, "400.html"), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke: the page asks neither the session nor the database, which may be broken."""
    return HttpResponse(_plain(request, "500.html"), status=500)


def _plain(request: HttpRequest, template: str) -> str:
    return get_template(template).render({"request": request})


@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """Whether the site answers; says nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")
