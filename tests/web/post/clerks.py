"""A process of its own in which clerks scan envelopes and electors vote online, until it is killed.

    python -m tests.web.post.clerks prepare COUNT    a poll that takes post; its envelopes, ballots
    python -m tests.web.post.clerks scan             these on stdin; a line for each acknowledged
    python -m tests.web.post.clerks figures          what the database holds

The install is named by HUSTINGS_DATA and DATABASE_URL, as the site's own is.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

CLERKS = 4


def prepare(count: int) -> Any:
    """Make the poll and bags for twice the envelopes; number and ballot of every elector."""
    from tests.web.post.making import bag_of, posted_poll

    poll = posted_poll(count)
    for _ in range(2 * CLERKS):
        bag_of(poll, count)
    ballots = [poll.poll.ballot(n) for n in range(count)]
    return [
        [poll.number(n), b.code_digest.hex(), b.nonce_digest.hex(), b.sealed.hex()]
        for n, b in enumerate(ballots)
    ]


def scan_all(work: list[list[str]]) -> None:
    """Scan each envelope in one thread, cast its elector's ballot in another, from the other end.

    An acknowledgement is written at once, by one system call: ``post`` or ``online``, the number,
    and what came of it.
    """
    clerks = [lambda n=n: _scan(work, n) for n in range(CLERKS)]
    voters = [lambda n=n: _vote(work, n) for n in range(CLERKS)]
    _at_once([*clerks, *voters])


def _scan(work: list[list[str]], clerk: int) -> None:
    from hustings.web.officers.actor import Actor
    from hustings.web.officers.models import Membership
    from hustings.web.post.actions.receiving import receive
    from hustings.web.post.models import Bag

    bag = Bag.objects.select_related("contest").order_by("number")[clerk]
    by = Actor.of(Membership.objects.select_related("organisation", "user")[0])
    for number, *_ in work[clerk::CLERKS]:
        outcome = receive(bag, number, by=by).receipt.outcome
        os.write(1, f"post {number} {outcome}\n".encode())


def _vote(work: list[list[str]], voter: int) -> None:
    from hustings.web.booth.casting import Accepted, Ballot, NotRecorded, cast

    for number, *parts in reversed(work[voter::CLERKS]):  # so that clerks and voters meet
        try:
            answer = cast(Ballot(*map(bytes.fromhex, parts)))
        except NotRecorded:
            continue
        os.write(1, f"online {number} {isinstance(answer, Accepted)}\n".encode())


def _at_once(doing: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=act) for act in doing]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def figures() -> Any:
    """Receipts by number, participations by channel, envelopes, and electors with a live code."""
    from collections import Counter

    from hustings.web.booth.models import Code, Envelope, Participation
    from hustings.web.post.models import Receipt
    from hustings.web.post.numbers import envelope_figures

    rows = Receipt.objects.values_list("envelope__number", "outcome", "envelope__elector")
    voted = set(Participation.objects.values_list("elector", flat=True))
    return {
        "receipts": [[envelope_figures(number), outcome] for number, outcome, _ in rows],
        "accepted": sorted(elector for _, outcome, elector in rows if outcome == "accepted"),
        "by_post": sorted(
            Participation.objects.filter(channel="post").values_list("elector", flat=True)
        ),
        "channels": Counter(Participation.objects.values_list("channel", flat=True)),
        "envelopes": Envelope.objects.count(),
        "live": Code.objects.filter(dead="", elector__in=voted).count(),
    }


def main(command: str, *arguments: str) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "hustings.web.project.settings"
    django.setup()
    if command == "scan":
        scan_all(json.load(sys.stdin))
    else:
        json.dump(prepare(int(*arguments)) if command == "prepare" else figures(), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
