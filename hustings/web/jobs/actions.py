"""Starting a job, and telling how far it is."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from hustings.errors import HustingsError
from hustings.web.jobs.models import Job, JobState
from hustings.web.officers.actor import Actor
from hustings.web.project import clock

__all__ = ["Progress", "create", "running"]

_LOG = logging.getLogger("hustings.jobs")


def create(kind: str, *, by: Actor, contest_slug: str = "", back: str = "") -> Job:
    """Enter a job; the caller then enqueues its task with the job's id (as a string) alone."""
    return Job.objects.create(
        kind=kind,
        organisation=by.organisation,
        contest_slug=contest_slug,
        started_by=by.user,
        back=back,
    )


@dataclass(slots=True)
class Progress:
    """How far a job is: call it with (done, total); it writes twice a second at most."""

    job: Job
    _written: float = 0.0

    def __call__(self, done: int, total: int, message: str = "") -> None:
        """Note the progress, outside the transaction of the work itself."""
        if done < total and monotonic() - self._written < 0.5:
            return
        self._written = monotonic()
        Job.objects.filter(pk=self.job.pk).update(
            done=done, total=total, message=message or self.job.message
        )


@contextmanager
def running(job_id: str) -> Iterator[Progress]:
    """Around a task's work: running, then done, or failed with a sentence that says what to do."""
    job = Job.objects.get(pk=job_id)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    try:
        yield Progress(job)
    except HustingsError as error:
        _finish(job, JobState.FAILED, str(error))
    except Exception as error:
        # The text of an unexpected error may quote what was worked on: its kind alone is told.
        _LOG.error("job %s (%s) failed: %s", job.pk, job.kind, type(error).__name__)
        _finish(job, JobState.FAILED, "Something unexpected stopped this; nothing was changed.")
        raise
    else:
        _finish(job, JobState.DONE, "")


def _finish(job: Job, state: JobState, message: str) -> None:
    fields = {"message": message} if message else {}
    Job.objects.filter(pk=job.pk).update(state=state, finished_at=clock.now(), **fields)
