"""Large lists are worked on beside the requests, with progress."""

from __future__ import annotations

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from hustings.roll import FICTIONAL_COLUMNS
from hustings.web.contests.models import Contest
from hustings.web.jobs.models import Job
from hustings.web.roll.actions import freezing
from hustings.web.roll.models import Elector, Upload
from tests.web.making import make_actor, make_contest
from tests.web.officers.signing_in import signed_in
from tests.web.roll.lists import fictional_csv

pytestmark = pytest.mark.django_db(transaction=True)


def work() -> None:
    """Do what waits in the queue, as the worker beside the site does."""
    call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0)


def import_through_the_pages(client: Client, contest: Contest, content: bytes) -> dict[str, float]:
    """Upload, columns, taking; returns the seconds of each step."""
    keys = [contest.organisation.slug, contest.slug]
    seconds = {}
    file = SimpleUploadedFile("members.csv", content)
    start = time.monotonic()
    client.post(reverse("roll:upload_roll", args=keys), {"file": file})
    work()
    upload = Upload.objects.get(contest=contest)
    seconds["read"] = time.monotonic() - start
    columns = {f"column{n}": FICTIONAL_COLUMNS.as_dict().get(heading, "leave_out")
               for n, heading in enumerate(upload.headers)}  # fmt: skip
    start = time.monotonic()
    client.post(
        reverse("roll:columns", args=[*keys, upload.pk]),
        columns | {"basis": "member", "language": "en", "letters": "on"},
    )
    work()
    seconds["clean"] = time.monotonic() - start
    start = time.monotonic()
    client.post(reverse("roll:take", args=[*keys, upload.pk]))
    work()
    seconds["take"] = time.monotonic() - start
    return seconds


def test_a_large_list_is_read_cleaned_and_taken_by_the_worker() -> None:
    contest = make_contest()
    client = signed_in(make_actor(contest.organisation))
    import_through_the_pages(client, contest, fictional_csv(11_000))
    jobs = Job.objects.order_by("created_at")
    assert [(job.state, job.done == job.total) for job in jobs] == [("done", True)] * 3
    assert Elector.objects.filter(contest=contest).count() == 11_000
    page = client.get(reverse("jobs:job", args=[contest.organisation.slug, jobs[0].pk]))
    assert page.status_code == 200


def test_a_large_file_that_cannot_be_read_is_told_and_emptied() -> None:
    contest = make_contest()
    client = signed_in(make_actor(contest.organisation))
    keys = [contest.organisation.slug, contest.slug]
    broken = b'Name,Email\n"' + b"x," * (1 << 20)
    client.post(reverse("roll:upload_roll", args=keys), {"file": SimpleUploadedFile("x", broken)})
    work()
    upload = Upload.objects.get(contest=contest)
    assert "quote" in upload.report["failed"]
    assert bytes(upload.content) == b""
    page = client.get(reverse("roll:upload", args=[*keys, upload.pk])).content.decode()
    assert "The file could not be read." in page
    assert Job.objects.get().state == "failed"


@pytest.mark.full
def test_a_hundred_thousand_rows_join_the_roll() -> None:
    contest = make_contest()
    actor = make_actor(contest.organisation)
    seconds = import_through_the_pages(signed_in(actor), contest, fictional_csv(100_000))
    start = time.monotonic()
    freezing.freeze(contest, by=actor)
    seconds["freeze"] = time.monotonic() - start
    print({step: round(taken, 1) for step, taken in seconds.items()})  # noqa: T201
    assert Elector.objects.filter(contest=contest).count() == 100_000
