"""A pledge to follow a primary, held to the primary's result and to the vote that was declared.

Thresholds are evaluated when the result is known, on exact figures; from reported ones only where
rounding leaves no doubt. docs/spec/tracker.md, paragraphs 17 and 18.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from hustings.contest import Contest
from hustings.declaration import Declaration
from hustings.reported import Reported, Share, Topic
from hustings.reported.standing import possible_shares
from hustings.track.bars import Bar, Measure
from hustings.track.records import Pledge
from hustings.track.results import chosen_by
from hustings.track.setting import Primary

__all__ = ["Binding", "JudgedPledge", "Reached", "judge_pledge", "reached"]


class Binding(StrEnum):
    """Whether a pledge binds."""

    NOT_YET = "not_yet"
    BINDS = "binds"
    FREE = "free"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Reached:
    """What a primary reached of what a pledge looks at: from ``low`` to ``high``, exact if equal.

    Per cent, or votes where the pledge asks for votes. ``high`` is None where there is no limit.
    """

    low: Fraction
    high: Fraction | None

    def meets(self, bar: Bar) -> bool | None:
        """Whether it is as much as the bar asks; None where the figures leave it open."""
        if self.low >= bar.least:
            return True
        if self.high is not None and self.high < bar.least:
            return False
        return None


@dataclass(frozen=True, slots=True)
class JudgedPledge:
    """A pledge held to the result: whether it binds, to whom, and what was reached.

    ``chosen`` is None where it is not known. ``reached`` has one value for each figure reported.
    """

    pledge: Pledge
    binding: Binding
    chosen: str | None
    reached: tuple[Reached, ...] = ()

    def kept_by(self, first_preference: str) -> bool | None:
        """Whether such a vote keeps the pledge; None where it does not bind or cannot be told."""
        if self.binding is not Binding.BINDS or self.chosen is None:
            return None
        return first_preference == self.chosen


def judge_pledge(
    pledge: Pledge, primary: Primary, contest: Contest, *, announced: bool
) -> JudgedPledge:
    """Hold a pledge to its primary; ``announced`` says whether the result is out on the day."""
    if not announced:
        return JudgedPledge(pledge, Binding.NOT_YET, None)
    chosen = chosen_by(primary, contest)
    if chosen is None:
        return JudgedPledge(pledge, Binding.CANNOT_TELL, None)
    if pledge.bar is None:
        return JudgedPledge(pledge, Binding.BINDS, chosen)
    figures = reached(primary, pledge.bar.measure)
    met = {figure.meets(pledge.bar) for figure in figures}
    binding = Binding.CANNOT_TELL
    if met in ({True}, {False}):
        binding = Binding.BINDS if met.pop() else Binding.FREE
    return JudgedPledge(pledge, binding, chosen, figures)


def reached(primary: Primary, measure: Measure) -> tuple[Reached, ...]:
    """What the primary reached; one value for each figure that sources give, none without any."""
    if isinstance(primary.result, Declaration):
        exact = _counted(primary.result, measure)
        return () if exact is None else (Reached(exact, exact),)
    if isinstance(primary.result, Reported):
        return _reported(primary.result, measure)
    return ()


def _counted(declaration: Declaration, measure: Measure) -> Fraction | None:
    """Exact; share and lead are those at the last stage counted, of the votes live there."""
    if measure is Measure.VOTES:
        return Fraction(declaration.valid)
    if measure is Measure.TURNOUT:
        returned = [r.returned for r in declaration.reconciliation]
        issued = [r.issued for r in declaration.reconciliation]
        if None in returned or None in issued or not sum(n or 0 for n in issued):
            return None
        return Fraction(100 * sum(n or 0 for n in returned), sum(n or 0 for n in issued))
    points = declaration.stages[-1].points
    if len(declaration.elected) != 1 or declaration.elected[0] not in points:
        return None
    of = sum(points.values(), Fraction(0))
    winner = points[declaration.elected[0]]
    if measure is Measure.SHARE:
        return 100 * winner / of
    others = [p for c, p in points.items() if c != declaration.elected[0]]
    return 100 * (winner - max(others, default=Fraction(0))) / of


def _reported(reported: Reported, measure: Measure) -> tuple[Reached, ...]:
    if measure is Measure.VOTES:
        return tuple(
            Reached(Fraction(papers.least), None if papers.most is None else Fraction(papers.most))
            for _, papers in reported.counts
        )
    if measure is Measure.TURNOUT:
        figures = (claim.figure for claim in reported.about(Topic.TURNOUT))
        spans = [f.span for f in figures if isinstance(f, Share)]
        return tuple(Reached(span.low, span.high) for span in spans)
    return _of_shares(reported, measure)


def _of_shares(reported: Reported, measure: Measure) -> tuple[Reached, ...]:
    """Of the first preferences in each report of all votes: later stages are not reported."""
    found = []
    for report in reported.whole:
        shares = possible_shares(reported, report)
        first = max(shares, key=lambda c: shares[c])
        mine = shares[first]
        if measure is Measure.SHARE:
            found.append(Reached(mine.low, mine.high))
            continue
        others = [share for c, share in shares.items() if c != first]
        low = mine.low - max((o.high for o in others), default=Fraction(0))
        high = mine.high - max((o.low for o in others), default=Fraction(0))
        found.append(Reached(low, high))
    return tuple(found)
