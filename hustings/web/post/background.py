"""Papers and envelopes are made beside the requests. Tasks take the job's id and nothing else."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from hustings.errors import RuleError
from hustings.web.jobs import actions as jobs
from hustings.web.jobs.models import Job
from hustings.web.letters.background import destroy_later
from hustings.web.officers.actor import Actor
from hustings.web.post.models import EnvelopeRun, PaperRun
from hustings.web.post.state import Run

__all__ = ["enqueue"]


def enqueue(run: Run, *, by: Actor) -> Job:
    """Begin the work of a run, in the caller's transaction."""
    papers = isinstance(run, PaperRun)
    kind = "papers" if papers else "envelopes"
    where = [by.organisation.slug, run.contest.slug, kind, run.pk]
    job = jobs.create(
        kind,
        by=by,
        contest_slug=run.contest.slug,
        back=reverse("post:run", args=where),
        label=_("Ballot papers are being made") if papers else _("Envelopes are being made"),
        things=_("ballot papers") if papers else _("envelopes"),
    )
    run.job = job
    run.save()
    (print_papers if papers else print_envelopes).enqueue(str(job.pk))
    return job


@task()
def print_papers(job_id: str) -> None:
    """Make the papers of the run that waits for this job."""
    from hustings.web.post import printing

    with jobs.running(job_id) as progress:
        found = PaperRun.objects.select_related("contest__organisation")
        run = found.filter(job=UUID(job_id)).first()
        if run is None:
            raise RuleError("The run was removed, or begun again, meanwhile.")
        printing.make_papers(run, progress)
        destroy_later()


@task()
def print_envelopes(job_id: str) -> None:
    """Make the covering letters and labels of the run that waits for this job."""
    from hustings.web.post import printing

    with jobs.running(job_id) as progress:
        found = EnvelopeRun.objects.select_related("contest__organisation", "elector")
        run = found.filter(job=UUID(job_id)).first()
        if run is None:
            raise RuleError("The run was removed, or begun again, meanwhile.")
        printing.make_envelopes(run, progress)
        destroy_later()
