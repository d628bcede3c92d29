"""What is being done beside the requests, and how far it is."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hustings.web.jobs import queries
from hustings.web.jobs.models import Job
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.officers.pages import officer_page

__all__ = ["job", "jobs", "state"]

JOBS_A_PAGE = 30
REFRESH_SECONDS = 5


@require_safe
@for_officers()
def jobs(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Recent jobs, newest first."""
    page = Paginator(queries.jobs_of(actor), JOBS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "jobs": [queries.shown(job) for job in page],
        "trail": [{"label": _("Work under way")}],
    }
    return officer_page(request, actor, "jobs/jobs.html", context)


@require_safe
@for_officers()
def job(request: HttpRequest, actor: Actor, number: UUID) -> HttpResponse:
    """One job, whose progress the page keeps asking for; without scripts it loads itself again."""
    context = _context(actor, queries.job_for(actor, number))
    return officer_page(request, actor, "jobs/job.html", context)


@require_safe
@for_officers()
def state(request: HttpRequest, actor: Actor, number: UUID) -> HttpResponse:
    """The piece of the page that tells the progress, alone."""
    context = _context(actor, queries.job_for(actor, number))
    return officer_page(request, actor, "jobs/state.html", context)


def _context(actor: Actor, job: Job) -> dict[str, object]:
    found = queries.shown(job)
    org = actor.organisation.slug
    return {
        "job": found,
        "title": found.title,
        "things": job.things,
        "next_label": found.next_label,
        "url": reverse("jobs:state", args=[org, job.pk]),
        "refresh_seconds": REFRESH_SECONDS if found.under_way else None,
        "trail": [
            {"label": _("Work under way"), "url": reverse("jobs:jobs", args=[org])},
            {"label": found.title},
        ],
    }
