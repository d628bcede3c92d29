"""Jobs: from the queue to their end, and what their page says on the way."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django_tasks import task
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries, Settings

from hustings.errors import RuleError
from hustings.web.jobs import actions, queries
from hustings.web.jobs.models import Job, JobState
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from tests.web.making import make_actor, make_organisation
from tests.web.officers.signing_in import signed_in

pytestmark = pytest.mark.django_db
WORDS: dict[str, Any] = {
    "label": "Letters are being made",
    "things": "letters",
    "back": "/officer/x/c/y/letters/",
}


@task()
def make_letters(job_id: str) -> None:
    with actions.running(job_id) as progress:
        for n in range(1, 4):
            progress(n, 3, f"Letter {n}.")


@task()
def fail_with_advice(job_id: str) -> None:
    with actions.running(job_id):
        raise RuleError("The roll is empty: upload it first.")


@task()
def fail_unexpectedly(job_id: str) -> None:
    with actions.running(job_id):
        raise KeyError("ABCD-EFGH, a code")


@task()
def be_stopped(job_id: str) -> None:
    with actions.running(job_id) as progress:
        progress(1, 3)
        raise SystemExit(1)


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.getLogger("django_tasks_db").setLevel(logging.CRITICAL)


def at_once(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def work_off_the_queue() -> None:
    """One batch of the real worker, in this process."""
    from django_tasks_db.management.commands.db_worker import Worker

    Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    ).run()


def officer() -> Actor:
    return make_actor(make_organisation())


def page_of(client: Client, job: Job, rest: str = "") -> str:
    answer = client.get(f"/officer/{job.organisation.slug}/jobs/{job.pk}/{rest}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_worker_takes_a_job_from_the_queue_to_its_end() -> None:
    actor = officer()
    client = signed_in(actor)
    job = actions.start(make_letters, "letters", by=actor, **WORDS)
    waiting = page_of(client, job)
    assert "Waiting for its turn." in waiting
    assert f'hx-get="/officer/{actor.organisation.slug}/jobs/{job.pk}/state/"' in waiting
    assert '<meta http-equiv="refresh" content="5">' in waiting
    work_off_the_queue()
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)
    assert job.finished_at is not None
    done = page_of(client, job)
    assert "Finished." in done
    assert "Letters: 3." in done
    assert 'href="/officer/x/c/y/letters/"' in done
    assert "hx-get" not in done
    assert "http-equiv" not in done


def test_without_a_queue_a_job_is_done_at_once(settings: Settings) -> None:
    at_once(settings)
    job = actions.start(make_letters, "letters", by=officer(), **WORDS)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_start_is_undone_is_not_in_the_queue() -> None:
    actor = officer()
    with transaction.atomic():
        actions.start(make_letters, "letters", by=actor)
        transaction.set_rollback(True)
    work_off_the_queue()
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("failing", "said"),
    [
        (fail_with_advice, "The roll is empty: upload it first."),
        (fail_unexpectedly, "Something unexpected stopped this."),
        (be_stopped, "The site was stopped in the middle of this."),
    ],
)
def test_a_job_that_fails_says_why_and_what_to_do(
    failing: actions.Enqueued, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    actor = officer()
    job = actions.start(failing, "letters", by=actor, **WORDS)
    work_off_the_queue()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    page = page_of(signed_in(actor), job)
    assert "This stopped before its end." in page
    assert said in page
    assert "start it again" in page
    assert 'href="/officer/x/c/y/letters/"' in page
    assert "Go back and try again" in page
    kept = repr(list(DBTaskResult.objects.values())) + caplog.text + page
    assert "ABCD" not in kept, "what was worked on may be quoted by an error, and stays nowhere"


@pytest.mark.parametrize(
    ("state", "heard_ago", "silent", "said"),
    [
        ("running", 10, False, "You may leave this page"),
        ("running", 299, False, "You may leave this page"),
        ("running", 301, True, "Nothing has been heard of this for more than five minutes"),
        ("queued", 59, False, "Waiting for its turn."),
        ("queued", 61, True, "Nothing has begun this yet."),
        ("done", 9999, False, "Finished."),
    ],
)
def test_a_job_whose_worker_is_gone_is_told_as_such(
    state: str, heard_ago: int, silent: bool, said: str
) -> None:
    actor = officer()
    job = actions.create("letters", by=actor, **WORDS)
    then = clock.now() - timedelta(seconds=heard_ago)
    heard = None if state == "queued" else then
    Job.objects.filter(pk=job.pk).update(
        state=state, created_at=then, heard_at=heard, done=1, total=3
    )
    job.refresh_from_db()
    assert queries.shown(job).silent is silent
    client = signed_in(actor)
    assert said in page_of(client, job)
    listed = client.get(f"/officer/{actor.organisation.slug}/jobs/").content.decode()
    assert ("Nothing heard of it" in listed) is silent


def test_the_piece_alone_is_what_the_page_asks_for_again() -> None:
    actor = officer()
    job = actions.create("letters", by=actor, **WORDS)
    piece = page_of(signed_in(actor), job, "state/")
    assert piece.strip().startswith("<div hx-get=")
    assert "<html" not in piece


def test_reloading_by_itself_can_be_stopped() -> None:
    actor = officer()
    job = actions.create("letters", by=actor, **WORDS)
    assert "http-equiv" not in page_of(signed_in(actor), job, "?refresh=no")


@pytest.mark.parametrize(
    "back",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "x/y"],
)
def test_a_job_leads_back_to_a_page_of_this_site_alone(back: str) -> None:
    with pytest.raises(ValueError, match="back must be a path of this site"):
        actions.create("letters", by=officer(), back=back)


def test_jobs_are_seen_by_officers_of_the_organisation_alone() -> None:
    actor, stranger = officer(), officer()
    job = actions.create("letters", by=actor)
    slug = actor.organisation.slug
    for rest in ("", f"{job.pk}/", f"{job.pk}/state/"):
        assert signed_in(stranger).get(f"/officer/{slug}/jobs/{rest}").status_code == 404
        assert Client().get(f"/officer/{slug}/jobs/{rest}").status_code == 302
    own = f"/officer/{stranger.organisation.slug}/jobs/{job.pk}/"
    assert signed_in(stranger).get(own).status_code == 404


def test_the_list_is_by_pages_and_says_so_when_there_is_none() -> None:
    actor = officer()
    client = signed_in(actor)
    address = f"/officer/{actor.organisation.slug}/jobs/"
    assert "No work yet" in client.get(address).content.decode()
    for n in range(31):
        actions.create("letters", by=actor, label=f"Letters of run {n:02}")
    first, second = (client.get(f"{address}?page={n}").content.decode() for n in (1, 2))
    assert "Letters of run 30" in first
    assert "Letters of run 00" not in first
    assert "Letters of run 00" in second


def test_progress_is_written_twice_a_second_at_most_and_always_at_the_end(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    job = actions.create("letters", by=officer())
    progress = actions.Progress(job)
    with django_assert_num_queries(2):
        for n in range(1, 1001):
            progress(n, 1000)
    job.refresh_from_db()
    assert (job.done, job.total) == (1000, 1000)


@pytest.mark.django_db(transaction=True)
def test_the_command_that_serve_starts_works_jobs_off() -> None:
    job = actions.start(make_letters, "letters", by=officer())
    call_command("db_worker", "--batch", "--no-startup-delay", "--queue-name", "default")
    job.refresh_from_db()
    assert job.state == JobState.DONE
