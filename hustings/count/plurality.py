"""Plurality, first past the post: the most first preferences. Rule: docs/rules/plurality.md.

Numbers in brackets are the paragraphs of docs/rules/plurality.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from hustings.ballot import Profile
from hustings.contest import Contest, TieOrder
from hustings.count.piles import Piles, stage_of
from hustings.count.stage import Act, By, LotNeeded, Lots, Stage, Tie
from hustings.count.ties import most, settle
from hustings.count.weighing import Weighing

__all__ = ["plurality", "share_to_reverse"]


def plurality(profile: Profile, contest: Contest, lots: Lots) -> Iterator[Stage | LotNeeded]:
    """Yield the one stage, which elects the ``contest.seats`` candidates with most points.

    Candidates level for the last seats are told apart by lot, one seat after another.
    """
    piles = Piles(profile, {c.id for c in contest.candidates if c.withdrawn})  # [1]
    weighing = Weighing(contest, piles.live())
    stage = stage_of(piles, weighing)  # [2]
    if not any(weighing.first):
        yield stage
        return
    remaining = dict(stage.points)
    elected: list[str] = []
    ties: list[Tie] = []
    while remaining and len(elected) < contest.seats:  # [3]
        level = most(remaining)
        if len(level) <= contest.seats - len(elected):
            chosen: tuple[str, ...] = level
        else:  # [4]
            settled = settle(level, Act.ELECT, stage=1, earlier=(), order=TieOrder.LOT, lots=lots)
            if isinstance(settled, LotNeeded):
                by = By.MOST_VOTES if elected else None
                yield replace(stage, elected=tuple(elected), elected_by=by, ties=tuple(ties))
                yield settled
                return
            drawn, tie = settled
            chosen = (drawn,)
            ties.extend([tie] if tie else [])
        elected.extend(chosen)
        remaining = {c: p for c, p in remaining.items() if c not in chosen}
    by = By.MAJORITY if elected[:1] == weighing.past_half(stage.points) else By.MOST_VOTES
    yield replace(
        stage, elected=tuple(elected), elected_by=By.TIE if ties else by, ties=tuple(ties)
    )


def share_to_reverse(lead: Fraction, others: Fraction) -> Fraction | None:
    """The share of the other candidates' votes beyond which the runner-up would have won.

    ``lead`` of the first over the second and ``others``, the votes of all the rest, in one unit.
    Supposes that every one of them passes to one of the two. None where not even all would do.
    """
    return (others + lead) / (2 * others) if others > lead else None
