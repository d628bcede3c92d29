"""Ties ask; they do not guess.

Candidates level on points are told apart by earlier stages, in the order that the contest gives,
and a tie partly told apart narrows to those still level. What is level after that is a question
for a lot. Source: Parliamentary Voting System and Constituencies Act 2011, schedule 10,
paragraph 7 (rules 49 and 49A): fewer first preferences, then fewer after the next stage, and so on
forward; else by lot which is to be eliminated, or elected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from hustings.contest import TieOrder
from hustings.count.stage import Act, LotNeeded, Lots, Stage, Tie

__all__ = ["fewest", "most", "settle"]


def fewest(points: Mapping[str, Fraction]) -> tuple[str, ...]:
    """Those with the fewest points, in the order given."""
    least = min(points.values())
    return tuple(c for c, p in points.items() if p == least)


def most(points: Mapping[str, Fraction]) -> tuple[str, ...]:
    """Those with the most points, in the order given."""
    top = max(points.values())
    return tuple(c for c, p in points.items() if p == top)


def settle(
    tied: Sequence[str],
    act: Act,
    *,
    stage: int,
    earlier: Sequence[Stage],
    order: TieOrder,
    lots: Lots,
) -> tuple[str, Tie | None] | LotNeeded:
    """The candidate to be excluded or elected and how a tie was settled, or the lot needed.

    ``earlier`` are the stages before this one, first to last; ``stage`` is the number of this one.
    Of several tied to be excluded the one with fewest points earlier goes, to be elected with most.
    """
    if len(tied) == 1:
        return tied[0], None
    narrowed = _narrowed(tied, act, _in_order(earlier, order))
    last, level = narrowed[-1] if narrowed else (None, tuple(tied))
    if len(level) == 1:
        return level[0], Tie(
            tuple(tied), act, level[0], last, by_lot=False, level=level, narrowed=narrowed
        )
    question = LotNeeded(stage, level, act)
    if (drawn := lots.answer(question)) is None:
        return question
    return drawn, Tie(tuple(tied), act, drawn, last, by_lot=True, level=level, narrowed=narrowed)


def _narrowed(
    tied: Sequence[str], act: Act, asked: Iterable[Stage]
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Each stage that narrowed a tie and those whom it left, until one is left or none narrows."""
    pick = fewest if act is Act.EXCLUDE else most
    level, steps = tuple(tied), []
    for before in asked:
        if len(level) > 1 and len(fewer := pick({c: before.points[c] for c in level})) < len(level):
            level = fewer
            steps.append((before.number, level))
    return tuple(steps)


def _in_order(earlier: Sequence[Stage], order: TieOrder) -> Iterable[Stage]:
    if order is TieOrder.LOT:
        return ()
    return reversed(earlier) if order is TieOrder.BACKWARD else earlier
