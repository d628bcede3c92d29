"""`hustings serve` and `hustings manage`: the site, which needs the extra `hustings[web]`.

The only module of the command line that knows Django, and it is imported when one of these is
called.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

from hustings.cli.terminal import say
from hustings.errors import RuleError

__all__ = ["prepare_site", "run_manage", "run_serve", "serve_site"]

SETTINGS = "hustings.web.project.settings"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
THREADS = 64
"""Requests handled at once: most of a vote is spent waiting for the disk, not computing."""


def run_serve(host: str, port: int, data: Path) -> int:
    """Bring the database up to date and serve until told to stop; the exit code."""
    prepare_site(data, host, port)
    if not _has_officers():
        say(
            "There is no organisation yet. In another terminal, with the same --data or "
            "HUSTINGS_DATA:\n  hustings manage create_organisation SLUG NAME EMAIL"
        )
    say(f"hustings is served on {os.environ['HUSTINGS_BASE_URL']}/ (Ctrl+C stops it)")
    serve_site(host, port)
    return 0


def run_manage(arguments: Sequence[str], data: Path) -> int:
    """Hand over to Django's own commands; the exit code."""
    _set_environment(data, "127.0.0.1", 8000)
    from django.core.management import ManagementUtility

    ManagementUtility(["hustings manage", *arguments]).execute()
    return 0


def prepare_site(data: Path, host: str, port: int) -> None:
    """Set the environment, migrate, and collect the static files. RuleError without the extra."""
    _set_environment(data, host, port)
    from django.core.management import call_command

    _collect_static()
    import django

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    # The jobs worker does so when their day is over; it may not have run then.
    call_command("destroy_letters", stdout=io.StringIO())
    call_command("finish_openings")
    call_command("deliver_webhooks", queue=True)  # what waits since the worker was stopped


def serve_site(host: str, port: int) -> None:
    """Serve until interrupted, with a worker for each queue of jobs beside it."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    with ExitStack() as workers:
        for queue in _queues():
            workers.enter_context(_worker(queue))
        Server(
            "hustings.web.project.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=1,
            blocking_threads=THREADS,
            backpressure=1024,
            websockets=False,
            log_access=False,
            log_level=LogLevels.error,
        ).serve()


def _set_environment(data: Path, host: str, port: int) -> None:
    if find_spec("django") is None:
        raise RuleError('the site needs more packages: pip install "hustings[web]"')
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    os.environ["HUSTINGS_DATA"] = str(data.absolute())
    shown = f"[{host}]" if ":" in host else host
    os.environ.setdefault("HUSTINGS_BASE_URL", f"http://{shown}:{port}")
    if host not in LOOPBACK and "HUSTINGS_ALLOWED_HOSTS" not in os.environ:
        raise RuleError(
            f"--host {host} opens the site to others: say by which names it is reached, "
            "HUSTINGS_ALLOWED_HOSTS=vote.example.org, and HUSTINGS_BASE_URL=https://..."
        )


def _collect_static() -> None:
    """In a process of its own, for the settings ask whether there is a collection to serve."""
    done = subprocess.run(
        [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0"],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | {"HUSTINGS_COLLECT": "1"},
    )
    if done.returncode:
        raise RuleError(f"style sheets and scripts could not be collected: {done.stderr.strip()}")


def _queues() -> Sequence[str]:
    from django.conf import settings

    queues: Sequence[str] = settings.QUEUES
    return queues


@contextmanager
def _worker(queue: str) -> Iterator[None]:
    worker = subprocess.Popen(  # noqa: S603 - a queue of our own settings
        [
            sys.executable,
            "-m",
            "django",
            "db_worker",
            "--queue-name",
            queue,
            "--verbosity",
            "0",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(timeout=10)
        except subprocess.TimeoutExpired:
            worker.kill()


def _has_officers() -> bool:
    from hustings.web.officers.models import Organisation

    return Organisation.objects.exists()
