"""One database: a contest with printed papers in batches, keyed through the pages.

HUSTINGS_DATA=... [DATABASE_URL=...] python -m benchmarks.keying.one PAPERS SECONDS

The first keying of every batch is there already, as rows; the second is keyed through the real
addresses with all middleware, two requests a paper: its number, its marks; as many whole batches
as are begun within SECONDS. Prints JSON: for each paper the milliseconds of both together, by the
clock and of this process's processor time; for each batch those of finishing it, which lays both
keyings beside each other; how many papers were read.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client

CANDIDATES, BATCH = 5, 50
MARKS = {"c1": "1", "c2": "2", "c3": "3"}
FETCHED = {"X-Requested-With": "fetch"}
_HIDDEN = re.compile(r'name="(place|nonce|paper|csrfmiddlewaretoken)" value="([^"]*)"')


def seed(papers: int) -> tuple[list[str], Any]:
    """Migrate; enter the contest, its papers and its batches, keyed once; numbers and a clerk."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hustings.web.project.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from hustings.seal.numbers import NumberKind, in_figures
    from hustings.web.contests.models import Candidate, Contest, Section
    from hustings.web.officers.models import Membership, Organisation, Role, User
    from hustings.web.papers.models import Batch
    from hustings.web.post.models import BallotPaper, PaperRun, PostSetup
    from hustings.web.project import clock

    now = clock.now()
    organisation = Organisation.objects.create(
        slug="load", name="Load", second_factor_required=False
    )
    contest = Contest.objects.create(
        organisation=organisation, slug="load", title="A count of papers",
        opens_at=now - timedelta(days=2), closes_at=now - timedelta(days=1),
    )  # fmt: skip
    Section.objects.create(contest=contest)
    for n in range(1, CANDIDATES + 1):
        Candidate.objects.create(contest=contest, number=n, key=f"c{n}", name=f"Candidate {n}")
    PostSetup.objects.create(contest=contest)
    run = PaperRun.objects.create(contest=contest, papers=papers, at=now, by="load")
    made = BallotPaper.objects.bulk_create(
        BallotPaper(contest=contest, run=run, rotation=n % CANDIDATES) for n in range(papers)
    )
    for state in ("ready", "closed"):
        Contest.objects.filter(pk=contest.pk).update(state=state)
    for number in range(1, -(-papers // BATCH) + 1):
        size = min(BATCH, papers - BATCH * (number - 1))
        Batch.objects.create(
            contest=contest,
            number=number,
            section="all",
            envelopes=size,
            found=size,
            by="x",
            at=now,
        )
    Batch.objects.update(balanced_at=now, balanced_by="x")
    one, two = (
        User.objects.create_user(f"clerk{n}@example.org", name=f"Clerk {n}") for n in (1, 2)
    )
    Membership.objects.create(user=two, organisation=organisation, role=Role.DEPUTY)
    numbers = [in_figures(paper.number, NumberKind.PAPER) for paper in made]
    _keyed_first(one, numbers)
    return numbers, two


def _keyed_first(one: Any, numbers: list[str]) -> None:
    """The first keying of all batches."""
    from hustings.web.papers.models import Batch, Entry, Keying
    from hustings.web.project import clock

    now = clock.now()
    for number, held in batches(numbers):
        batch = Batch.objects.get(number=number)
        keying = Keying.objects.create(batch=batch, turn=1, by=one, began_at=now)
        Entry.objects.bulk_create(
            Entry(keying=keying, place=place, paper=paper, marks=MARKS, nonce="x")
            for place, paper in enumerate(held, start=1)
        )
        Keying.objects.filter(pk=keying.pk).update(done_at=now)


class Clerk:
    """Somebody who keys, in a browser of her own that checks the form's token."""

    def __init__(self, user: Any) -> None:
        """Signed in."""
        from django.test import Client

        self.browser: Client = Client(enforce_csrf_checks=True)
        self.browser.force_login(
            user, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        self.papers: list[float] = []
        self.used: list[float] = []
        self.finishes: list[float] = []

    def key(self, number: int, papers: list[str]) -> None:
        """One batch, from its beginning to its end."""
        there = f"/officer/load/c/load/papers/batches/{number}/"
        token = self._token(there)
        self._post(f"{there}key/begin/", token, {}, 302)
        for paper in papers:
            start, used = time.perf_counter(), time.process_time()
            self._one(f"{there}key/", paper)
            self.papers.append(1000 * (time.perf_counter() - start))
            self.used.append(1000 * (time.process_time() - used))
        start = time.perf_counter()
        self._post(f"{there}key/finish/", token, {}, 302)
        self.finishes.append(1000 * (time.perf_counter() - start))

    def _one(self, there: str, paper: str) -> None:
        step = self.browser.get(there, {"paper": paper}, headers=FETCHED)
        assert step["X-Step"] == "marks", step.status_code
        sent = dict(_HIDDEN.findall(step.content.decode()))
        token = sent.pop("csrfmiddlewaretoken")
        self._post(there, token, sent | {f"mark-{key}": mark for key, mark in MARKS.items()}, 200)

    def _token(self, there: str) -> str:
        found = _HIDDEN.search(self.browser.get(there).content.decode())
        assert found
        return found[2]

    def _post(self, there: str, token: str, sent: dict[str, str], status: int) -> None:
        answer = self.browser.post(there, sent | {"csrfmiddlewaretoken": token}, headers=FETCHED)
        assert answer.status_code == status, (there, answer.status_code)


def batches(numbers: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Each batch's number and its papers."""
    for number in range(1, -(-len(numbers) // BATCH) + 1):
        yield number, numbers[BATCH * (number - 1) : BATCH * number]


def main(papers: int, seconds: float) -> None:
    """Key papers the second time for so long, and check what was read."""
    numbers, user = seed(papers)
    from django.conf import settings

    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["testserver"], False
    clerk = Clerk(user)
    end = time.monotonic() + seconds
    for number, held in batches(numbers):
        if time.monotonic() < end:
            clerk.key(number, held)
    from hustings.web.papers.models import Batch, Reading

    settled, read = Batch.objects.exclude(settled_at=None).count(), Reading.objects.count()
    assert settled == len(clerk.finishes), (settled, len(clerk.finishes))
    assert read == len(clerk.papers), (read, len(clerk.papers))
    print(
        json.dumps(
            {"papers": clerk.papers, "used": clerk.used, "finishes": clerk.finishes, "read": read}
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
