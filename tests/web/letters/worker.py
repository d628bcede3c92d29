"""The real worker, in this process; and as a process of its own that makes letters until killed.

python -m tests.web.letters.worker prepare COUNT   a print run in the install's queue
python -m tests.web.letters.worker work            work the queue off
python -m tests.web.letters.worker figures         what the database and the folder hold
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

__all__ = ["work_off_the_queue"]


def work_off_the_queue(name: str = "*") -> None:
    """Everything that is due in the queue of that name, or in any, done."""
    from django_tasks_db.management.commands.db_worker import Worker

    Worker(
        queue_names=[name],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    ).run()


def prepare(count: int) -> Any:
    from hustings.web.letters.actions.files_of_runs import start
    from hustings.web.letters.models import PrintKind
    from tests.web.letters.posting import make_post

    post = make_post(count)
    return start(post.contest, PrintKind.FIRST, by=post.officer).file_name


def figures() -> Any:
    from hustings.web.booth.models import Code
    from hustings.web.letters.models import Printed, PrintRun
    from hustings.web.letters.state import run_state

    run = PrintRun.objects.select_related("job").get()
    return {
        "codes": Code.objects.count(),
        "printed": Printed.objects.count(),
        "state": run_state(run),
        "made": run.made_at is not None,
    }


def aftermath() -> Any:
    """What is left at once; then five minutes later, when whoever was at it is held to be gone."""
    from datetime import timedelta

    from hustings.web.jobs.models import Job
    from hustings.web.letters.actions.files_of_runs import sweep
    from hustings.web.project import clock

    at_once = figures()
    Job.objects.update(heard_at=clock.now() - timedelta(minutes=6))
    return {"at_once": at_once, "later": figures(), "swept": sweep()}


def main(command: str, *arguments: str) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "hustings.web.project.settings"
    django.setup()
    if command == "work":
        work_off_the_queue()
    else:
        json.dump(prepare(int(*arguments)) if command == "prepare" else aftermath(), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
