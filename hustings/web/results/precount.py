"""The pre-count: first preferences of the papers known before the count, and what they are of.

Indicative and embargoed. Its figures are kept as they were seen, so that they can be held against
the count: see :func:`reconciled`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hustings.declaration import Declaration
from hustings.rounding import percent
from hustings.web.booth.models import Envelope, Participation
from hustings.web.contests.models import Contest
from hustings.web.papers.precounting import keyed_so_far
from hustings.web.results.models import Opening, PrecountView, Ranking

__all__ = ["FEWEST_SEEN", "Compared", "figures_now", "reconciled"]

FEWEST_SEEN = 20
"""With fewer papers nothing is shown: as many as a batch must have, so that none is singled out."""


def figures_now(contest: Contest) -> dict[str, Any]:
    """What the pre-count shows now.

    ``first``: papers by candidate's key; ``papers``: all of them, the base of the shares;
    ``settled``, ``once``, ``aside``: see KeyedSoFar; ``envelopes``: opened ones, whose papers are
    in it with all posted ones; ``sealed``: envelopes still shut; ``accepted``: envelopes by post.
    """
    opening = Opening.objects.filter(contest=contest).first()
    if opening is not None:
        found: dict[str, Any] = _opened(contest, opening)
    else:
        keyed = keyed_so_far(contest)
        found = {
            "first": dict(sorted(keyed.first.items())),
            "settled": keyed.settled,
            "once": keyed.once,
            "aside": keyed.aside,
            "envelopes": 0,
        }
    cast = Participation.objects.filter(contest=contest)
    return found | {
        "papers": sum(found["first"].values()),
        "sealed": Envelope.objects.filter(contest=contest).count(),
        "accepted": cast.filter(channel="post").count(),
    }


def _opened(contest: Contest, opening: Opening) -> dict[str, Any]:
    """The same once the envelopes are open: whatever is counted, at its first stage."""
    standing = set(contest.candidates.filter(withdrawn_at=None).values_list("key", flat=True))
    rows = Ranking.objects.filter(contest=contest).order_by().values_list("ranking", "papers")
    first: dict[str, int] = {}
    aside = 0
    for ranking, papers in rows:
        key = next((key for key in ranking.split(">") if key in standing), None)
        if key is None:
            aside += papers
        else:
            first[key] = first.get(key, 0) + papers
    return {
        "first": dict(sorted(first.items())),
        "settled": opening.papers,
        "once": 0,
        "aside": aside,
        "envelopes": opening.envelopes,
    }


@dataclass(frozen=True, slots=True)
class Compared:
    """A candidate's first preferences as seen before, and as counted; None where not counted.

    ``difference``: of the shares, in percentage points.
    """

    name: str
    seen: int
    seen_of: int
    counted: int | None = None
    counted_of: int = 0

    @property
    def difference(self) -> str:
        """By how many percentage points the counted share is above (+) or below the one seen."""
        if self.counted is None or not self.seen_of or not self.counted_of:
            return "–"
        apart = Fraction(self.counted, self.counted_of) - Fraction(self.seen, self.seen_of)
        return f"{'+' if apart > 0 else ''}{percent(apart, 1)}"


def reconciled(view: PrecountView, declaration: Declaration | None) -> list[Compared]:
    """What was seen beside what was counted at the first stage, in the order of the paper."""
    figures: Mapping[str, Any] = view.figures
    names = view.contest.candidates.filter(withdrawn_at=None).order_by("number")
    counted = _counted(declaration)
    return [
        Compared(
            name,
            figures["first"].get(key, 0),
            figures["papers"],
            counted.get(key, 0) if declaration else None,
            sum(counted.values()),
        )
        for key, name in names.values_list("key", "name")
    ]


def _counted(declaration: Declaration | None) -> dict[str, int]:
    if declaration is None:
        return {}
    first = declaration.stages[0]
    return {key: first.total(key) for key in first.votes}
