"""A contest with electors and codes in a fresh database, and the ballots to cast, one to a line.

HUSTINGS_DATA=... [DATABASE_URL=...] python -m benchmarks.casts.seeding BALLOTS FILE
"""

from __future__ import annotations

import os
import secrets
import sys
from base64 import b64encode
from datetime import timedelta
from pathlib import Path

CANDIDATES = 5


def seed(ballots: int, target: Path) -> None:
    """Migrate, enter the contest and its roll, issue the codes and seal the ballots."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hustings.web.project.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from hustings import seal
    from hustings.web.booth import casting, codes
    from hustings.web.contests.models import Candidate, Contest, Section
    from hustings.web.officers.models import Organisation
    from hustings.web.project import clock
    from hustings.web.roll.models import Elector

    key = seal.OpeningKey(secrets.token_bytes(seal.KEY_BYTES))
    now = clock.now()
    contest = Contest.objects.create(
        organisation=Organisation.objects.create(slug="load", name="Load"),
        slug="load",
        title="A poll under load",
        question="Whom?",
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
        public_key=key.public,
    )
    Section.objects.create(contest=contest)
    for number in range(1, CANDIDATES + 1):
        Candidate.objects.create(
            contest=contest, number=number, key=f"c{number}", name=f"Candidate {number}"
        )
    electors = Elector.objects.bulk_create(
        (
            Elector(contest=contest, basis="member", name=f"Elector {n}", rotation=n % CANDIDATES)
            for n in range(ballots)
        ),
        batch_size=2_000,
    )
    Contest.objects.filter(pk=contest.pk).update(state="ready")
    with target.open("w") as file:
        for elector, code in zip(
            electors, codes.issue_many(electors, channel=codes.Channel.LETTER), strict=True
        ):
            sealed = seal.seal(
                seal.Marks((1, 2, 3), rotation=elector.rotation), CANDIDATES, key.public
            )
            file.write(f"{code} {casting.new_nonce()} {b64encode(sealed).decode()}\n")


if __name__ == "__main__":
    seed(int(sys.argv[1]), Path(sys.argv[2]))
