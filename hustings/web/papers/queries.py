"""Reading the tables of opened papers, for this app and those after it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Sum

from hustings.web.contests.models import Contest, State
from hustings.web.papers.models import Batch
from hustings.web.papers.tallying import PaperFigures, PaperTally, figures, tally, tally_so_far

__all__ = [
    "PaperFigures",
    "PaperTally",
    "figures",
    "found_by",
    "opened_by",
    "shows_pictures",
    "tally",
    "tally_so_far",
]


_SHOWING = frozenset({State.CLOSED, State.COUNTED, State.PROVISIONAL, State.DECLARED})


def shows_pictures(contest: Contest) -> bool:
    """Whether agents may see pictures of papers: once voting is closed, unless it is abandoned."""
    return contest.state in _SHOWING


def opened_by(contest: Contest) -> Mapping[tuple[str, str], int]:
    """Envelopes put into batches so far, by section and basis ("" where several were mixed)."""
    rows = Batch.objects.filter(contest=contest).order_by().values_list("section", "basis")
    return {(section, basis): n for section, basis, n in rows.annotate(n=Sum("envelopes"))}


def found_by(contest: Contest) -> Mapping[str, int]:
    """Papers found in the batches that balance, by section."""
    held = Batch.objects.filter(contest=contest, balanced_at__isnull=False).order_by()
    rows = held.values_list("section").annotate(n=Sum("found"))
    return {section: n for section, n in rows if n}
