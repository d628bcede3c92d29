"""Which whole numbers of votes can stand behind printed shares: exact, in integers only.

With N papers and a share known to lie from ``low`` to, not with, ``high`` per cent, a candidate had
at least ceil(low N / 100) and at most ceil(high N / 100) - 1 votes; without a limit, at most N. The
shares fit N papers if such numbers of votes can add up to N. docs/spec/reported.md, 13 to 15.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from hustings.reported.printed import Span

__all__ = ["LARGEST_SEARCHED", "MOST_TOTALS", "Fit", "fit_between", "smallest_fit", "votes", "ways"]

LARGEST_SEARCHED = 20_000
"""The largest number of papers that :func:`smallest_fit` tries."""

MOST_TOTALS = 5_000
"""The most numbers of papers that :func:`fit_between` tries."""

MOST_CANDIDATES = 10
"""With more candidates than this, ways are not counted: their number doubles the work each time."""

Bounds = tuple[int, int]
"""Fewest and most votes of a candidate."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What shares allow for a number of papers from ``low`` to ``high``.

    ``totals`` is how many of these numbers of papers fit at all, ``first`` and ``last`` the lowest
    and highest that do. ``votes`` are each candidate's fewest and most votes over all of them, in
    the order of the spans. ``ways`` counts the different sets of votes; None where not counted.
    """

    low: int
    high: int
    totals: int
    first: int
    last: int
    votes: tuple[Bounds, ...]
    ways: int | None


def _loose(spans: Sequence[Span], papers: int) -> list[Bounds]:
    """Each candidate's fewest and most votes by the own share alone."""
    bounds = []
    for span in spans:
        least = -(-span.low.numerator * papers // (100 * span.low.denominator))
        most = papers
        if span.high is not None:
            high = -(-span.high.numerator * papers // (100 * span.high.denominator)) - 1
            most = min(papers, high)
        bounds.append((least, most))
    return bounds


def votes(spans: Sequence[Span], papers: int) -> tuple[Bounds, ...] | None:
    """Each candidate's fewest and most votes of that many papers; None where nothing fits."""
    loose = _loose(spans, papers)
    least, most = sum(low for low, _ in loose), sum(high for _, high in loose)
    if any(low > high for low, high in loose) or not least <= papers <= most:
        return None
    return tuple(
        (max(low, papers - (most - high)), min(high, papers - (least - low))) for low, high in loose
    )


def ways(spans: Sequence[Span], papers: int) -> int:
    """How many different sets of votes of that many papers give all the shares.

    Votes above each candidate's fewest are handed out freely, less those sets in which some
    candidates pass their most (inclusion and exclusion).
    """
    loose = _loose(spans, papers)
    spare = papers - sum(low for low, _ in loose)
    if any(low > high for low, high in loose) or spare < 0:
        return 0
    rooms = [high - low + 1 for low, high in loose]
    found = 0
    for size in range(len(rooms) + 1):
        for over in combinations(rooms, size):
            left = spare - sum(over)
            if left >= 0:
                found += (-1) ** size * comb(left + len(rooms) - 1, len(rooms) - 1)
    return found


def smallest_fit(spans: Sequence[Span], *, up_to: int = LARGEST_SEARCHED) -> int | None:
    """The fewest papers whose votes can give all the shares; None where none do, up to a limit."""
    return next((n for n in range(1, up_to + 1) if votes(spans, n) is not None), None)


def fit_between(spans: Sequence[Span], low: int, high: int) -> Fit | None:
    """What the shares allow for ``low`` to ``high`` papers; None where no number of them fits.

    Precondition: at most MOST_TOTALS numbers of papers.
    """
    fits = {n: bounds for n in range(low, high + 1) if (bounds := votes(spans, n)) is not None}
    if not fits:
        return None
    ranges = tuple(
        (min(low for low, _ in one), max(high for _, high in one))
        for one in zip(*fits.values(), strict=True)
    )
    counted = sum(ways(spans, n) for n in fits) if len(spans) <= MOST_CANDIDATES else None
    return Fit(low, high, len(fits), min(fits), max(fits), ranges, counted)
