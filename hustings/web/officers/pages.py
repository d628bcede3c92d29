"""What every officer's page is given: the organisation, the officer's role, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hustings.web.officers.actor import Actor

__all__ = ["officer_page"]

HOME = "/officer/"


def officer_page(
    request: HttpRequest,
    actor: Actor,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Answer with a page that extends ``officer/base.html``, for that officer.

    ``context["trail"]`` holds the steps of the breadcrumb below the officer's own contests.
    """
    given = {"actor": actor, "organisation": actor.organisation, "role": actor.role.label}
    trail = [{"label": _("Contests"), "url": HOME}, *context.get("trail", [])]
    return render(request, template, given | dict(context) | {"trail": trail}, status=status)
