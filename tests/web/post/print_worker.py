"""A process of its own that makes papers or envelopes until it is killed.

python -m tests.web.post.print_worker prepare papers|envelopes COUNT   a run in the queue
python -m tests.web.post.print_worker work                             work the queue off
python -m tests.web.post.print_worker aftermath                        what is left, then and later
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any


def prepare(kind: str, count: int) -> Any:
    """The name of the file that will be made."""
    from hustings.web.post.actions.printing import start_envelopes, start_papers
    from hustings.web.post.models import Audience, PaperSize
    from tests.web.post.printed_things import make_shop

    shop = make_shop(count if kind == "envelopes" else 1)
    if kind == "papers":
        return start_papers(shop.contest, count, PaperSize.A5, by=shop.officer).file_name
    return start_envelopes(shop.contest, Audience.ALL, by=shop.officer).file_name


def figures() -> Any:
    """What the database holds of the run."""
    from hustings.web.post.models import BallotPaper, EnvelopeRun, PaperRun, ReturnEnvelope
    from hustings.web.post.state import state_of

    run = PaperRun.objects.first() or EnvelopeRun.objects.get()
    return {
        "numbers": BallotPaper.objects.count() + ReturnEnvelope.objects.count(),
        "state": state_of(run),
        "made": run.made_at is not None,
    }


def aftermath() -> Any:
    """What is left at once; then five minutes later, when whoever was at it is held to be gone."""
    from hustings.web.jobs.models import Job
    from hustings.web.post.actions.printing import sweep
    from hustings.web.project import clock

    at_once = figures()
    Job.objects.update(heard_at=clock.now() - timedelta(minutes=6))
    return {"at_once": at_once, "later": figures(), "swept": sweep()}


def main(command: str, *arguments: str) -> None:
    """Do what was asked for, and print it as JSON."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "hustings.web.project.settings"
    django.setup()
    if command == "work":
        from tests.web.letters.worker import work_off_the_queue

        work_off_the_queue()
    elif command == "prepare":
        json.dump(prepare(arguments[0], int(arguments[1])), sys.stdout)
    else:
        json.dump(aftermath(), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
