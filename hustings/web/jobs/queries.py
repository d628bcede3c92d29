"""Reading jobs: how each stands, also one whose worker has gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from hustings.web.jobs.models import Job, JobState
from hustings.web.officers.actor import Actor
from hustings.web.project import clock

__all__ = ["SILENT_AFTER", "UNSTARTED_AFTER", "Shown", "job_for", "jobs_of", "shown"]

SILENT_AFTER = timedelta(minutes=5)
"""A running job that has told nothing for so long may have lost its worker."""

UNSTARTED_AFTER = timedelta(minutes=1)
"""A waiting job that nobody has begun for so long may have no worker to wait for."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A job as ``pieces/progress.html`` shows it; ``message`` says at its end what to do."""

    job: Job
    title: str
    state: JobState
    done: int
    total: int
    message: str
    back: str
    next_label: str
    silent: bool  # nothing has been heard of it for too long

    @property
    def under_way(self) -> bool:
        """Whether it is worth looking again by itself."""
        return self.state in (JobState.QUEUED, JobState.RUNNING)


def jobs_of(actor: Actor) -> QuerySet[Job]:
    """The jobs of the actor's organisation, newest first."""
    return Job.objects.filter(organisation=actor.organisation).select_related("started_by")


def job_for(actor: Actor, number: UUID) -> Job:
    """A job of the actor's organisation; Http404 for any other."""
    job = jobs_of(actor).filter(pk=number).first()
    if job is None:
        raise Http404
    return job


def shown(job: Job, at: datetime | None = None) -> Shown:
    """How a job stands at a time (now, unless told)."""
    state = JobState(job.state)
    silent = _is_silent(job, at or clock.now())
    advice = _advice(state, silent=silent)
    return Shown(
        job=job,
        title=job.label or job.kind.capitalize(),
        state=state,
        done=job.done,
        total=job.total,
        message=" ".join(text for text in (job.message, advice) if text),
        back=job.back,
        next_label=_next_label(job.kind, state),
        silent=silent,
    )


def _next_label(kind: str, state: JobState) -> str:
    """The words of the link to the page that the job belongs to."""
    if state != JobState.DONE:
        return _("Go back and try again")
    return _("Show what was sent") if kind == "mail" else _("Go on")


def _is_silent(job: Job, at: datetime) -> bool:
    if job.state == JobState.RUNNING:
        return at - (job.heard_at or job.created_at) > SILENT_AFTER
    return job.state == JobState.QUEUED and at - job.created_at > UNSTARTED_AFTER


def _advice(state: JobState, *, silent: bool) -> str:
    if state == JobState.FAILED:
        return _(
            "Put right what is said above, go back and start it again. If it says nothing that "
            "you can put right, tell whoever runs this site, with the number of this job."
        )
    if silent and state == JobState.RUNNING:
        return _(
            "Nothing has been heard of this for more than five minutes: what did the work may "
            "have been stopped. Look at the page where you began; if it is not done there, start "
            "it again."
        )
    if silent:
        return _(
            "Nothing has begun this yet. Whoever runs this site should see whether the worker "
            "beside it runs: hustings serve starts one."
        )
    return ""
