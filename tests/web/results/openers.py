"""A process of its own that opens envelopes and verified papers, until it is killed.

    python -m tests.web.results.openers prepare ENVELOPES PAPERS    a closed poll; sealed ballots
    python -m tests.web.results.openers open                        start, say what there is, open

The install is named by HUSTINGS_DATA and DATABASE_URL, as the site's own is. ``open`` writes a line
of figures, a line for each step of the opening, and a line when it is done; it takes the sealed
ballots on its standard input and looks for them in the database's files once they were opened.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hustings.web.project.data import DataFolder

CANDIDATES = 6


def prepare(envelopes: int, papers: int) -> list[str]:
    """Make the poll, its key kept on this machine; every envelope in hexadecimals."""
    from hustings.web.booth.models import Envelope
    from hustings.web.contests import keys_kept
    from tests.web.papers.sheets import Sheet, plain
    from tests.web.results.making import Vote, mixed_poll

    rankings = list(itertools.permutations(range(1, CANDIDATES + 1)))
    random.Random(1832).shuffle(rankings)
    online = [Vote(ranking, 1, n % 3) for n, ranking in enumerate((rankings * 9)[:envelopes])]
    keys = [[f"c{n}" for n in ranking[:4]] for ranking in rankings[: papers - 3]]
    posted = [plain(*ranking) for ranking in keys]
    doubtful = [Sheet({"c1": "X"}), Sheet({}), Sheet({"c1": "1", "c2": "1"})]
    poll = mixed_poll(
        online, [*posted, *doubtful], extra=1, empty=1, refused=2,
        candidates=CANDIDATES, key_place="server",
    )  # fmt: skip
    keys_kept.keep(poll.contest, poll.key)
    return [bytes(sealed).hex() for sealed in Envelope.objects.values_list("sealed", flat=True)]


def say(line: str) -> None:
    """At once, by one system call."""
    os.write(1, f"{line}\n".encode())


def open_them(sealed: list[str]) -> None:
    """Say what there is after a start; open, and count, unless it was opened already."""
    from django.core.management import call_command

    from hustings.web.contests.models import Contest
    from hustings.web.officers.actor import Actor
    from hustings.web.officers.models import Membership
    from hustings.web.results import actions
    from hustings.web.results.models import Opening
    from tests.web.results.making import KEY

    call_command("finish_openings")
    say(json.dumps(figures(sealed), separators=(",", ":")))
    contest = Contest.objects.get()
    returning = Membership.objects.select_related("organisation", "user").get(
        role="returning_officer"
    )
    by = Actor.of(returning)
    if not Opening.objects.exists():
        actions.open_envelopes(contest, key=KEY, by=by, tell=lambda done, _total: say(f"at {done}"))
    if not contest.versions.exists():
        actions.count(contest, by=by)
    say(json.dumps(figures(sealed), separators=(",", ":")))


def figures(sealed: list[str]) -> Any:
    """What the database holds, and what of the envelopes and their key lies on the disk."""
    from django.db.models import Sum

    from hustings.web.booth.models import Envelope, Participation
    from hustings.web.contests.models import Contest
    from hustings.web.journal.models import Entry
    from hustings.web.papers.models import Reading, Verification
    from hustings.web.results.models import GroupTally, Opening, Ranking
    from hustings.web.roll.models import Elector

    opening = Opening.objects.values("envelopes", "papers", "participations").first()
    return {
        "envelopes": Envelope.objects.count(),
        "rankings": Ranking.objects.aggregate(n=Sum("papers"))["n"] or 0,
        "groups": GroupTally.objects.aggregate(n=Sum("papers"))["n"] or 0,
        "opening": opening,
        "opened_at": Contest.objects.get().opened_envelopes_at is not None,
        "voted": Participation.objects.count(),
        "readings": Reading.objects.count(),
        "verified": Verification.objects.get().papers,
        "rotations": Elector.objects.exclude(rotation=None).count(),
        "journalled": Entry.objects.filter(act="opened").count(),
        "key_kept": any(_data().keys.iterdir()),
        "on_disk": _on_disk(sealed),
    }


def _on_disk(sealed: list[str]) -> int:
    """How many of the envelopes the files of SQLite hold; none are looked for elsewhere."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return 0
    name = _data().database
    held = b"\0".join(file.read_bytes() for file in name.parent.glob(f"{name.name}*"))
    return sum(bytes.fromhex(one) in held for one in sealed)


def _data() -> DataFolder:
    from django.conf import settings

    assert settings.DATA is not None
    folder: DataFolder = settings.DATA
    return folder


def main(command: str, *arguments: str) -> None:
    """Do what was asked for."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "hustings.web.project.settings"
    django.setup()
    if command == "prepare":
        json.dump(prepare(*map(int, arguments)), sys.stdout)
    else:
        open_them(json.load(sys.stdin))


if __name__ == "__main__":
    main(*sys.argv[1:])
