"""Journal entries of letters and mail: electors stand in them as numbers, and codes never."""

from __future__ import annotations

from hustings.web.contests.models import Contest
from hustings.web.journal import actions as journal

__all__ = ["SITE", "tell"]

SITE = "the site"


def tell(contest: Contest, by: str, act: str, sentence: str) -> None:
    """Write what was done, inside its transaction."""
    journal.write(
        chain=contest.organisation.slug,
        by=by[:254],
        act=act,
        sentence=sentence,
        contest=contest.slug,
    )
