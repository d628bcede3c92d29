"""The agents' door: a visit that was begun by a link and is not over."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from hustings.web.scrutiny import visits
from hustings.web.scrutiny.visits import Visit

__all__ = ["for_agents"]

View = Callable[Concatenate[HttpRequest, Visit, ...], HttpResponseBase]


def for_agents(view: View) -> Any:
    """Give the view the visit as its second argument; whoever has none is sent to the entry.

    The contest is the agent's own: no address of hers names one. No browser and no proxy keeps
    the page.
    """

    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        visit = visits.current(request)
        if visit is None:
            return redirect("scrutiny:enter")
        return view(request, visit, *args, **kwargs)

    return wrapped
