"""Work on large files beside the requests. Tasks take keys alone, never what stands in a file."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from hustings.errors import RuleError
from hustings.web.jobs import actions as jobs
from hustings.web.jobs.models import Job
from hustings.web.officers.access import actor_in
from hustings.web.officers.actor import Actor
from hustings.web.roll.actions import duplicates, taking, uploads
from hustings.web.roll.cleaning import Progress
from hustings.web.roll.models import Upload, UploadKind

__all__ = ["is_large", "start_cleaning", "start_reading", "start_taking"]

_LARGE_TEXT, _LARGE_WORKBOOK = 1 << 20, 1 << 18  # bytes: more than a second's work


def is_large(upload: Upload) -> bool:
    """Whether the file is better worked on beside the requests."""
    content = bytes(upload.content)
    return len(content) > (_LARGE_WORKBOOK if content[:2] == b"PK" else _LARGE_TEXT)


def start_reading(upload: Upload, *, by: Actor) -> Job:
    """Read the file, then show its columns."""
    return _start(read_upload, upload, by, "columns", _("The file is being read"))


def start_cleaning(upload: Upload, *, by: Actor) -> Job:
    """Clean the rows, then show the report."""
    return _start(clean_upload, upload, by, "upload", _("The rows are being cleaned"))


def start_taking(upload: Upload, *, by: Actor) -> Job:
    """Let the rows join the roll, look for duplicates, then show the roll."""
    return _start(take_upload, upload, by, "overview", _("The rows are joining the roll"))


def _start(work: object, upload: Upload, by: Actor, page: str, label: str) -> Job:
    contest = upload.contest
    where = [by.organisation.slug, contest.slug]
    back = reverse(f"roll:{page}", args=where if page == "overview" else [*where, upload.pk])
    with transaction.atomic():
        job = jobs.create(
            "roll", by=by, contest_slug=contest.slug, back=back, label=label, things=_("rows")
        )
        work.enqueue(str(job.pk), upload.pk)  # type: ignore[attr-defined]
    return job


@task()
def read_upload(job_id: str, upload_id: int) -> None:
    """Read the file of an upload."""
    with jobs.running(job_id) as progress:
        uploads.read(_upload(upload_id), progress)


@task()
def clean_upload(job_id: str, upload_id: int) -> None:
    """Clean the rows of an upload."""
    with jobs.running(job_id) as progress:
        uploads.clean_up(_upload(upload_id), progress)


@task()
def take_upload(job_id: str, upload_id: int) -> None:
    """Let the rows of an upload join the roll, and look for duplicates."""
    with jobs.running(job_id) as progress:
        upload = _upload(upload_id)
        by = _actor(job_id)
        taking.take(upload, by=by, progress=_first_half(progress))
        if upload.kind == UploadKind.ROLL:
            progress(upload.rows * 3 // 4, upload.rows, _("Likely duplicates are looked for."))
            duplicates.find(upload.contest)
        progress(upload.rows, upload.rows)


def _first_half(progress: jobs.Progress) -> Progress:
    """Cleaning the rows once more is half of the work; the other half is one transaction."""

    def note(done: int, total: int) -> None:
        message = "" if done < total else _("The rows are being written.")
        progress(done // 2, total, message)

    return note


def _upload(number: int) -> Upload:
    found = Upload.objects.select_related("contest__organisation").filter(pk=number).first()
    if found is None:
        raise RuleError("The file was removed meanwhile.")
    return found


def _actor(job_id: str) -> Actor:
    """The officer who started the job, in the role that she has now."""
    job = Job.objects.select_related("started_by", "organisation").get(pk=job_id)
    if job.started_by is None:
        raise RuleError("The officer who started this is no longer there.")
    return actor_in(job.started_by, job.organisation.slug)
