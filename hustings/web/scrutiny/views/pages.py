"""What every page of an agent is given."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hustings.web.contests.queries import phase
from hustings.web.scrutiny.visits import Visit
from hustings.web.scrutiny.words import role_of

__all__ = ["agent_page"]


def agent_page(
    request: HttpRequest, visit: Visit, template: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    """A page that extends ``scrutiny/base.html``, about the agent's own contest."""
    agent = visit.agent
    contest = agent.contest
    context = {
        "agent": agent,
        "agent_role": role_of(agent),
        "contest": contest,
        "organisation": contest.organisation,
        "state": phase(contest).value,
        "zone": contest.timezone,
        "pages": _pages(request),
    }
    return render(request, template, context | more, status=status)


def _pages(request: HttpRequest) -> list[dict[str, object]]:
    """The parts of what she sees; the one she is in is marked."""
    parts = [
        (_("Figures"), reverse("scrutiny:figures")),
        (_("Doubtful papers"), reverse("scrutiny:papers")),
        (_("Result"), reverse("scrutiny:result")),
    ]
    return [
        {"label": label, "url": url, "current": request.path.startswith(url)}
        for label, url in parts
    ]
