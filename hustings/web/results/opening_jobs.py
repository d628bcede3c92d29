"""Opening very many envelopes beside the request: the key stays in this process's memory.

A worker would have to be given the key through a table. A thread of the server that received it
need not: the job's row holds how far it is, and nothing else. docs/decisions/ tells why.
"""

from __future__ import annotations

import threading

from django.db import connections

from hustings.seal import OpeningKey
from hustings.web.contests.models import Contest
from hustings.web.jobs import actions as jobs
from hustings.web.jobs.models import Job
from hustings.web.officers.actor import Actor
from hustings.web.results.actions import open_envelopes

__all__ = ["IN_A_REQUEST", "start_opening"]

IN_A_REQUEST = 20_000
"""So many envelopes are opened while the officer waits: a second or two."""


def start_opening(contest: Contest, *, key: OpeningKey, by: Actor, back: str) -> Job:
    """Begin to open the envelopes in a thread of its own; the job tells how far it is."""
    job = jobs.create(
        "opening",
        by=by,
        contest_slug=contest.slug,
        back=back,
        label="Opening the envelopes",
        things="envelopes",
    )
    arguments = (str(job.pk), contest, key, by)
    threading.Thread(target=_open, args=arguments, name=f"opening-{contest.slug}").start()
    return job


def _open(job_id: str, contest: Contest, key: OpeningKey, by: Actor) -> None:
    try:
        with jobs.running(job_id) as progress:
            open_envelopes(contest, key=key, by=by, tell=progress)
    finally:
        connections.close_all()
