"""Journal entries of the roll: electors stand in them by their journal numbers alone."""

from __future__ import annotations

from hustings.web.contests.models import Contest
from hustings.web.journal import actions as journal
from hustings.web.officers.actor import Actor

__all__ = ["tell"]


def tell(contest: Contest, by: Actor | None, act: str, sentence: str) -> None:
    """Write what was done, inside its transaction; without an officer the site did it."""
    journal.write(
        chain=contest.organisation.slug,
        by=by.words if by else "the site",
        act=act,
        sentence=sentence,
        contest=contest.slug,
    )
