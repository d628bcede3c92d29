"""What the pages of letters and mail share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hustings.web.contests.models import Contest
from hustings.web.contests.views.pages import context_of
from hustings.web.jobs import queries as jobs
from hustings.web.jobs.models import Job
from hustings.web.letters.state import is_alive
from hustings.web.officers.actor import Actor

__all__ = [
    "GET_OR_POST",
    "REFRESH_SECONDS",
    "as_file",
    "letters_page",
    "letters_url",
    "on_roll",
    "posted_data",
    "progress_of",
]

GET_OR_POST = ["GET", "HEAD", "POST"]
REFRESH_SECONDS = 5


def letters_url(contest: Contest, page: str = "overview", *more: object) -> str:
    """The address of one of this app's pages."""
    return reverse(f"letters:{page}", args=[contest.organisation.slug, contest.slug, *more])


def on_roll(number: int) -> dict[str, object]:
    """A line of a page that confirms: how many electors there are in all."""
    words = ngettext("elector is on the roll", "electors are on the roll", number)
    return {"number": number, "text": words}


def posted_data(request: HttpRequest) -> Any:
    """What was posted; None on a GET, so that a form is not bound."""
    return request.POST if request.method == "POST" else None


def letters_page(
    request: HttpRequest,
    template: str,
    actor: Actor,
    contest: Contest,
    *,
    here: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """A page below "Letters and mail"; nothing of it is kept by the browser or on the way."""
    top = _("Letters and mail")
    context = context_of(actor, contest, top)
    if here:
        context["trail"][-1]["url"] = letters_url(contest)
        context["trail"].append({"label": here})
    response = render(request, template, context | more, status=status)
    response["Cache-Control"] = "no-store"
    return response


def progress_of(actor: Actor, job: Job | None) -> dict[str, Any]:
    """What pieces/progress.html needs of a job that is under way; nothing of one that is over."""
    if not is_alive(job) or job is None:
        return {}
    shown = jobs.shown(job)
    return {
        "job": shown,
        "title": shown.title,
        "things": job.things,
        "next_label": shown.next_label,
        "url": reverse("jobs:state", args=[actor.organisation.slug, job.pk]),
        "refresh_seconds": REFRESH_SECONDS,
    }


def as_file(content: bytes, name: str) -> HttpResponse:
    """A CSV list to be saved."""
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
