"""A process of its own that casts ballots and says which were acknowledged, until it is killed.

    python -m tests.web.booth.voters prepare COUNT    a poll in the install's database; its ballots
    python -m tests.web.booth.voters cast             ballots on stdin; a line for each acknowledged
    python -m tests.web.booth.voters fork             the same, from two processes
    python -m tests.web.booth.voters figures          what the database holds

The install is named by HUSTINGS_DATA and DATABASE_URL, as the site's own is.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from typing import Any

THREADS = 8


def prepare(count: int) -> Any:
    """Make the poll; its ballots as (elector, digest of code, digest of nonce, envelope)."""
    from tests.web.booth.polls import make_poll

    poll = make_poll(count)
    ballots = [poll.ballot(n) for n in range(count)]
    return [
        [elector.pk, b.code_digest.hex(), b.nonce_digest.hex(), b.sealed.hex()]
        for elector, b in zip(poll.electors, ballots, strict=True)
    ]


def cast_all(ballots: list[list[Any]], *, pause: float = 0) -> None:
    """Cast them by some threads; write each acknowledgement at once, by one system call.

    ``pause``: how many seconds each thread waits after a ballot, so that a poll lasts a while.
    """
    from hustings.web.booth.casting import Accepted, Ballot, NotRecorded, cast

    def some(first: int) -> None:
        for elector, *parts in ballots[first::THREADS]:
            try:
                answer = cast(Ballot(*map(bytes.fromhex, parts)))
            except NotRecorded:
                continue
            assert isinstance(answer, Accepted), answer
            os.write(1, f"{elector} {answer.receipt}\n".encode())
            time.sleep(pause)

    threads = [threading.Thread(target=some, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def cast_and_fork(ballots: list[list[Any]]) -> None:
    """Cast some, fork, and cast the rest in both, half each; end as a server does."""
    third = len(ballots) // 3
    cast_all(ballots[:third])
    child = os.fork()
    cast_all(ballots[third : 2 * third] if child else ballots[2 * third :])
    if child:
        assert os.waitpid(child, 0)[1] == 0


def figures() -> Any:
    """The receipt of each who took part, how many envelopes there are, and whose codes live."""
    from hustings.web.booth.models import Code, Envelope, Participation

    return {
        "receipts": dict(Participation.objects.values_list("elector", "receipt")),
        "envelopes": Envelope.objects.count(),
        "live": list(Code.objects.filter(dead="").values_list("elector", flat=True)),
    }


def main(command: str, *arguments: str) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "hustings.web.project.settings"
    django.setup()
    if command == "cast":
        cast_all(json.load(sys.stdin), pause=float(*arguments or "0"))
    elif command == "fork":
        cast_and_fork(json.load(sys.stdin))
    else:
        json.dump(prepare(int(*arguments)) if command == "prepare" else figures(), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
