"""From votes by section to points: the one place where sections are weighed.

Plain: a candidate's votes over the votes of all, sections added together. Weighted: in each
section the candidate's share of its votes, times the section's weight, added up. On base ``live``
the share is of the votes live at that stage, on base ``first`` of those of the first stage.
A section without votes on that base adds nothing, and its weight leaves the points in play.

Points are exact fractions of the whole = 1. Source: docs/rules/weighing.md, which tells how the
published result of the Labour leadership contest of 2010 settles the rule; numbers in brackets are
its paragraphs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from hustings.contest import Base, Contest, Majority
from hustings.count.stage import Votes

__all__ = ["Weighing", "worth_of_vote"]


@dataclass(frozen=True, slots=True)
class Weighing:
    """How the votes of a contest become points; ``first`` holds the first stage's live votes."""

    contest: Contest
    first: Votes

    def points(self, votes: Mapping[str, Votes]) -> dict[str, Fraction]:
        """Points of each candidate, of the whole = 1."""
        base = _live(votes, len(self.first))
        if self.contest.base is Base.FIRST:  # [3]
            base = self.first
        if not self.contest.weighted:  # [1]
            whole = sum(base)
            return {c: Fraction(sum(v), whole) if whole else Fraction(0) for c, v in votes.items()}
        worths = [  # [4]: a section without votes carries nothing
            section.weight / of if of and section.weight else Fraction(0)
            for section, of in zip(self.contest.sections, base, strict=True)
        ]
        return {  # [2]
            c: sum((n * w for n, w in zip(v, worths, strict=True)), Fraction(0))
            for c, v in votes.items()
        }

    def half(self, points: Mapping[str, Fraction]) -> Fraction:
        """The winning line: half of the points in play now, or on base ``first`` at stage 1. [5]"""
        if self.contest.base is Base.LIVE:
            return sum(points.values(), Fraction(0)) / 2
        if not self.contest.weighted:
            return Fraction(1, 2) if any(self.first) else Fraction(0)
        pairs = zip(self.contest.sections, self.first, strict=True)
        return sum((s.weight or Fraction(0) for s, of in pairs if of), Fraction(0)) / 2

    def past_half(self, points: Mapping[str, Fraction]) -> list[str]:
        """Whoever is past the winning line: one candidate, or nobody."""
        half = self.half(points)
        return [c for c, p in points.items() if p > half]

    def majority(self, points: Mapping[str, Fraction]) -> list[str]:
        """Those past the winning line; two only where as many as all others together is enough."""
        if self.contest.majority is Majority.MORE:
            return self.past_half(points)
        half = self.half(points)
        return [c for c, p in points.items() if p and p >= half]


def _live(votes: Mapping[str, Votes], sections: int) -> Votes:
    return tuple(sum(v[n] for v in votes.values()) for n in range(sections))


def worth_of_vote(contest: Contest, base: Votes) -> dict[str, Fraction | None]:
    """Points that one vote of each section carries when its section has ``base`` votes. [6]

    None where the section has no votes on that base, or where sections are not weighed.
    """
    return {
        s.id: s.weight / of if s.weight is not None and of and contest.weighted else None
        for s, of in zip(contest.sections, base, strict=True)
    }
