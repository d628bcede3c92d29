"""What the pages of the post share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hustings.web.contests.models import Contest
from hustings.web.contests.views.pages import context_of
from hustings.web.officers.actor import Actor
from hustings.web.post import queries
from hustings.web.post.models import Refusal

__all__ = ["alarms_shown", "post_url", "receiving_page"]


def post_url(contest: Contest, page: str = "bags", *more: object) -> str:
    """The address of one of this app's pages."""
    return reverse(f"post:{page}", args=[contest.organisation.slug, contest.slug, *more])


def receiving_page(
    request: HttpRequest,
    template: str,
    actor: Actor,
    contest: Contest,
    *,
    here: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """A page below "Posted envelopes"; nothing of it is kept by the browser or on the way."""
    context = context_of(actor, contest, _("Posted envelopes"))
    if here:
        context["trail"][-1]["url"] = post_url(contest)
        context["trail"].append({"label": here})
    context |= {"may_act": actor.may_act, "alarms": alarms_shown(contest)}
    response = render(request, template, context | more, status=status)
    response["Cache-Control"] = "no-store"
    return response


def alarms_shown(contest: Contest) -> list[dict[str, object]]:
    """Alarms that nobody has answered, as post/alarms.html shows them."""
    return [
        {
            "heading": Refusal(alarm.heading).label,
            "refused": alarm.refused,
            "received": alarm.received,
            "url": post_url(contest, "alarm", alarm.heading),
        }
        for alarm in queries.alarms_unanswered(contest)
    ]
