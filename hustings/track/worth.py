"""What was published of the worth of one vote, held against its own base.

There is no worth without a base: electors, papers, or votes live at a stage. A published figure is
worked out anew from the base that it names; one that names none is held against nothing.
docs/spec/tracker.md, paragraphs 23 and 24.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from hustings.contest import Contest
from hustings.count import Stage
from hustings.count.weighing import worth_of_vote
from hustings.rounding import rounded
from hustings.track.position import Position
from hustings.track.setting import WorthClaim

__all__ = ["CheckedWorth", "Reproduced", "check_worths", "worths_by"]


class Reproduced(StrEnum):
    """Whether a published worth follows from its base."""

    ROUNDED = "rounded"
    CUT = "cut"  # further digits dropped, where rounding would give another figure
    NOT = "not"
    NO_BASE = "no_base"


@dataclass(frozen=True, slots=True)
class CheckedWorth:
    """A published worth and what its base gives, exactly; ``exact`` is None without a base."""

    claim: WorthClaim
    reproduced: Reproduced
    exact: Fraction | None


def worths_by(position: Position) -> tuple[CheckedWorth, ...]:
    """What had been published by the position's day, held against its base.

    A figure that rests on a stage of the count waits until the result is declared.
    """
    count = position.college.count
    stages = count.stages if count and position.declared else ()
    day = min(position.on, position.known or position.on)
    claims = [
        claim
        for claim in position.ledger.worths
        if (claim.when is None or claim.when.last <= day)
        and (claim.stage is None or claim.stage <= len(stages))
    ]
    return check_worths(claims, position.contest, stages)


def check_worths(
    claims: Sequence[WorthClaim], contest: Contest, stages: Sequence[Stage]
) -> tuple[CheckedWorth, ...]:
    """Work each published worth out anew; ``stages`` are those of the contest's own count."""
    return tuple(_checked(claim, _exact(claim, contest, stages)) for claim in claims)


def _exact(claim: WorthClaim, contest: Contest, stages: Sequence[Stage]) -> Fraction | None:
    papers = _papers(claim, contest, stages)
    if papers is None:
        return None
    base = tuple(papers.get(section.id, 0) for section in contest.sections)
    worths = worth_of_vote(contest, base)
    one = worths.get(claim.one)
    if one is None:
        return None
    if not claim.of:
        return one * 100
    of = worths.get(claim.of)
    return None if of is None else one / of


def _papers(
    claim: WorthClaim, contest: Contest, stages: Sequence[Stage]
) -> Mapping[str, int] | None:
    if claim.papers:
        return dict(claim.papers)
    live = {stage.number: stage.live for stage in stages}
    if claim.stage is None or claim.stage not in live:
        return None
    return dict(zip((s.id for s in contest.sections), live[claim.stage], strict=True))


def _checked(claim: WorthClaim, exact: Fraction | None) -> CheckedWorth:
    if exact is None or claim.printed is None:
        return CheckedWorth(claim, Reproduced.NO_BASE, exact)
    printed = rounded(claim.printed, claim.places)
    if printed == rounded(exact, claim.places):
        return CheckedWorth(claim, Reproduced.ROUNDED, exact)
    unit = 10**claim.places
    cut = Fraction(exact.numerator * unit // exact.denominator, unit)
    reproduced = Reproduced.CUT if cut == claim.printed else Reproduced.NOT
    return CheckedWorth(claim, reproduced, exact)
