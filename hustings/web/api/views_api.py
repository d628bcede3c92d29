"""The document of the API, its page for people, and addresses that it does not have."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hustings.web.api.problems import problem
from hustings.web.api.site_api import PREFIX, document, document_text

__all__ = ["openapi", "operations", "unknown"]


def openapi(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return HttpResponse(_document(), content_type="application/json")


@cache
def _document() -> str:
    return document_text()


@require_safe
def operations(request: HttpRequest) -> HttpResponse:
    """Every operation in a plain list, without a script."""
    return render(request, "api/operations.html", {"groups": _groups(), "prefix": PREFIX})


@cache
def _groups() -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in document()["paths"].items():
        for operation in methods.values():
            told = {
                "path": path,
                "what": operation.get("description") or operation["summary"],
                "parameters": [p for p in operation.get("parameters", []) if p["in"] == "query"],
            }
            groups.setdefault(operation["tags"][0], []).append(told)
    return [{"name": name, "operations": told} for name, told in groups.items()]


def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """An address under the API that leads nowhere."""
    told = _("The API has nothing at %(rest)s; its document is at %(prefix)sopenapi.json.")
    return problem(request, 404, told % {"rest": rest[:100], "prefix": PREFIX})
