"""What if: a count, and beside it the same ballots counted under other assumptions.

:func:`what_if` counts both and gives both declarations. Nothing is guessed and nothing rounded:
the ballots are those that were cast, struck, split or weighed as the assumptions say, and counted
by the same rules as any others. Format and rules: docs/spec/whatif.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from hustings.ballot import CastVoteRecords, Profile, interpret
from hustings.contest import Contest, Section
from hustings.count import LotNeeded, Lots, count
from hustings.declaration import Declaration, declare
from hustings.track.whatif_assumptions import Assumptions, Endorsement, Weight, fitted, weights_of
from hustings.track.whatif_ballots import (
    Following,
    followings,
    supposed_contest,
    supposed_profile,
)

__all__ = [
    "Assumptions",
    "Endorsement",
    "Following",
    "Weight",
    "WhatIf",
    "fitted",
    "lots_that_serve",
    "what_if",
]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A count and what it would have been under the assumptions.

    ``supposed`` counts papers in units of ``unit`` papers, 1 unless a share splits ballots:
    multiply its votes by it. Its points need nothing, they are shares of the whole. ``followings``
    are the assumed endorsements among the ballots, in the order of the assumptions.
    """

    assumptions: Assumptions
    real: Declaration
    supposed: Declaration
    unit: Fraction
    followings: tuple[Following, ...]

    @property
    def winner_changes(self) -> bool:
        """Whether others are elected than were; False while either count waits for a lot."""
        decided = not self.real.lot_needed and not self.supposed.lot_needed
        return decided and set(self.real.elected) != set(self.supposed.elected)

    @property
    def invented(self) -> tuple[Section, ...]:
        """The sections counted here whose rankings were made up: what follows leans on them."""
        return tuple(s for s in self.supposed.contest.sections if s.invented)

    @property
    def weights(self) -> dict[str, tuple[Fraction | None, Fraction | None]]:
        """Of each section what it weighed and what it weighs here, 0 where it is left out."""
        now = weights_of(self.real.contest, self.assumptions)
        return {s.id: (s.weight, now[s.id]) for s in self.real.contest.sections}


def what_if(
    contest: Contest,
    ballots: CastVoteRecords | Profile,
    assumptions: Assumptions,
    *,
    lots: Lots = Lots(),
    supposed_lots: Lots | None = None,
) -> WhatIf:
    """Count the ballots as they were cast and as the assumptions have it, side by side.

    ``lots`` are those of the real count; a lot that the supposed count asks for too, at the same
    stage and between the same candidates, is taken to fall as it fell. ``supposed_lots`` are drawn
    for the supposed count instead, and must answer its questions exactly. Raises RuleError where
    the assumptions do not fit the contest.
    """
    fits = fitted(assumptions, contest)
    profile = ballots if isinstance(ballots, Profile) else interpret(ballots, contest.marks)
    real = declare(contest, profile, lots)
    changed = supposed_contest(contest, fits)
    papers, unit = supposed_profile(profile, contest, fits)
    drawn = lots_that_serve(changed, papers, lots) if supposed_lots is None else supposed_lots
    supposed = declare(changed, papers, drawn)
    return WhatIf(fits, real, supposed, unit, followings(profile, contest, fits))


def lots_that_serve(contest: Contest, profile: Profile, lots: Lots) -> Lots:
    """Of these lots those that answer a question which this count asks."""
    used = Lots()
    while (needed := count(profile, contest, used).lot_needed) is not None:
        if (fitting := _answer(lots, needed)) is None:
            break
        used = fitting if not used.lots else Lots((*used.lots, *fitting.lots))
    return used


def _answer(lots: Lots, needed: LotNeeded) -> Lots | None:
    for lot in lots:
        if lot.stage == needed.stage and lot.candidates == frozenset(needed.candidates):
            return Lots((lot,))
    return None
