"""Letters and e-mails are made beside the requests. Tasks take the job's id and nothing else."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import default_task_backend, task

from hustings.errors import RuleError
from hustings.web.jobs import actions as jobs
from hustings.web.jobs.models import Job
from hustings.web.letters.models import Mailing, PrintRun
from hustings.web.letters.state import KEPT_FOR
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Membership
from hustings.web.project import clock

__all__ = ["destroy_later", "enqueue_batch", "enqueue_run"]


def enqueue_run(run: PrintRun, *, by: Actor) -> Job:
    """Begin the work of a print run, in the caller's transaction."""
    job = jobs.create(
        "letters",
        by=by,
        contest_slug=run.contest.slug,
        back=_page("run", run.contest.slug, by, run.pk),
        label=_("Letters are being made"),
        things=_("letters"),
    )
    run.job = job
    run.save()
    print_letters.enqueue(str(job.pk))
    return job


def enqueue_batch(mailing: Mailing, *, by: Actor, wait: timedelta = timedelta()) -> Job:
    """Begin the next batch of a mailing, in the caller's transaction, after that time."""
    job = jobs.create(
        "mail",
        by=by,
        contest_slug=mailing.contest.slug,
        back=_page("mailing", mailing.contest.slug, by, mailing.pk),
        label=_("E-mails are being sent"),
        things=_("e-mails"),
    )
    mailing.job = job
    mailing.save(update_fields=["job"])
    send = send_mail
    if wait and default_task_backend.supports_defer:
        send = send_mail.using(run_after=clock.now() + wait)
    send.enqueue(str(job.pk))
    return job


def destroy_later() -> None:
    """Look again in a day whether a file is to be destroyed."""
    if default_task_backend.supports_defer:
        sweep_files.using(run_after=clock.now() + KEPT_FOR + timedelta(seconds=1)).enqueue()


@task()
def print_letters(job_id: str) -> None:
    """Make the letters of the run that waits for this job."""
    from hustings.web.letters import printing

    with jobs.running(job_id) as progress:
        run = (
            PrintRun.objects.select_related("contest__organisation")
            .filter(job=UUID(job_id))
            .first()
        )
        if run is None:
            raise RuleError("The print run was removed, or begun again, meanwhile.")
        printing.make(run, progress)
        destroy_later()


@task()
def send_mail(job_id: str) -> None:
    """Send a batch of the mailing that waits for this job, and enter the next batch."""
    from hustings.web.letters import sending

    left = 0
    with jobs.running(job_id) as progress:
        mailing = (
            Mailing.objects.select_related("contest__organisation").filter(job=UUID(job_id)).first()
        )
        if mailing is None:
            raise RuleError("The mailing was removed, or went on by another job, meanwhile.")
        left = sending.send_batch(mailing, progress)
    if left:
        _next_batch(job_id)


@task()
def sweep_files() -> None:
    """Destroy what is past its day."""
    from hustings.web.letters.actions.files_of_runs import sweep

    sweep()


@transaction.atomic
def _next_batch(job_id: str) -> None:
    mailing = Mailing.objects.select_related("contest").filter(job=UUID(job_id)).first()
    job = Job.objects.select_related("started_by", "organisation").get(pk=job_id)
    membership = Membership.objects.filter(
        user=job.started_by, organisation=job.organisation
    ).first()
    if mailing is not None and membership is not None:
        pause = timedelta(minutes=mailing.pause_minutes)
        enqueue_batch(mailing, by=Actor.of(membership), wait=pause)


def _page(name: str, slug: str, by: Actor, number: int) -> str:
    return reverse(f"letters:{name}", args=[by.organisation.slug, slug, number])
