"""Starting a job, and telling how far it is."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from traceback import extract_tb
from typing import Any, Protocol

from django.db import transaction
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from hustings.errors import HustingsError
from hustings.web.jobs.models import Job, JobState
from hustings.web.officers.actor import Actor
from hustings.web.project import clock

__all__ = ["Progress", "UnexpectedError", "create", "running", "start"]

_LOG = logging.getLogger("hustings.jobs")
SECONDS_BETWEEN = 0.5


class UnexpectedError(Exception):
    """A job's work failed; the queue keeps this in its table, so it names kind and place alone."""


class Enqueued(Protocol):
    """A task as ``@task()`` makes it, that takes the job's id as text and nothing else."""

    def enqueue(self, job_id: str, /) -> Any:
        """Put it in the queue, or run it at once."""


def start(
    task: Enqueued,
    kind: str,
    *,
    by: Actor,
    contest_slug: str = "",
    back: str = "",
    label: str = "",
    things: str = "",
) -> Job:
    """Enter a job and enqueue its task, both or neither; redirect to ``jobs:job`` with its id.

    ``label`` heads its page ("Letters are being made"), ``things`` is what is counted ("letters"),
    ``back`` the path of the page to go on to.
    """
    with transaction.atomic():
        job = create(kind, by=by, contest_slug=contest_slug, back=back, label=label, things=things)
        task.enqueue(str(job.pk))
    return job


def create(
    kind: str,
    *,
    by: Actor,
    contest_slug: str = "",
    back: str = "",
    label: str = "",
    things: str = "",
) -> Job:
    """Enter a job; the caller then enqueues its task with the job's id (as a string) alone.

    ValueError if ``back`` is no path of this site.
    """
    if back and not (back.startswith("/") and url_has_allowed_host_and_scheme(back, None)):
        raise ValueError(f"back must be a path of this site, found {back!r}")
    return Job.objects.create(
        kind=kind,
        label=label,
        things=things,
        organisation=by.organisation,
        contest_slug=contest_slug,
        started_by=by.user,
        back=back,
    )


@dataclass(slots=True)
class Progress:
    """How far a job is: call it with (done, total); it writes twice a second at most.

    Call it outside the transaction of the work itself, or nobody sees it before the end; and at
    least once a minute, or the job is told as one that may have been stopped.
    """

    job: Job
    _written: float = 0.0

    def __call__(self, done: int, total: int, message: str = "") -> None:
        """Note the progress."""
        if done < total and monotonic() - self._written < SECONDS_BETWEEN:
            return
        self._written = monotonic()
        self.job.message = message or self.job.message
        Job.objects.filter(pk=self.job.pk).update(
            done=done, total=total, message=self.job.message, heard_at=clock.now()
        )


@contextmanager
def running(job_id: str) -> Iterator[Progress]:
    """Around a task's work: running, then done, or failed with a sentence that says what to do.

    The block is the whole work: what it leaves undone in a transaction of its own is undone.
    """
    job = Job.objects.get(pk=job_id)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, heard_at=clock.now())
    try:
        yield Progress(job)
    except HustingsError as error:
        _finish(job, JobState.FAILED, str(error))
    except Exception as error:  # noqa: BLE001  # whatever it is, the page must say that it failed
        _LOG.error("job %s (%s) failed: %s", job.pk, job.kind, _where(error))
        _finish(job, JobState.FAILED, _("Something unexpected stopped this."))
        raise UnexpectedError(_where(error)) from None
    except BaseException:
        _finish(job, JobState.FAILED, _("The site was stopped in the middle of this."))
        raise
    else:
        _finish(job, JobState.DONE, "")


def _where(error: Exception) -> str:
    """Kind and place of an error, without its text, which may quote a name or a code."""
    frame = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"


def _finish(job: Job, state: JobState, message: str) -> None:
    now = clock.now()
    fields = {"message": message} if message else {}
    Job.objects.filter(pk=job.pk).update(state=state, heard_at=now, finished_at=now, **fields)
