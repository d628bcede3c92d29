"""Hold the published fingerprint of a roll against the roll as it is."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hustings.web.contests.models import Contest
from hustings.web.roll import queries

__all__ = ["Command"]


class Command(BaseCommand):
    """`hustings manage check_roll SLUG`: fails where the roll is not the one that was frozen."""

    help = "Compute the fingerprint of a frozen roll again and compare it with the published one."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which contest."""
        parser.add_argument("slug", help="the contest, as in its address")

    def handle(self, *_args: Any, slug: str, **_options: Any) -> None:
        """Tell whether it holds."""
        contest = Contest.objects.filter(slug=slug).first()
        if contest is None:
            raise CommandError(f"There is no contest {slug!r}.")
        check = queries.check_fingerprint(contest)
        if check is None:
            raise CommandError("The roll of this contest is not frozen.")
        if not check.found:
            raise CommandError("The personal data was erased: nothing is left to compute from.")
        if not check.holds:
            raise CommandError(
                f"The roll is not the one that was frozen: published {check.published} of "
                f"{check.electors_published} electors, found {check.found} of "
                f"{check.electors_found}."
            )
        self.stdout.write(f"The roll is the one that was frozen: {check.found}")
