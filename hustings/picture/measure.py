"""What lengths and words in a picture mean: points where sections are weighed, votes elsewhere.

Everything here is exact; only coordinates are floats, and no coordinate is ever printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from hustings.contest import Base, Contest
from hustings.count import Stage, Votes
from hustings.count.weighing import worth_of_vote
from hustings.declaration import Declaration
from hustings.declaration.wording import chosen_as, listed
from hustings.language import say, say_number
from hustings.rounding import grouped, percent

__all__ = ["Measure", "invented_notes", "others_words", "status_of"]


@dataclass(frozen=True, slots=True)
class Measure:
    """Turns papers into what is drawn; ``first`` holds the live votes of the first stage.

    ``placing`` is the order of the result, in which candidates stand who are level at a stage.
    """

    contest: Contest
    first: Votes
    placing: tuple[str, ...]

    @classmethod
    def of(cls, declaration: Declaration) -> Measure:
        """The measure of a declaration's stages."""
        return cls(declaration.contest, declaration.stages[0].live, declaration.placing)

    def _base(self, stage: Stage) -> Votes:
        return self.first if self.contest.base is Base.FIRST else stage.live

    def worths(self, stage: Stage) -> tuple[Fraction, ...]:
        """What one paper of each section is drawn as at that stage; 1 where votes are drawn."""
        if not self.contest.weighted:
            return (Fraction(1),) * len(self.contest.sections)
        found = worth_of_vote(self.contest, self._base(stage))
        return tuple(found[s.id] or Fraction(0) for s in self.contest.sections)

    def carried(self, papers: Iterable[int], stage: Stage) -> Fraction:
        """What papers, given by section, carry at that stage."""
        pairs = zip(papers, self.worths(stage), strict=True)
        return sum((n * worth for n, worth in pairs), Fraction(0))

    def value(self, stage: Stage, candidate: str) -> Fraction:
        """The candidate's points or votes at that stage."""
        if self.contest.weighted:
            return stage.points[candidate]
        return Fraction(stage.total(candidate))

    def gain(self, stage: Stage, candidate: str) -> Fraction:
        """What the papers carry that came to the candidate at that stage."""
        moved = (to[candidate] for to in stage.transfers.values() if candidate in to)
        return sum((self.carried(papers, stage) for papers in moved), Fraction(0))

    def half(self, stage: Stage) -> Fraction:
        """The winning line in the same unit."""
        return stage.half * (1 if self.contest.weighted else sum(self._base(stage)))

    def printed(self, value: Fraction) -> str:
        """A value as it is printed: points of 100 with two places, or whole votes."""
        return percent(value) if self.contest.weighted else grouped(value.numerator)

    def per_cent(self, stage: Stage, candidate: str) -> str:
        """The candidate's share of the votes in play (or of the first stage's), with its sign."""
        return f"{percent(stage.points[candidate], 1)}%"

    def figures(self, stage: Stage, candidate: str) -> str:
        """The points, or the votes with their share."""
        printed = self.printed(self.value(stage, candidate))
        if self.contest.weighted:
            return printed
        return f"{printed} · {self.per_cent(stage, candidate)}"

    def by_size(self, stage: Stage) -> tuple[str, ...]:
        """The continuing candidates, largest first; those level in the order of the result."""
        placed = [c for c in self.placing if c in stage.votes]
        return tuple(sorted(placed, key=lambda c: -self.value(stage, c)))

    @property
    def base_words(self) -> str:
        """What the figures are, and what they are a share of."""
        first = self.contest.base is Base.FIRST
        if self.contest.weighted:
            if first:
                return say(
                    "Points of the whole (100), of the votes at the first stage in each section"
                )
            return say("Points of the whole (100), of the votes still in play in each section")
        if first:
            return say("Votes, and per cent of the votes of the first stage")
        return say("Votes, and per cent of the votes in play at that stage")

    @property
    def half_words(self) -> str:
        """What the winning line is half of."""
        first, weighted = self.contest.base is Base.FIRST, self.contest.weighted
        if first and weighted:
            return say("half of the first stage's points")
        if first:
            return say("half of the first stage's votes")
        return say("half of the points") if weighted else say("half of the votes in play")


def status_of(declaration: Declaration, stage: Stage, candidate: str) -> str:
    """What became of the candidate at that stage, in words; empty where he or she just went on."""
    lot = declaration.lot_needed
    if candidate in stage.elected:
        return chosen_as(declaration.contest)
    if candidate in stage.excluded:
        return say("excluded")
    if lot and lot.stage == stage.number and candidate in lot.candidates:
        return say("level: a lot is needed")
    return ""


def others_words(count: int) -> str:
    """1 other, 2 others: candidates who are drawn together."""
    return say_number("1 other", "{count} others", count, count=count)


def invented_notes(contest: Contest, section: str | None = None) -> tuple[str, ...]:
    """What must stand under a picture of sections whose rankings were made up: one, or all."""
    names: dict[str, list[str]] = {}
    for found in contest.sections:
        if found.invented and section in (None, found.id):
            names.setdefault(found.invented, []).append(found.name)
    return tuple(f"{listed(of)}: {text}" for text, of in names.items())
