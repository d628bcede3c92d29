"""A site in a process of its own that can be killed after it has voted and before it answers.

    python -m tests.web.security.lost_answers prepare       an open poll; its code
    python -m tests.web.security.lost_answers serve [die]   the port, then pages
    python -m tests.web.security.lost_answers figures       receipts, and how many envelopes

With ``die`` the process kills itself with a cast's answer in hand. The install is named by
HUSTINGS_DATA and DATABASE_URL, as the site's own is.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


def serve(*, die: bool) -> None:
    """Serve on any port and print it."""
    from hustings.web.project.wsgi import application

    def dying(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        answer: Iterable[bytes] = application(environ, start)
        if environ["PATH_INFO"] == "/vote/cast/":
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    with make_server(
        "127.0.0.1", 0, dying if die else application, handler_class=_Silent
    ) as server:
        print(server.server_port, flush=True)  # noqa: T201
        server.serve_forever()


def prepare() -> Any:
    """Make the poll; its one code."""
    from tests.web.booth.polls import make_poll

    return make_poll(1, candidates=3).codes[0]


def figures() -> Any:
    """What the database holds."""
    from hustings.web.booth.models import Envelope, Participation

    receipts = list(Participation.objects.values_list("receipt", flat=True))
    return {"receipts": receipts, "envelopes": Envelope.objects.count()}


def main(command: str, *arguments: str) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "hustings.web.project.settings"
    django.setup()
    if command == "serve":
        serve(die=bool(arguments))
    else:
        json.dump(prepare() if command == "prepare" else figures(), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
